"""Published rules to be compared with: each gives a score per hour, and rings where the score reaches its threshold.

What the vendors document (a day or six hours against the last week, an hour against half a day), ElastAlert's spike
rule, EARS C2 of public health, the z of the same hour of earlier weeks, and a negative binomial over 24 hours.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

Counts = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
DAY, WEEK = 24, 168


def _window(counts: npt.NDArray[np.float64], hours: int, lag: int = 0) -> Scores:
    """Sum of `hours` values that end `lag` hours before the end of each hour; NaN where there are not as many."""
    sums = np.concatenate([[0.0], np.cumsum(counts)])
    out = np.full(len(counts), np.nan)
    first = hours + lag - 1
    if first < len(counts):
        ends = np.arange(first, len(counts)) - lag + 1
        out[first:] = sums[ends] - sums[ends - hours]
    return out


def _days_before(counts: Counts, days: int, lag: int) -> tuple[Scores, Scores]:
    """Mean and standard deviation of the 24 h sums that end 24, 48 ... hours before the day now being judged."""
    sums = np.stack([_window(counts.astype(float), DAY, DAY * (1 + lag + i)) for i in range(days)])
    return sums.mean(axis=0), sums.std(axis=0, ddof=1)


def day_against_week(counts: Counts) -> Scores:
    mean, sd = _days_before(counts, 7, 0)
    return _at_least_two(counts, DAY, (_window(counts.astype(float), DAY) - mean) / np.maximum(sd, 0.5))


def day_ratio(counts: Counts) -> Scores:
    mean, _ = _days_before(counts, 7, 0)
    return _at_least_two(counts, DAY, _window(counts.astype(float), DAY) / np.maximum(mean, 0.5))


def six_hours_ratio(counts: Counts) -> Scores:
    usual = _window(counts.astype(float), WEEK, 6) / 28
    return _at_least_two(counts, 6, _window(counts.astype(float), 6) / np.maximum(usual, 0.1))


def hour_against_half_day(counts: Counts) -> Scores:
    usual = _window(counts.astype(float), 12, 1) / 12
    return _at_least_two(counts, 1, counts / np.maximum(usual, 0.1))


def elastalert(counts: Counts) -> Scores:
    before = _window(counts.astype(float), 6, 6)
    return _at_least_two(counts, 6, _window(counts.astype(float), 6) / np.maximum(before, 1.0))


def ears_c2(counts: Counts) -> Scores:
    mean, sd = _days_before(counts, 7, 2)
    return _at_least_two(counts, DAY, (_window(counts.astype(float), DAY) - mean) / np.maximum(sd, 0.5))


def same_hour_z(counts: Counts) -> Scores:
    """The last 6 h against the same 6 h of the six weeks before."""
    now = _window(counts.astype(float), 6)
    before = np.stack([_window(counts.astype(float), 6, WEEK * (i + 1)) for i in range(6)])
    known = np.sum(~np.isnan(before), axis=0)
    mean = np.nansum(before, axis=0) / np.maximum(known, 1)
    var = np.nansum((before - mean) ** 2, axis=0) / np.maximum(known - 1, 1)
    z = (now - mean) / np.sqrt(np.maximum(var, np.maximum(mean, 0.25)))
    return _at_least_two(counts, 6, np.where(known >= 2, z, np.nan))


def negative_binomial_day(counts: Counts) -> Scores:
    """-log10 of the chance of 24 h as bad as these, fitted by moments to the four weeks before."""
    values = counts.astype(float)
    now, mean = _window(values, DAY), _window(values, 4 * WEEK, DAY) / 28
    squares = np.stack([_window(values, DAY, DAY * (1 + i)) for i in range(28)])
    spread = np.maximum((squares.var(axis=0, ddof=1) - mean) / np.maximum(mean, 0.01) ** 2, 0.02)
    mean = np.maximum(mean, 0.02)
    chance = nbinom.sf(now - 1, 1 / spread, 1 / (1 + mean * spread))
    return _at_least_two(counts, DAY, -np.log10(np.maximum(chance, 1e-300)))


def _at_least_two(counts: Counts, hours: int, scores: Scores) -> Scores:
    return np.where(_window(counts.astype(float), hours) >= 2, np.nan_to_num(scores, nan=-np.inf), -np.inf)


REFERENCES: dict[str, tuple[Callable[[Counts], Scores], float]] = {
    "24 h > 7-day mean + 2 sd": (day_against_week, 2.0),
    "24 h > 150 % of 7-day mean": (day_ratio, 1.5),
    "6 h against 7-day mean": (six_hours_ratio, 3.0),
    "1 h against 12 h": (hour_against_half_day, 3.0),
    "ElastAlert spike 6 h / 6 h": (elastalert, 3.0),
    "EARS C2": (ears_c2, 3.0),
    "same hours of the week z": (same_hour_z, 3.0),
    "negative binomial 24 h": (negative_binomial_day, 2.5),
}
