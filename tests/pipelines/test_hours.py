from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pipelines.hours import Span, open_at, parse_clock, parse_day, parse_span

ROME = ZoneInfo("Europe/Rome")


def test_split_shifts() -> None:
    assert parse_day("09:00-13:00, 14.30 - 18:00") == (Span(time(9), time(13)), Span(time(14, 30), time(18)))


@pytest.mark.parametrize("value", ["closed", "", None, " Closed "])
def test_a_closed_day(value: str | None) -> None:
    assert parse_day(value) == ()


@pytest.mark.parametrize(
    "value", ["9-5", "25:00-26:00", "09:00-13:00, 12:00-15:00", "all day", 930, "18:00-02:00, 20:00-21:00"]
)
def test_what_are_no_shifts_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"should|no time of day"):
        parse_day(value)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        (datetime(2026, 5, 4, 9, 0, tzinfo=ROME), True),  # a Monday
        (datetime(2026, 5, 4, 13, 0, tzinfo=ROME), False),
        (datetime(2026, 5, 4, 14, 0, tzinfo=ROME), True),
        (datetime(2026, 5, 5, 10, 0, tzinfo=ROME), False),
        (datetime(2026, 5, 8, 23, 59, tzinfo=ROME), True),  # Friday night
        (datetime(2026, 5, 9, 0, 59, tzinfo=ROME), True),  # still Friday's shift
        (datetime(2026, 5, 9, 1, 0, tzinfo=ROME), False),
    ],
)
def test_open_or_not(local: datetime, is_open: bool) -> None:
    hours = {"mon": parse_day("09:00-13:00, 14:00-18:00"), "fri": parse_day("18:00-01:00")}
    assert open_at(hours, local) is is_open


def test_a_holiday_is_closed_and_so_is_the_night_it_would_have_ended_in() -> None:
    hours = {"fri": parse_day("18:00-01:00")}
    holidays = (date(2026, 5, 8),)
    assert not open_at(hours, datetime(2026, 5, 8, 20, 0, tzinfo=ROME), holidays)
    assert not open_at(hours, datetime(2026, 5, 9, 0, 30, tzinfo=ROME), holidays)


def test_midnight_may_be_written_24_00() -> None:
    assert open_at({"mon": parse_day("18:00-24:00")}, datetime(2026, 5, 4, 23, 59, tzinfo=ROME))
    assert not open_at({"mon": parse_day("18:00-24:00")}, datetime(2026, 5, 5, 0, 0, tzinfo=ROME))


def test_a_span_and_a_time_of_day() -> None:
    assert parse_span("22:00-07:00") == Span(time(22), time(7))
    assert (parse_span(""), parse_span("never"), parse_span(None)) == (None, None, None)
    assert parse_clock("7.30") == time(7, 30)


@pytest.mark.parametrize("value", ["22:00", "25:00-07:00", 2200, "a-b"])
def test_no_span(value: object) -> None:
    with pytest.raises(ValueError, match=r"22:00-07:00|no time of day"):
        parse_span(value)


@pytest.mark.parametrize("value", ["half past", 1350, "24:30", None])
def test_no_time_of_day(value: object) -> None:
    with pytest.raises(ValueError, match="time of day"):
        parse_clock(value)
