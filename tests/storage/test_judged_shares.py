from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from storage import assessments, judged, mentions
from storage.db import Record
from storage.model import Assessment, Mention, Snapshot


def test_what_was_passed_on_since_last_time_is_found_by_the_look_that_saw_it(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    one, two, three = said(1), said(2), said(3)
    later = now + timedelta(hours=2)
    with record.session("test") as con:
        mentions.keep(con, [one, two, three], [Snapshot(two.id, now, shares=1)], at=now)
        assessments.save(con, [thought(one), thought(two), thought(three, flag="none")])
        mentions.keep(con, [], [Snapshot(one.id, later, shares=5), Snapshot(three.id, later, shares=9)], at=later)
        found = judged.passed_on(con, now + timedelta(hours=1), now - timedelta(days=7))
        assert [each.mention.id for each in found] == [one.id]
        assert judged.passed_on(con, later, now - timedelta(days=7)) == []
        assert judged.shares(con, [one.id, two.id, "unknown"]) == {one.id: 5, two.id: 1}
