"""Simulated hourly series of negative and other mentions, with outbreaks, happy busy days and everything that misleads.

Each series has an hour-of-day and a weekday shape, a trend, slow swings (autoregressive noise, part of it shared by
negative and other mentions), and counts that spread more than chance alone (negative binomial, .03 to .20). An outbreak
adds max(3, Poisson(k sd)) negatives, k uniform in 2..10, sd that of the series' own days, spread lognormally over
3 to 48 hours. On a happy day two to eight times as many people talk, and fewer of them complain: an alarm is false.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
LEVELS = (0.3, 2.0, 10.0, 100.0, 1000.0)  # negatives per day
DAY = 24
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Outbreak:
    start: int  # hour of its first mention
    end: int  # hour after its last
    hours: Counts  # of each added mention, sorted
    k: float  # size in daily standard deviations

    def out_by(self, hour: int) -> float:
        """Share of it that is out when that hour has ended."""
        return float(np.mean(self.hours <= hour))


@dataclass(frozen=True, slots=True)
class Series:
    negatives: Counts
    others: Counts
    outbreaks: tuple[Outbreak, ...]
    happy: tuple[tuple[int, int], ...]  # first hour, hour after the last
    warm_up: int  # hours before anything is scored


def _shape(rng: np.random.Generator, hours: int) -> npt.NDArray[np.float64]:
    """Shape of the week: a day with a night and one or two peaks, and a weekend that differs."""
    clock = np.arange(24)
    peak, second = rng.uniform(10, 15), rng.uniform(17, 22)
    day = (
        0.15 + np.exp(-(((clock - peak) / 3.0) ** 2)) + rng.uniform(0.3, 1.2) * np.exp(-(((clock - second) / 2.5) ** 2))
    )
    day /= day.mean()
    weekday = np.exp(rng.normal(0, 0.12, 7))
    weekday[5:] *= rng.uniform(0.6, 1.6)
    weekday /= weekday.mean()
    at = np.arange(hours)
    return np.asarray(day[at % 24] * weekday[at // DAY % 7])


def _swings(rng: np.random.Generator, hours: int, sd: float) -> npt.NDArray[np.float64]:
    """Slow ups and downs: exp of an AR(1) whose memory is about a day, mean 1."""
    keep = rng.uniform(0.93, 0.98)
    steps = rng.normal(0, sd * math.sqrt(1 - keep**2), hours)
    value, out = rng.normal(0, sd), np.empty(hours)
    for i in range(hours):
        value = keep * value + steps[i]
        out[i] = value
    return np.exp(out - sd * sd / 2)


def _negative_binomial(rng: np.random.Generator, mean: npt.NDArray[np.float64], spread: float) -> Counts:
    return np.asarray(rng.poisson(mean * rng.gamma(1 / spread, spread, len(mean))))


def _outbreak(rng: np.random.Generator, start: int, sd: float, hours: int) -> Outbreak:
    k = float(rng.uniform(2, 10))
    size = max(3, int(rng.poisson(k * sd)))
    length = rng.uniform(3, 48)
    sigma = rng.uniform(0.5, 1.0)
    # 95 % of the lognormal lies within `length` hours
    times = np.exp(rng.normal(math.log(length) - 1.645 * sigma, sigma, size * 3 + 20))
    times = times[times <= length][:size]
    at = np.sort(start + times.astype(np.int64))
    at = np.minimum(at, hours - 1)
    return Outbreak(int(at[0]), int(at[-1]) + 1, at, k)


def simulate(rng: np.random.Generator, per_day: float, warm_up_weeks: float = 6, test_weeks: float = 20) -> Series:
    """One series. Outbreaks come every 9 to 21 days, happy days in between."""
    warm_up, hours = round(warm_up_weeks * WEEK), round((warm_up_weeks + test_weeks) * WEEK)
    share, spread = rng.uniform(0.10, 0.35), rng.uniform(0.03, 0.20)
    common, own = rng.uniform(0.05, 0.25), rng.uniform(0.05, 0.20)
    trend = np.exp(np.linspace(0, rng.uniform(-0.35, 0.35), hours) * (hours / (26 * WEEK)))
    busy = _shape(rng, hours) * trend * _swings(rng, hours, common)
    lift, mood = np.ones(hours), np.ones(hours)
    outbreak_at, happy = _calendar(rng, hours)
    for first, last in happy:
        lift[first:last] = rng.uniform(2, 8)
        mood[first:last] = rng.uniform(0.15, 0.5)
    mean = per_day / 24 * busy * _swings(rng, hours, own)
    negatives = _negative_binomial(rng, mean * lift * mood, spread)
    others = _negative_binomial(rng, per_day / 24 * (1 - share) / share * busy * lift, spread)
    sd = math.sqrt(per_day + per_day**2 * (spread * 1.6 / 24 + (common**2 + own**2) * 0.8))
    outbreaks = tuple(_outbreak(rng, start, sd, hours) for start in outbreak_at)
    for outbreak in outbreaks:
        np.add.at(negatives, outbreak.hours, 1)
    return Series(negatives, others, outbreaks, tuple(happy), warm_up)


def _calendar(rng: np.random.Generator, hours: int) -> tuple[list[int], list[tuple[int, int]]]:
    outbreaks: list[int] = []
    happy: list[tuple[int, int]] = []
    at = int(rng.integers(3 * DAY, 14 * DAY))
    while at < hours - 4 * DAY:
        outbreaks.append(at)
        gap = int(rng.integers(9 * DAY, 21 * DAY))
        if rng.random() < 0.7:
            first = (at + gap // 2) // DAY * DAY + int(rng.integers(7, 12))
            if first + DAY < hours:
                happy.append((first, first + int(rng.integers(8, 16))))
        at += gap
    return outbreaks, happy


def noisy(rng: np.random.Generator, series: Series, recall: float = 0.80, mislabelled: float = 0.07) -> Series:
    """The same series as an imperfect judge of sentiment sees it: complaints missed, others taken for complaints."""
    found = rng.binomial(series.negatives, recall)
    wrong = rng.binomial(series.others, mislabelled)
    return replace(series, negatives=found + wrong, others=series.others - wrong + series.negatives - found)


def daily(series: Series) -> Series:
    """Only dates are known."""
    days = len(series.negatives) // DAY
    return Series(
        series.negatives[: days * DAY].reshape(days, DAY).sum(axis=1),
        series.others[: days * DAY].reshape(days, DAY).sum(axis=1),
        tuple(Outbreak(o.start // DAY, (o.end - 1) // DAY + 1, o.hours // DAY, o.k) for o in series.outbreaks),
        tuple((first // DAY, (last - 1) // DAY + 1) for first, last in series.happy),
        series.warm_up // DAY,
    )


def pure_chance(rng: np.random.Generator, per_day: float, years: int) -> Series:
    """Poisson noise and nothing else, after six weeks of it."""
    hours = round(6 * WEEK + years * 365.25 * DAY)
    negatives = rng.poisson(per_day / DAY, hours)
    return Series(np.asarray(negatives), np.asarray(rng.poisson(3 * per_day / DAY, hours)), (), (), 6 * WEEK)
