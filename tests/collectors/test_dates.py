"""Dates as sources and exports write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import dates
from collectors.dates import EARLIEST, When, day_first, parse_date, read_date

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("19th November 2023", "2023-11-19"),
        ("1st of May 2019", "2019-05-01"),
        ("March 4, 2024", "2024-03-04"),
        ("Sept. 3rd, 2024", "2024-09-03"),
        ("4 mars 2024", "2024-03-04"),
        ("1er août 2023", "2023-08-01"),
        ("12. März 2024", "2024-03-12"),
        ("3. Dez. 2022", "2022-12-03"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("15 enero 2024", "2024-01-15"),
        ("4 ago 2021", "2021-08-04"),
        ("26-11-2019", "2019-11-26"),
        ("8.3.2026", "2026-03-08"),
        ("2024/3/5", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("12-Nov-23", "2023-11-12"),
        ("20240304", "2024-03-04"),
        ("Reviewed in the United Kingdom on 4 March 2024", "2024-03-04"),
        ("November 2023", "2023-11-01"),
        (45321, "2024-01-30"),
        (date(2024, 3, 5), "2024-03-05"),
    ],
)
def test_days_are_midnights_of_the_zone(value: object, day: str) -> None:
    local = datetime.fromisoformat(day).replace(tzinfo=BERLIN)
    assert read_date(value, now=NOW, zone=BERLIN) == When(local.astimezone(UTC), timed=False)


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2015-02-24 11:35:52 -0800", "2015-02-24T19:35:52"),
        ("2025-06-21T19:13:29.000Z", "2025-06-21T19:13:29"),
        ("2026-03-29T10:00:11.856012", "2026-03-29T08:00:11.856012"),
        ("2020-12-14 01:05:27", "2020-12-14T00:05:27"),
        ("Mon, 15 May 2023 10:00:00 GMT", "2023-05-15T10:00:00"),
        ("15 enero 2024 14:30", "2024-01-15T13:30:00"),
        ("2024/3/5 5:07 PM", "2024-03-05T16:07:00"),
        ("Mar 4, 2024, 12:06:07 a.m.", "2024-03-03T23:06:07"),
        ("5/13/2024 17:00", "2024-05-13T15:00:00"),
        ("1774735713", "2026-03-28T22:08:33"),
        ("1774735713000", "2026-03-28T22:08:33"),
        (1774735713.5, "2026-03-28T22:08:33.500000"),
        ("20240304173000", "2024-03-04T16:30:00"),
        (datetime.fromisoformat("2024-07-01T12:00"), "2024-07-01T10:00:00"),
    ],
)
def test_moments(value: object, utc: str) -> None:
    assert read_date(value, now=NOW, zone=BERLIN) == When(datetime.fromisoformat(utc).replace(tzinfo=UTC), timed=True)


NO_DATES: list[object] = [
    *("", " ", "NA", "null", "-", "may", "12", "23-Nov", "soon", "0 0 0", "5 stars", "\ud800", "x" * 10_000),
    *("9999-01-01", "0001-01-01", "1999-12-31", "2026-11-22", "2023-02-30", "31/31/2024", "32.13.2024"),
    *("2024-13-45T99:99:99Z", "12345678901234567890", "-5", "1e300", "999999999999 years ago"),
    *(None, True, [], float("nan"), float("inf"), datetime.max, datetime.min),  # noqa: DTZ901 - naive on purpose
]


@pytest.mark.parametrize("value", NO_DATES)
def test_what_is_no_date_between_2000_and_tomorrow_is_none(value: object) -> None:
    assert parse_date(value, now=NOW, zone=BERLIN) is None


def test_a_little_ahead_is_believed_because_clocks_differ() -> None:
    assert parse_date("2026-11-21T11:59:00Z", now=NOW) == NOW + timedelta(hours=23, minutes=59)


def test_day_first_is_decided_by_the_columns_unambiguous_values() -> None:
    assert day_first(["8/03/2026", "2026-03-29", "22/03/2026", "1/2/2026"]) is True
    assert day_first(["8/03/2026", "3/22/2026"]) is False
    assert day_first(["8/03/2026", "1/2/2026", None, "13.13.2026"]) is None
    assert parse_date("8/03/2026", now=NOW, dayfirst=True) == datetime(2026, 3, 8, tzinfo=UTC)
    assert parse_date("8/03/2026", now=NOW, dayfirst=False) == datetime(2026, 8, 3, tzinfo=UTC)
    assert parse_date("22/03/2026", now=NOW, dayfirst=False) == datetime(2026, 3, 22, tzinfo=UTC)


def test_an_undecided_column_is_read_as_people_of_the_zone_write() -> None:
    def month(zone: str) -> int:
        found = parse_date("3/4/2024", now=NOW, zone=ZoneInfo(zone))
        assert found is not None
        return found.astimezone(ZoneInfo(zone)).month

    assert (month("America/Chicago"), month("Europe/Madrid"), month("Australia/Sydney")) == (3, 4, 4)


def test_told_formats_come_first() -> None:
    assert parse_date("03.04.05", now=NOW, formats=("%y.%m.%d",)) == datetime(2003, 4, 5, tzinfo=UTC)
    assert parse_date("04|03|2024 17h05", now=NOW, formats=("DD|MM|YYYY HHhmm",)) == datetime(
        2024, 3, 4, 17, 5, tzinfo=UTC
    )
    assert parse_date("March 4, 2024", now=NOW, formats=("%d.%m.%Y",)) == datetime(2024, 3, 4, tzinfo=UTC)


def test_rarer_languages_are_left_to_dateparser() -> None:
    assert parse_date("5 marca 2024 r.", now=NOW) == datetime(2024, 3, 5, tzinfo=UTC)
    assert parse_date("2024年3月5日", now=NOW) == datetime(2024, 3, 5, tzinfo=UTC)
    assert read_date("5 marca 2024 r.", now=NOW, guess=False) is None


def test_an_answer_full_of_nonsense_does_not_take_all_the_time_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "_MISSES", 5)
    answer, another = NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)
    asked = dates._last_resort.cache_info().misses
    for number in range(50):
        assert parse_date(f"{number} words 2024 of nobody", now=answer) is None
    assert dates._last_resort.cache_info().misses - asked == 5
    assert parse_date("5 marca 2024 r.", now=answer) is None
    assert parse_date("5 March 2024", now=answer) == datetime(2024, 3, 5, tzinfo=UTC)
    assert parse_date("5 marca 2024 r.", now=another) == datetime(2024, 3, 5, tzinfo=UTC)


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(min_value=EARLIEST.replace(day=2, tzinfo=None), max_value=NOW.replace(tzinfo=None)),
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%d.%m.%Y %H:%M:%S",
            "%d %B %Y %H:%M:%S",
            "%B %d, %Y %I:%M:%S %p",
            "%a, %d %b %Y %H:%M:%S GMT",
            "%Y/%m/%d %H:%M:%S",
        ]
    ),
)
def test_every_moment_survives_being_written(moment: datetime, style: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.strftime(style), now=NOW) == moment


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.floats() | st.integers())
def test_anything_is_a_bounded_date_or_none(value: object) -> None:
    found = read_date(value, now=NOW, zone=BERLIN, guess=False)
    assert found is None or EARLIEST <= found.at <= NOW + timedelta(days=1)
