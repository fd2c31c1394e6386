from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from analysis.quiet import Look, quiet

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def noise(per_day: float, days: float, seed: int, *, office: bool = False) -> list[Look]:
    """Hourly looks at a source that speaks by chance, or in office hours only."""
    chance = random.Random(seed)
    looks = []
    for hour in range(round(days * 24)):
        at = START + hour * HOUR
        rate = per_day / 24
        if office:
            rate = per_day * 7 / 50 if at.weekday() < 5 and 8 <= at.hour < 18 else 0.0
        looks.append(Look(at, int(chance.random() < rate)))
    return looks


def then_silent(looks: list[Look], days: float) -> list[Look]:
    return [*looks, *(Look(looks[-1].at + hour * HOUR, 0) for hour in range(1, round(days * 24) + 1))]


def episodes(looks: list[Look]) -> Iterator[datetime]:
    """The silences that would ring, asked every eight hours once there are thirty days."""
    rung = set()
    for end in range(30 * 24, len(looks) + 1, 8):
        seen = quiet(looks[max(0, end - 90 * 24) : end])
        if seen and seen.since not in rung:
            rung.add(seen.since)
            yield seen.since


@pytest.mark.parametrize("per_day", [0.4, 2, 12])
def test_chance_alone_rings_at_most_once_a_year(per_day: float) -> None:
    rung = [at for seed in (1, 2, 3) for at in episodes(noise(per_day, 395, seed))]
    assert len(rung) <= 3


@pytest.mark.parametrize(("per_day", "within_days"), [(12, 2), (2, 7), (0.5, 25)])
def test_a_source_that_dies_rings_in_time(per_day: float, within_days: float) -> None:
    seen = quiet(then_silent(noise(per_day, 80, 4), within_days))
    assert seen is not None
    assert seen.chance < 0.01
    assert timedelta(hours=seen.hours) >= timedelta(days=within_days)


def test_the_night_and_the_weekend_of_an_office_are_no_silence() -> None:
    looks = noise(8, 56, 5, office=True)
    assert list(episodes(looks)) == []
    assert quiet(then_silent(looks, 0.4)) is None  # eight weeks end on a Sunday: it is Monday morning
    assert quiet(then_silent(looks, 4.9)) is not None


def test_a_source_without_a_habit_is_left_alone() -> None:
    assert quiet([]) is None
    assert quiet(then_silent(noise(10, 5, 6), 9)) is None  # too young
    assert quiet(then_silent(noise(0.05, 60, 6), 9)) is None  # too few events
    backlog = [Look(START, 400), *(Look(START + hour * HOUR, 0) for hour in range(1, 90 * 24))]
    assert quiet(backlog) is None  # the first look brings what was there before


def test_bursts_make_a_source_harder_to_impress() -> None:
    steady = [Look(START + hour * HOUR, int(hour % 6 == 0)) for hour in range(60 * 24)]
    bursts = [Look(START + hour * HOUR, int(hour // 24 % 8 == 0)) for hour in range(56 * 24)]
    assert quiet(then_silent(steady, 4)) is not None
    assert quiet(then_silent(bursts[: 49 * 24], 4)) is None


def test_hours_without_a_look_are_no_silence() -> None:
    looks = noise(4, 60, 7)
    later = looks[-1].at + timedelta(days=20)
    assert quiet([*looks, Look(later, 0)]) is None
    assert quiet(then_silent(looks, 20)) is not None


def test_the_sentence_says_how_long_what_is_usual_and_how_rare() -> None:
    seen = quiet(then_silent(noise(6, 60, 8), 6))
    assert seen is not None
    words = seen.sentence()
    assert words.startswith("nothing new for 6")
    assert "usually brings something every " in words
    assert "its longest silence so far was " in words
    assert "by chance this happens " in words
