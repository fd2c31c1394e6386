"""Quarter hours become days of the owner's calendar; the unusual ones are named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.days import Day, by_day, by_hour, by_week, halves, mood
from dashboard.nouns import Slot

BUDGET = 0.25
BERLIN = ZoneInfo("Europe/Berlin")


def calm(until: datetime, days: int) -> list[Slot]:
    """One complaint every third day and five other mentions a day, at noon."""
    noon = until.replace(hour=12, minute=0)
    return [Slot(noon - timedelta(days=back), 5 + (back % 3 == 0), int(back % 3 == 0)) for back in range(days, 0, -1)]


def test_a_day_is_the_owners_day() -> None:
    slots = [Slot(datetime(2027, 7, 1, 22, 30, tzinfo=UTC), 1, 1), Slot(datetime(2027, 7, 1, 21, 30, tzinfo=UTC), 2, 0)]
    days = by_day(slots, BERLIN, date(2027, 7, 2), shown=5, budget=BUDGET)
    assert [(day.date, day.total, day.negative) for day in days] == [(date(2027, 7, 1), 2, 0), (date(2027, 7, 2), 1, 1)]


def test_quarter_hours_suffice_for_odd_zones() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead of UTC
    slots = [Slot(datetime(2027, 7, 1, 18, 0, tzinfo=UTC), 1, 0), Slot(datetime(2027, 7, 1, 18, 15, tzinfo=UTC), 1, 0)]
    assert [day.total for day in by_day(slots, kathmandu, date(2027, 7, 2), shown=2, budget=BUDGET)] == [1, 1]


@pytest.mark.parametrize("today", [date(2027, 3, 30), date(2027, 11, 3)], ids=["spring", "autumn"])
def test_days_of_23_and_25_hours_pass_without_a_stumble(today: date) -> None:
    end = datetime.combine(today, datetime.min.time(), UTC)
    days = by_day(calm(end, 40), BERLIN, today, shown=35, budget=BUDGET)
    assert [day.date for day in days] == [today - timedelta(days=back) for back in range(34, -1, -1)]
    assert all(day.note == "" for day in days)


def test_an_outbreak_is_marked_and_explained_and_a_calm_month_is_not() -> None:
    today = date(2027, 5, 31)
    end = datetime(2027, 5, 31, tzinfo=UTC)
    wave = [*calm(end, 60), Slot(end - timedelta(hours=6), 9, 9)]
    days = by_day(wave, BERLIN, today, shown=35, budget=BUDGET)
    marked = [day for day in days if day.note]
    assert [day.date for day in marked] == [date(2027, 5, 30)]
    assert "9" in marked[0].note
    assert "once in" in marked[0].note


def test_a_busy_happy_day_is_not_unusual() -> None:
    end = datetime(2027, 5, 31, tzinfo=UTC)
    busy = [*calm(end, 60), Slot(end - timedelta(hours=6), 40, 1)]
    assert all(not day.note for day in by_day(busy, BERLIN, date(2027, 5, 31), shown=35, budget=BUDGET))


def test_the_mood_of_the_last_24_hours() -> None:
    now = datetime(2027, 5, 31, 8, 20, tzinfo=UTC)
    assert mood(calm(now, 5), now, BUDGET).name == "unknown"
    assert mood([], now, BUDGET).name == "unknown"
    usual = mood(calm(now, 60), now, BUDGET)
    assert usual.name == "usual"
    assert "you normally get one every" in usual.sentence
    worse = mood([*calm(now, 60), Slot(now - timedelta(hours=3), 8, 8)], now, BUDGET)
    assert worse.name == "worse"
    assert worse.sentence.startswith("8 complaints")


def test_weeks_start_on_monday_and_hours_are_the_owners() -> None:
    sunday, monday = datetime(2027, 5, 30, 21, 0, tzinfo=UTC), datetime(2027, 5, 30, 22, 30, tzinfo=UTC)
    weeks = by_week([Slot(sunday, 2, 1), Slot(monday, 3, 0)], BERLIN, date(2027, 6, 2), shown=3)
    assert [(week.date, week.total) for week in weeks] == [
        (date(2027, 5, 17), 0), (date(2027, 5, 24), 2), (date(2027, 5, 31), 3),
    ]  # fmt: skip
    counts = by_hour([Slot(sunday, 2, 1), Slot(monday, 3, 0)], BERLIN, sunday)
    assert len(counts) == 168
    assert (counts[6, 23], counts[0, 0]) == ((2, 1), (3, 0))


def test_halves_are_the_last_week_and_before() -> None:
    days = [Day(date(2027, 5, 1) + timedelta(days=i), 10, i, "") for i in range(10)]
    assert halves(days) == ((3 + 4 + 5 + 6 + 7 + 8 + 9, 70), (0 + 1 + 2, 30))
