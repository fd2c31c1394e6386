from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.clocks import Calendar, clocks, spell
from tests.analysis.cases import NOW, STAFF, History

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time


SPLIT = (Span(time(9), time(13)), Span(time(14), time(18)))
NIGHT = (Span(time(18), time(2)),)
WEEK = Calendar({"mon": SPLIT, "tue": SPLIT, "fri": NIGHT}, frozenset({date(2026, 5, 12)}), LONDON)


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(4, 10), at(4, 12), 2),  # a Monday
        (at(4, 12), at(4, 15), 2),  # lunch does not count
        (at(4, 17), at(5, 10), 2),  # nor does the night
        (at(5, 17), at(8, 20), 3),  # nor Wednesday and Thursday, when it is closed
        (at(8, 20), at(9, 12), 6),  # Friday's shift ends at two in the morning
        (at(11, 17), at(13, 12), 1),  # Tuesday the 12th is a holiday
        (at(5, 12), at(5, 11), 0),
    ],
)
def test_opening_hours_are_counted_as_the_owner_would(since: datetime, until: datetime, hours: float) -> None:
    assert WEEK.open_time(since, until) == hours * HOUR
    if hours:
        assert WEEK.open_time(since, WEEK.after(since, hours * HOUR)) == hours * HOUR
        assert WEEK.after(since, hours * HOUR) <= until


def test_a_night_shift_over_the_change_of_clocks_has_the_hours_it_really_has() -> None:
    nights = Calendar({"sat": (Span(time(22), time(6)),)}, frozenset(), LONDON)
    assert nights.open_time(at(28, 12, month=3), at(29, 12, month=3)) == 7 * HOUR
    assert nights.open_time(at(24, 12, month=10), at(25, 12, month=10)) == 9 * HOUR


def test_without_any_hours_the_clocks_run_always_and_a_shop_closed_for_good_ends_somewhere() -> None:
    assert Calendar().open_time(NOW, NOW + 30 * HOUR) == 30 * HOUR
    assert Calendar().next_open(NOW) == NOW
    shut = Calendar({"tue": SPLIT}, frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(900)), LONDON)
    assert shut.next_open(NOW) == NOW
    assert shut.after(NOW, HOUR) > NOW


def test_open_closing_and_the_next_opening() -> None:
    assert WEEK.is_open(at(4, 9))
    assert not WEEK.is_open(at(4, 13))
    assert WEEK.next_open(at(4, 13, 30)) == at(4, 14)
    assert WEEK.end_of(date(2026, 5, 8)) == at(9, 2)
    assert WEEK.end_of(date(2026, 5, 7)) == at(7, 23, 59)


def test_the_first_clock_starts_at_the_posting_the_second_when_we_could_have_known() -> None:
    told = History().opened().do("answer", STAFF, later=3, words="sorry").do("resolve", STAFF, later=4)
    both = clocks(told.case, Calendar(), NOW + 100 * HOUR)
    assert (both.posted.answered, both.seen.answered) == (5 * HOUR, 3 * HOUR)
    assert (both.posted.resolved, both.seen.resolved) == (9 * HOUR, 7 * HOUR)
    assert both.seen.running == 7 * HOUR  # a closed case counts no further


def test_while_we_wait_for_the_customer_both_clocks_stand_still() -> None:
    told = History().opened().do("answer", words="which order?").do("wait").do("reopen", later=50, words="they wrote")
    told.do("resolve", later=2)
    both = clocks(told.case, Calendar(), NOW + 500 * HOUR)
    assert both.seen.resolved == 4 * HOUR
    again = told.do("reopen", later=100, words="again").do("resolve", later=1)
    assert clocks(again.case, Calendar(), NOW + 500 * HOUR).seen.resolved == 5 * HOUR


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 330), st.integers(0, 400), st.integers(0, 400))
def test_opening_time_adds_up(start: int, first: int, second: int) -> None:
    a = datetime(2026, 1, 1, 5, 17, tzinfo=UTC) + start * 24 * HOUR
    b, c = a + first * HOUR, a + (first + second) * HOUR
    assert WEEK.open_time(a, b) + WEEK.open_time(b, c) == WEEK.open_time(a, c)
    assert timedelta(0) <= WEEK.open_time(a, c) <= c - a


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (40, "40 minutes"), (60, "1 hour"), (200, "3 h 20 min"), (1570, "26 hours")],
)
def test_spans_are_spelled_short(minutes: int, words: str) -> None:
    assert spell(timedelta(minutes=minutes)) == words
