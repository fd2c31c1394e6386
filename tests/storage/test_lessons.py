from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from storage import assessments, lessons, mentions
from storage.db import Record
from storage.model import Assessment, Mention


def test_what_a_moved_cut_can_change_waits_again_and_nothing_else(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    everything = [said(n) for n in range(1, 6)] + [said(6, source="forum")]
    chances = [0.1, 0.4, 0.5, 0.6, None, 0.5]
    with record.session("test") as con:
        mentions.keep(con, everything, at=now)
        made = [thought(m, complaint=p) for m, p in zip(everything, chances, strict=True)]
        assessments.save(con, made)
        assert mentions.unassessed(con, "v1", 10) == []
        assert lessons.judge_again(con, "reviews", [(0.45, 0.6), (0.2, 0.3)]) == 2
        assert {each.id for each in mentions.unassessed(con, "v1", 10)} == {everything[2].id, everything[3].id}
        assert mentions.waiting(con) == 2
        assessments.save(con, made)
        assert mentions.waiting(con) == 0


def test_starred_reviews_with_words_teach_the_newest_first(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    bad, good, middling = said(1, rating=0.0), said(2, rating=1.0), said(3, rating=0.5)
    silent, foreign = said(4, rating=0.0, text=" "), said(5, rating=0.0)
    with record.session("test") as con:
        mentions.keep(con, [bad, good, middling, silent, foreign], at=now)
        assessments.save(con, [thought(each) for each in (bad, good, middling, silent)])
        assessments.save(con, [thought(foreign, relevant=False)])
        assert [each.id for each in lessons.starred(con, 0.375, 0.7, 9)] == [good.id, bad.id]
        assert [each.id for each in lessons.starred(con, 0.375, 0.7, 1)] == [good.id]
        assert lessons.count_starred(con, 0.375, 0.7) == 3


def test_flags_are_counted_by_source(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    everything = [said(1), said(2, source="forum"), said(3), said(4, published=now - timedelta(days=99))]
    with record.session("test") as con:
        mentions.keep(con, everything, at=now)
        assessments.save(con, [thought(each, flag="none" if each is everything[2] else "flag") for each in everything])
        assert lessons.flagged(con, now - timedelta(days=90)) == {"reviews": 1, "forum": 1}
