from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.durations import parse_duration, parse_keep, spell_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 minutes", 30),
        ("2h", 120),
        ("1 hour 30 min", 90),
        ("1 day", 1440),
        ("0.5 hours", 30),
        ("2 Days and 1 h", 2940),
    ],
)
def test_spans_as_people_write_them(text: str, minutes: float) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("value", ["", "soon", "30", 30, "5 parsecs", "-3 minutes", "0 s", "400 days", "1 hour!", None])
def test_what_is_no_span_is_refused_with_an_example_or_a_bound(value: object) -> None:
    with pytest.raises(ValueError, match="should be"):
        parse_duration(value)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 366 * 86400))
def test_every_spelling_reads_back(seconds: int) -> None:
    assert parse_duration(spell_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("text", "days"), [("forever", None), ("90 days", 90), ("1 week", 7), ("2 years", 730)])
def test_how_long_words_are_kept(text: str, days: int | None) -> None:
    assert parse_keep(text) == (None if days is None else timedelta(days=days))


@pytest.mark.parametrize("wrong", ["", "0 days", "long", "99 years", 365, "-3 days", True])
def test_a_time_to_keep_that_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="forever"):
        parse_keep(wrong)
