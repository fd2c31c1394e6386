from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage import assessments, mentions
from storage.db import Record
from storage.model import Assessment, Mention, TopicHit


def test_an_assessment_comes_back_as_it_went_in_and_is_replaced(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    hits = (TopicHit("service", -0.5, "Rude \U0001f621 \ud83d"), TopicHit("price", 0.0, ""))
    full = thought(said(1), topics=hits, reasons=("one star", "“never again”"), story="s", complaint=0.75)
    bare = thought(said(2), topics=(), reasons=(), complaint=None, label="unscored", flag="none", language="und")
    kept = hits[0].quote.replace("\ud83d", "?")
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2), said(3)], at=now)
        assert assessments.save(con, [full, bare, thought(said(9))]) == 2
        found = assessments.of(con, [said(number).id for number in (1, 2, 3, 9)])
        assert found[said(2).id] == bare
        assert found[said(1).id].topics == (TopicHit("service", -0.5, kept), hits[1])
        assert set(found) == {said(1).id, said(2).id}
        better = thought(said(1), version="v2", label="positive")
        assert assessments.save(con, [full, better]) == 1
        assert assessments.of(con, [said(1).id]) == {said(1).id: better}
        assert con.execute("SELECT count(*) FROM assessment").fetchall() == [(2,)]


def test_nothing_asked_nothing_found(record: Record) -> None:
    with record.session("test") as con:
        assert assessments.of(con, []) == {}
        assert assessments.save(con, []) == 0
