"""Promises in replies: found where we commit ourselves, dated as the shop's calendar has it, and nowhere else."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.clocks import DAYS, Calendar
from analysis.promise_dates import dates
from analysis.promises import read

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 5, 5, 10, 0, tzinfo=UTC)  # a Tuesday, 11:00 in London
ALWAYS = Calendar(zone=LONDON)


@dataclass(frozen=True)
class Hours:
    opens: time
    closes: time


SHOP = Calendar({day: [Hours(time(9), time(18))] for day in DAYS[:5]}, frozenset({date(2026, 5, 8)}), LONDON)


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("reply", "due"),
    [
        ("Refund in 3 days.", local(5, 8, 23, 59)),
        ("Call you Monday", local(5, 11, 23, 59)),
        ("I’ll ring you on Monday morning.", local(5, 11, 12)),
        ("We'll have it fixed by the end of the week", local(5, 10, 23, 59)),
        ("We will reply within 24 hours.", NOW + timedelta(hours=24)),
        ("You will have the money back within five working days.", local(5, 12, 23, 59)),
        ("I'll come back to you by noon tomorrow", local(5, 6, 12)),
        ("I will call you tomorrow at 3pm", local(5, 6, 15)),
        ("I will call you at 4 o'clock on Friday", local(5, 8, 16)),
        ("The new oven is being delivered on 12 May.", local(5, 12, 23, 59)),
        ("We are going to have it ready by 3rd of February", local(2, 3, 23, 59).replace(year=2027)),
        ("We'll send it by the 2nd.", local(6, 2, 23, 59)),
        ("We'll send it by 2026-06-01.", local(6, 1, 23, 59)),
        ("You'll hear from me by next Friday", local(5, 15, 23, 59)),
        ("Your refund will be with you in a week or two", local(5, 19, 23, 59)),
        ("I'll phone you this afternoon", local(5, 5, 18)),
        ("We will be in touch in the next 2-3 days", local(5, 8, 23, 59)),
        ("The bug is ours, and we will restore them by 18:00 today", local(5, 5, 18)),
        ("I'll ring you on Friday at 9:30", local(5, 8, 9, 30)),
        ("I'll ring you on Friday at 4:30", local(5, 8, 16, 30)),  # shops call in the afternoon
        ("Both payments, April and May, will be back by Friday", local(5, 8, 23, 59)),
        ("I'll write to you tomorrow or Thursday", local(5, 7, 23, 59)),
    ],
)
def test_a_promise_has_the_last_moment_that_keeps_it(reply: str, due: datetime) -> None:
    (found,) = read(reply, now=NOW, calendar=ALWAYS)
    assert (found.due, found.firm) == (due, True)
    assert reply.replace("’", "'")[found.start : found.end].split()[0] == found.phrase.split()[0]


@pytest.mark.parametrize(
    "reply",
    [
        "We were closed on Monday.",
        "I'm at the practice until six today.",
        "Can you call us tomorrow?",
        "We're open Monday to Friday.",
        "Please let us know if you haven't received it within 48 hours.",
        "Did you report the damage within 7 days of receiving it?",
        "You would have to cancel within 24 hours.",
        "We will refund you by 31 June.",
        "Thank you for coming on Saturday.",
        "We hope you enjoy your day with us today!",
        "We'll look into it soon.",
        "I wasn't there on Friday and nobody told me until Tuesday.",
        "Friday will be here before you know it.",
        "",
    ],
)
def test_what_is_no_promise_is_not_read_as_one(reply: str) -> None:
    assert read(reply, now=NOW, calendar=ALWAYS) == ()


def test_a_hope_is_not_firm() -> None:
    (hope,) = read("It should be with you by Thursday.", now=NOW, calendar=ALWAYS)
    (least,) = read("The bank will take up to 5 days.", now=NOW, calendar=ALWAYS)
    assert (hope.firm, least.firm) == (False, False)


def test_two_promises_in_one_sentence_are_two() -> None:
    reply = "We will send a new one by 3 June, and I'll phone you this afternoon."
    assert [each.what for each in read(reply, now=NOW, calendar=ALWAYS)] == [
        "We will send a new one by 3 June",
        "I'll phone you this afternoon",
    ]


def test_the_shop_s_own_calendar_counts() -> None:
    """Closing time instead of midnight; Friday 8 May is a holiday for working days; the week ends on Friday."""
    due = {
        reply: read(reply, now=NOW, calendar=SHOP)[0].due
        for reply in (
            "We'll do it tomorrow.",
            "We'll do it within 3 working days.",
            "We'll do it by the end of next week.",
        )
    }
    assert list(due.values()) == [local(5, 6, 18), local(5, 11, 18), local(5, 15, 18)]


def test_summer_time_moves_the_hour_not_the_day() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)  # the clocks go forward on the 29th
    (found,) = read("I'll call you tomorrow at 9 am.", now=before, calendar=ALWAYS)
    assert found.due == datetime(2026, 3, 29, 8, tzinfo=UTC)


SALAD = (
    "by on in within the end of week day month tomorrow today Monday Friday next this 3 31 2026-02-30 May June will "
    "we'll you refund working days hours at pm noon or and . , ' two a few 999 1st 32nd th"
)
WORDS = SALAD.split()
TIMES = st.integers(1_704_067_200, 1_893_456_000).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)  # 2024 to 2029


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), TIMES)
def test_any_salad_of_date_words_gives_future_dates_in_its_own_words(salad: list[str], now: datetime) -> None:
    text = " ".join(salad)
    for each in dates(text, now, SHOP):
        assert now < each.due <= now + timedelta(days=366)
        assert each.due.tzinfo is UTC
        assert each.words.split()[0] in text[each.start : each.end]
    read(text, now=now, calendar=SHOP)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 300), TIMES)
def test_counted_days_end_on_the_day_they_name(count: int, now: datetime) -> None:
    (found,) = read(f"We will refund you within {count} days.", now=now, calendar=ALWAYS)
    assert found.due.astimezone(LONDON).date() - now.astimezone(LONDON).date() == timedelta(days=count)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 30), TIMES)
def test_working_days_are_never_a_weekend(count: int, now: datetime) -> None:
    (found,) = read(f"We will refund you within {count} working days.", now=now, calendar=ALWAYS)
    day, today = found.due.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    between = [today + timedelta(days=n) for n in range(1, (day - today).days + 1)]
    assert day.weekday() < 5
    assert sum(each.weekday() < 5 for each in between) == count


def test_real_replies_hold_few_promises_and_all_lie_ahead(shared_data: Path) -> None:
    """Companies on a social network: one dated promise in a hundred replies."""
    path = shared_data / "conversations" / "twcs_first5000.csv"
    replies = found = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["inbound"] != "False":
                continue
            at = datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y")
            promises = read(row["text"], now=at, calendar=Calendar())
            assert all(at < each.due < at + timedelta(days=30) for each in promises)
            replies, found = replies + 1, found + bool(promises)
    assert 0.005 < found / replies < 0.02
