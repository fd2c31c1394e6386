from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from storage import assessments, mentions, stories
from storage.db import Record
from storage.model import Assessment, Mention, Snapshot


def test_a_mention_tells_one_story_and_may_move_to_another(
    record: Record, said: Callable[..., Mention], now: datetime
) -> None:
    one, two, three = (said(number).id for number in (1, 2, 3))
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2), said(3)], at=now)
        assert stories.save(con, {one: "fire", two: "fire", "unknown": "fire"}) == 2
        assert stories.save(con, {two: "flood", three: "flood"}) == 2
        assert stories.of(con, [one, two, three, "unknown"]) == {one: "fire", two: "flood", three: "flood"}
        assert stories.members(con, ["fire", "flood", "famine"]) == {"fire": [one], "flood": [two, three]}
        assert stories.members(con, []) == {}
        assert stories.save(con, {}) == 0


def test_a_finished_story_tells_its_source_its_times_and_its_reposts(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    old = [said(n, published=now - timedelta(days=20, hours=-n), source=f"s{n}") for n in (1, 2, 3, 4)]
    young = [said(n) for n in (5, 6)]
    alone = said(7, published=now - timedelta(days=20))
    everything = [*old, *young, alone]
    with record.session("test") as con:
        mentions.keep(con, everything, [Snapshot(old[3].id, now, shares=8)], at=now)
        assessments.save(con, [thought(each) for each in everything])
        stories.save(con, {old[0].id: "a", old[1].id: "a", old[2].id: "b", old[3].id: "c", alone.id: "d"})
        stories.save(con, {each.id: "e" for each in young})
        found = stories.finished(con, now - timedelta(days=300), now - timedelta(days=7))
    assert [(each.source, len(each.times), each.shares) for each in found] == [("s1", 2, 0), ("s4", 1, 8)]
    assert found[0].times == (old[0].when, old[1].when)
