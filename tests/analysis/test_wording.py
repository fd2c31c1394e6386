"""Rates and chances as an owner reads them."""

from __future__ import annotations

import pytest

from analysis import wording


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (6, "6 h"),
        (24, "24 h"),
        (47.6, "48 h"),
        (60, "2.5 days"),
        (24 * 11, "11 days"),
        (24 * 21, "3 weeks"),
        (24 * 91.3, "3 months"),
        (24 * 365.25 * 11, "11 years"),
        (24 * 365.25 * 2, "2 years"),
    ],
)
def test_a_length_of_time_is_told_in_its_natural_unit(hours: float, words: str) -> None:
    assert wording.span(hours) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.314, "0.31"), (0.96, "1"), (1.0, "1"), (2.5, "2.5"), (9.97, "10"), (11.4, "11"), (134, "130"), (1234, "1,200")],
)
def test_a_number_has_no_more_digits_than_it_deserves(value: float, words: str) -> None:
    assert wording.number(value) == words


@pytest.mark.parametrize(
    ("expected", "hours", "words"),
    [
        (0.4, 24, "you normally get one every 2.5 days"),
        (12.2, 24, "you normally get about 12 in 24 h"),
        (0.2, 3, "you normally get about 1.6 a day"),
        (3.0, 72, "you normally get about 3 in 3 days"),
        (1e-9, 24, "you normally get none"),
    ],
)
def test_what_is_usual_is_told_as_a_count_or_as_the_time_between_two(expected: float, hours: int, words: str) -> None:
    assert wording.usual(expected, hours) == words


def test_one_a_day_is_never_written_in_the_plural() -> None:
    assert wording.span(24 * 365.25 * 2).endswith("years")
    assert wording.complaints(1) == "1 complaint"
    assert wording.complaints(1200) == "1,200 complaints"
    assert wording.window(1) == "1 hour"
    assert wording.window(48) == "2 days"


@pytest.mark.parametrize(
    ("per_week", "words"),
    [
        (0.25, "once in 4 weeks"),
        (1 / (11 * 365.25 / 7), "once in 11 years"),
        (1.0, "once in 7 days"),
        (1e-12, "less than once in 1,000 years"),
        (0.0, "less than once in 1,000 years"),
    ],
)
def test_a_chance_is_told_as_how_often_it_happens(per_week: float, words: str) -> None:
    assert wording.once_in(per_week) == words


def test_the_whole_sentence_reads_as_promised() -> None:
    usual, once = wording.usual(0.4, 24), wording.once_in(1 / (11 * 365.25 / 7))
    assert wording.sentence(4, 24, usual, once) == (
        "4 complaints in 24 h; you normally get one every 2.5 days; by chance this happens about once in 11 years"
    )
    assert wording.sentence(9, 24, usual, wording.once_in(0)).endswith("this happens less than once in 1,000 years")
