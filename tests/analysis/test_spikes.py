"""Unusual hours and days: found early, told truly, and rarely where nothing happens."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.spikes import Detector, Spike, import_day, looks
from benchmarks import early_warning_score
from benchmarks.early_warning_series import daily, simulate

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAYS = 24


def feed(detector: Detector, negatives: list[int], others: list[int] | None = None, at: int = 0) -> list[Spike]:
    """Feed hours from `at` on; what rang."""
    others = others or [0] * len(negatives)
    step = timedelta(hours=detector.step)
    found = [
        detector.feed(START + (at + i) * step, n, o) for i, (n, o) in enumerate(zip(negatives, others, strict=True))
    ]
    return [spike for spike in found if spike]


def noise(seed: int, per_day: float, hours: int) -> list[int]:
    return [int(n) for n in np.random.default_rng(seed).poisson(per_day / 24, hours)]


def watching(per_day: float, days: int = 60, seed: int = 1, others_per_day: float = 0.0) -> tuple[Detector, int]:
    """A detector that has seen so many days of noise, and the next hour's number."""
    detector, hours = Detector(), days * DAYS
    feed(detector, noise(seed, per_day, hours), noise(seed + 1, others_per_day, hours))
    return detector, hours


@pytest.mark.parametrize("per_day", [0.1, 0.4])
def test_six_more_in_a_day_ring_where_complaints_are_rare(per_day: float) -> None:
    caught = 0
    for seed in range(20):
        detector, now = watching(per_day, 40, seed)
        extra = np.bincount(np.random.default_rng(seed).integers(0, 24, 6), minlength=24)
        counts = [a + int(b) for a, b in zip(noise(seed + 99, per_day, 24), extra, strict=True)]
        caught += bool(feed(detector, counts, at=now))
    assert caught >= 19, f"{caught} of 20 bursts of six rang"


def test_pure_noise_rarely_rings() -> None:
    hours = 4 * 8766
    episodes = {(rate, s.began) for rate in (0.4, 3.0) for s in feed(Detector(), noise(5, rate, hours))}
    assert len(episodes) <= 12, f"{len(episodes)} episodes in eight years of pure chance"


def test_a_simulated_season_of_outbreaks_is_mostly_found() -> None:
    score = early_warning_score.Score()
    for level in (2.0, 10.0, 100.0):
        series = simulate(np.random.default_rng([11, int(level)]), level, 6, 12)
        rang = np.zeros(len(series.negatives), dtype=bool)
        for spike in feed(Detector(), series.negatives.tolist(), series.others.tolist()):
            rang[(spike.at - START) // HOUR - 1] = True
        early_warning_score.add(score, series, rang)
    assert score.outbreaks >= 12
    assert score.pod >= 0.8, f"{score.found} of {score.outbreaks} outbreaks found"
    assert score.false_per_week <= 0.45, f"{score.false_episodes} false alarms in {score.weeks} weeks"


def test_only_dates_are_enough_for_a_big_outbreak() -> None:
    detector = Detector(step_hours=24)
    rng = np.random.default_rng(3)
    assert not feed(detector, [int(n) for n in rng.poisson(3, 60)])
    rang = feed(detector, [14], at=60)
    assert len(rang) == 1
    assert (rang[0].window_hours, rang[0].seen) == (24, 14)
    series = daily(simulate(rng, 10.0, 6, 10))
    assert feed(Detector(step_hours=24), series.negatives.tolist(), series.others.tolist())


def test_the_words_say_what_was_seen_what_is_usual_and_how_rare_it_is() -> None:
    detector, now = watching(0.4)
    rang = feed(detector, [0, 2, 1, 1], at=now)
    spike = rang[-1]
    assert (spike.seen, spike.at) == (4, START + (now + 4) * HOUR)
    assert spike.usual.startswith("you normally get one every ")
    assert spike.sentence().startswith(f"4 complaints in {spike.window_hours} h; you normally get one every")
    assert 0 <= spike.expected_false_alarms_per_week < 0.011
    assert spike.began == rang[0].began, "one episode has one name"


def test_the_first_three_days_learn_silently() -> None:
    assert not feed(Detector(), [0] * 40 + [30, 40, 50] + [0] * 28)


def test_an_hour_that_still_runs_is_judged_without_learning() -> None:
    detector, now = watching(1.0)
    before = detector.state()
    hour = START + now * HOUR
    peeked = detector.peek(hour, 9, 0)
    assert peeked
    assert detector.state() == before
    assert detector.peek(hour, 1, 0) is None
    assert detector.feed(hour, 9, 0) == peeked
    ahead = hour + 5 * HOUR
    before = detector.state()
    detector.peek(ahead, 9, 0)
    assert detector.state() == before, "a peek past hours nobody told of leaves them untold"


def test_hours_that_were_skipped_count_as_empty() -> None:
    sparse, dense = Detector(), Detector()
    counts = noise(4, 1.0, 600)
    for i, count in enumerate(counts):
        if count or i == len(counts) - 1:
            sparse.feed(START + i * HOUR, count, 0)
    # the first hours are only known from the first mention on
    first = next(i for i, count in enumerate(counts) if count)
    for i in range(first, len(counts)):
        dense.feed(START + i * HOUR, counts[i], 0)
    assert sparse.state() == dense.state()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 700), st.sampled_from([0.3, 5.0, 80.0]))
