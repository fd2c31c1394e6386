from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.live import held_back
from storage.model import Mention

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("watched_for", "dated_ago", "seen_ago", "expected"),
    [
        (30 * DAY, 20 * DAY, timedelta(), True),  # released late by the platform
        (timedelta(), 20 * DAY, timedelta(), False),  # what the very first look brings is history
        (30 * DAY, 2 * DAY, timedelta(), False),  # simply new
        (90 * DAY, 60 * DAY, 30 * DAY, False),  # judged again: it was news a month ago
        (None, 20 * DAY, timedelta(), False),  # an import, or a folder of exports
    ],
)
def test_only_what_a_watched_source_shows_late_was_held_back(
    watched_for: timedelta | None, dated_ago: timedelta, seen_ago: timedelta, expected: bool
) -> None:
    said = Mention("m", "Shop", "reviews", "review", "", "jo", "", "Cold food", NOW - dated_ago, NOW - seen_ago)
    first = {} if watched_for is None else {"reviews": NOW - watched_for}
    assert held_back(said, first, NOW) is expected
