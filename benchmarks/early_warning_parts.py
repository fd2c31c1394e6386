"""The parts of the early-warning benchmark: each one table line, from simulated series to the figures of each rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from benchmarks.early_warning_references import REFERENCES
from benchmarks.early_warning_score import Rang, Score, add
from benchmarks.early_warning_series import LEVELS, Series, daily, noisy, pure_chance, simulate
from benchmarks.early_warning_watch import Watched, best_at, notices_per_outbreak, watch

BUDGET = 0.25  # false alarms a week
COLD_DAYS = (3, 7, 14, 28)
CHANCE_PER_DAY = (0.1, 0.4, 1.0, 3.0)
OURS, EQUAL = "ours, as shipped", "ours, equal budget"

Row = dict[str, float]
Part = tuple[str, str, Callable[[], dict[str, Row]]]  # table, line of it, what computes its rows


def season(seed: int, place: int, count: int, weeks: tuple[float, float] = (6, 20)) -> list[Series]:
    """Series of one level (its place in LEVELS): weeks of warm-up and of test."""
    return [simulate(np.random.default_rng([seed, place, j]), LEVELS[place], *weeks) for j in range(count)]


def hourly(seed: int, place: int, count: int) -> dict[str, Row]:
    return _compare(season(seed, place, count))


def by_day(seed: int, place: int, count: int) -> dict[str, Row]:
    return _compare([daily(each) for each in season(seed, place, count)], 24)


def misjudged(seed: int, place: int, count: int) -> dict[str, Row]:
    rng = np.random.default_rng([seed, place, 10_000])
    return _compare([noisy(rng, each) for each in season(seed, place, count)])


def cold(days: int, seed: int, place: int, count: int) -> dict[str, Row]:
    """Two weeks of test after so many days of history."""
    return _compare(season(seed + days, place, count, (days / 7, 2)))


def chance(per_day: float, seed: int, years: int) -> dict[str, Row]:
    """Pure Poisson noise: every alarm is false."""
    series = pure_chance(np.random.default_rng([seed, round(per_day * 10)]), per_day, years)
    mine = _false_a_year(series, watch(series, with_oddness=False).rang)
    rows = {OURS: {"false_per_year": mine}}
    for name, (rule, threshold) in REFERENCES.items():
        rows[name] = {"false_per_year": _false_a_year(series, rule(series.negatives) >= threshold)}
    return rows


def _false_a_year(series: Series, rang: Rang) -> float:
    score = Score()
    add(score, series, rang)
    return score.false_per_week * 365.25 / 7


def _compare(many: Sequence[Series], hours: int = 1) -> dict[str, Row]:
    watched = [watch(series, hours) for series in many]
    rows = {OURS: _ours(many, watched, hours)}
    odd = [-np.log10(np.maximum(each.oddness, 1e-300)) for each in watched]
    rows[EQUAL] = best_at(many, odd, BUDGET, hours).row()
    if hours > 1:  # the published rules are made for hours
        return rows
    for name, (rule, threshold) in REFERENCES.items():
        scores = [rule(series.negatives) for series in many]
        score = Score()
        for series, of in zip(many, scores, strict=True):
            add(score, series, of >= threshold)
        rows[f"{name}, as documented"] = score.row()
        rows[f"{name}, equal budget"] = best_at(many, scores, BUDGET).row()
    return rows


def _ours(many: Sequence[Series], watched: Sequence[Watched], hours: int) -> Row:
    score = Score()
    for series, seen in zip(many, watched, strict=True):
        add(score, series, seen.rang, hours)
    steps = sum(len(series.negatives) for series in many)
    return {
        **score.row(),
        "notices_per_outbreak": notices_per_outbreak(many, watched, hours),
        "cpu_ms_per_step": sum(seen.seconds for seen in watched) / steps * 1000,
        "outbreaks": float(score.outbreaks),
    }


def parts(seed: int, count: int, years: int) -> list[Part]:
    """Everything there is to measure, table by table."""
    found: list[Part] = []
    tables: list[tuple[str, Callable[[int, int, int], dict[str, Row]]]] = [
        ("hourly", hourly),
        ("noisy sentiment", misjudged),
        ("daily", by_day),
        *((f"cold start, {days} days", partial(cold, days)) for days in COLD_DAYS),
    ]
    for table, of in tables:
        found += [(table, f"{level:g} a day", partial(of, seed, place, count)) for place, level in enumerate(LEVELS)]
    return found + [("chance", f"{rate:g} a day", partial(chance, rate, seed, years)) for rate in CHANCE_PER_DAY]


def run(part: Part) -> dict[str, Row]:
    return part[2]()
