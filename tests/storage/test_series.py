from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from storage import assessments, mentions, series
from storage.db import Record
from storage.model import Assessment, Mention
from storage.series import Hourly


def test_relevant_mentions_are_counted_in_the_hour_of_their_claimed_time(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    heard: list[tuple[Mention, dict[str, Any]]] = [
        (said(1, published=now - timedelta(minutes=30)), {}),
        (said(2, published=now - timedelta(minutes=59)), {"label": "positive"}),
        (said(3, published=None, seen=now + timedelta(minutes=5)), {"label": "unscored"}),
        (said(4, published=now, entity="Other"), {}),
        (said(5, published=now), {"relevant": False}),
        (said(6, published=now - timedelta(hours=9)), {}),
        (said(7, published=now + timedelta(hours=3), seen=now), {}),
    ]
    unjudged = said(8, published=now)
    with record.session("test") as con:
        mentions.keep(con, [unjudged, *(mention for mention, _ in heard)], at=now)
        assessments.save(con, [thought(mention, **judged) for mention, judged in heard])
        found = series.hourly(con, now - timedelta(minutes=30))
    hour = timedelta(hours=1)
    assert found == [
        Hourly("Spice", now - hour, 1, 1),
        Hourly("Other", now, 1, 0),
        Hourly("Spice", now, 0, 1),
        Hourly("Spice", now + 3 * hour, 1, 0),
    ]


def test_a_mention_judged_again_counts_once(
    record: Record, said: Callable[..., Mention], thought: Callable[..., Assessment], now: datetime
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(0)], at=now)
        assessments.save(con, [thought(said(0))])
        assessments.save(con, [thought(said(0), label="neutral", version="v2")])
        assert series.hourly(con, now) == [Hourly("Spice", now, 0, 1)]
