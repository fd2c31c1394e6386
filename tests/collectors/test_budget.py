"""A day's scarce calls last for the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.budget import today

PACIFIC = ZoneInfo("America/Los_Angeles")
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_only_the_share_of_the_day_and_an_hour_more_may_be_spent() -> None:
    assert today({}, 24, MORNING, UTC).free == 7
    assert today({"budget": {"2026-11-23": 5}}, 24, MORNING, UTC).free == 2


def test_the_providers_day_counts_and_yesterdays_spending_does_not() -> None:
    budget = today({"budget": {"2026-11-22": 90, "2026-11-23": 3}}, 100, MORNING, PACIFIC)
    assert (budget.day, budget.spent, budget.ends) == ("2026-11-22", 90, timedelta(hours=2))


def test_what_goes_into_the_cursor_comes_back() -> None:
    budget = today({}, 100, MORNING, UTC).take(37)
    assert budget.as_json() == {"2026-11-23": 37}
    assert today({"budget": budget.as_json()}, 100, MORNING, UTC).spent == 37


def test_a_damaged_cursor_starts_afresh() -> None:
    assert today({"budget": "?"}, 100, MORNING, UTC).spent == 0
    assert today({"budget": {"2026-11-23": -4}}, 100, MORNING, UTC).spent == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.integers(0, 300), st.integers(0, 86_399))
def test_after_the_wait_a_call_is_free_or_a_new_day_has_begun(limit: int, spent: int, second: int) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=second)
    budget = today({"budget": {"2026-11-23": spent}}, limit, now, UTC)
    assert 0 <= budget.free <= limit
    later = now + budget.wait
    again = today({"budget": {"2026-11-23": spent}}, limit, later, UTC)
    assert again.free > 0 or later.date() > now.date() or limit == 0