def test_a_restart_changes_nothing(seed: int, cut: int, per_day: float) -> None:
    counts, others = noise(seed, per_day, 800), noise(seed + 1, 3 * per_day, 800)
    counts[760:764] = [9, 9, 30, 4]
    whole, parted = Detector(), Detector()
    rang = feed(whole, counts, others)
    first = feed(parted, counts[:cut], others[:cut])
    again = Detector.from_state(json.loads(json.dumps(parted.state())))
    assert first + feed(again, counts[cut:], others[cut:], at=cut) == rang
    assert again.state() == whole.state()


def test_a_source_that_was_down_does_not_lower_what_is_usual() -> None:
    detector, now = watching(10.0)
    other, _ = watching(10.0)
    for i in range(14 * DAYS):
        assert detector.feed(START + (now + i) * HOUR, 0, 0, covered=False) is None
        other.feed(START + (now + i) * HOUR, 0, 0)
    back = START + (now + 14 * DAYS) * HOUR
    usual, lowered = detector.peek(back, 40, 0), other.peek(back, 40, 0)
    assert usual
    assert lowered
    assert usual.expected > 1.2 * lowered.expected


def test_an_import_day_is_recognised_and_does_not_ring() -> None:
    midnight = [4000] + [0] * 23
    assert import_day(midnight)
    assert not import_day([200] * 24), "a busy day is spread over its hours"
    assert not import_day([300] + [0] * 23), "a burst of complaints is no import"
    assert not import_day(midnight, usual_per_day=1000), "nor is a business that always has so many"
    assert not import_day([])
    detector, now = watching(2.0)
    assert detector.feed(START + now * HOUR, 4000, 9000, covered=False) is None
    assert not feed(detector, noise(8, 2.0, 100), at=now + 1)


def test_a_happy_busy_day_is_no_alarm_but_as_many_complaints_without_it_are() -> None:
    detector, now = watching(10.0, 60, others_per_day=40.0)
    busy = [2] * 10
    assert feed(Detector.from_state(detector.state()), busy, [20] * 10, at=now) == []
    assert feed(Detector.from_state(detector.state()), [6] * 10, [2] * 10, at=now)


def test_an_outbreak_does_not_become_its_own_baseline() -> None:
    detector, now = watching(10.0)
    assert feed(detector, [8] * 72, at=now)
    calm = noise(9, 10.0, 7 * DAYS)
    feed(detector, calm, at=now + 72)
    again = feed(detector, [8] * 24, at=now + 72 + len(calm))
    assert again
    assert again[0].expected / again[0].window_hours < 20 / 24, "three bad days at 192 a day taught almost nothing"


def test_a_lasting_change_becomes_usual_in_the_end() -> None:
    detector, now = watching(5.0)
    rang = feed(detector, noise(12, 15.0, 120 * DAYS), at=now)
    assert rang
    late = {s.began for s in rang if s.at > START + (now + 21 * DAYS) * HOUR}
    assert len(late) <= 2, "three times as many for three weeks is the new usual"
    assert feed(detector, [12] * 12, at=now + 120 * DAYS), "and is watched like the old one"


def test_a_larger_budget_never_rings_less() -> None:
    series = simulate(np.random.default_rng(21), 10.0, 6, 8)
    rings = {}
    for budget in (0.02, 0.25, 1.0):
        found = feed(Detector(budget), series.negatives.tolist(), series.others.tolist())
        rings[budget] = {s.at for s in found}
        assert all(s.expected_false_alarms_per_week <= budget for s in found)
    assert rings[0.02] <= rings[0.25] | rings[0.02]
    assert len(rings[0.02]) <= len(rings[0.25]) <= len(rings[1.0])


def test_small_numbers_are_worth_fewer_looks() -> None:
    assert looks(0.1) < looks(1) < looks(100)
    assert looks(10, 24) < looks(10, 1)


def test_wrong_use_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="1 or 24"):
        Detector(step_hours=6)
    with pytest.raises(ValueError, match="above 0"):
        Detector(budget=0)
    detector = Detector()
    detector.feed(START, 1, 0)
    with pytest.raises(ValueError, match="already counted"):
        detector.feed(START, 1, 0)
    with pytest.raises(ValueError, match="aware start"):
        detector.feed(START + timedelta(minutes=90), 1, 0)
    with pytest.raises(ValueError, match="aware start"):
        detector.feed(datetime(2026, 2, 1), 1, 0)  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="negative"):
        detector.peek(START + HOUR, -1, 0)
