"""What the page says in its own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard import words

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("needs", "mood", "said"),
    [
        (0, "usual", "Nothing needs you, and the mood is as usual."),
        (0, "worse", "Nothing needs you, but the mood is worse than usual."),
        (1, "usual", "One thing needs you, and the mood is as usual."),
        (2, "worse", "Two things need you, and the mood is worse than usual."),
        (11, "unknown", "11 things need you, and it is too early to say what is usual."),
    ],
)
def test_the_sentence_of_the_morning(needs: int, mood: str, said: str) -> None:
    assert words.sentence(needs, mood) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=-90), "just now"),
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=7), "7 minutes ago"),
        (timedelta(hours=26), "a day ago"),
        (timedelta(days=45), "45 days ago"),
    ],
)
def test_times_are_told_in_words(length: timedelta, said: str) -> None:
    assert words.ago(NOW - length, NOW) == said


def test_both_clocks_are_told() -> None:
    old, known = NOW - timedelta(days=3), NOW - timedelta(minutes=40)
    assert words.clocks(old, known, NOW) == "posted 3 days ago, known here for 40 minutes"
    assert words.clocks(None, known, NOW) == "not dated by its source, known here for 40 minutes"


def test_silence_is_proven_in_one_line() -> None:
    line = words.silence(6, 41, 0, NOW - timedelta(minutes=7), NOW)
    assert line == "6 sources, 41 checks in the last 24 hours, 0 failures, newest item 7 minutes old."
    assert words.silence(1, 1, 1, None, NOW).endswith("1 failure, nothing heard so far.")


@pytest.mark.parametrize(
    ("rating", "scale", "full", "said"),
    [
        (0.0, "1-5", 1, "1 of 5"),
        (1.0, "1-5", 5, "5 of 5"),
        (0.5, "1-10", 2, "5.5 of 10"),
        (0.8, "0-10", 4, "8 of 10"),
        (0.25, None, 2, "2 of 5"),
        (0.25, "nonsense", 2, "2 of 5"),
    ],
)
def test_stars_are_told_on_their_own_scale(rating: float, scale: str | None, full: int, said: str) -> None:
    assert words.stars(rating, scale) == (full, said)


def test_shares_compare_now_with_before() -> None:
    assert words.shares_then_and_now((20, 54), (13, 100)) == (
        "In the last 7 days 20 of 54 mentions were negative (37%); before that it was 13%."
    )
    assert words.shares_then_and_now((0, 0), (1, 3)) == "Nobody has said anything in the last 7 days."
