"""How far a story will be passed on: the chance that it ends with at least so many passes, and what is still to come.

A story has N passes in the end; by some age a share of them is out. N follows the source's own past sizes, the share
at an age a beta distribution, so the passes k seen by that age are beta-binomial and Bayes' rule gives N. A source
without a past of its own starts from the numbers below and each finished story of its own moves them.

The curve was fitted on half of the public Twitter15/16 cascades (benchmarks/spread.py fits and prints it). Their sizes
were chosen by their makers (none under 56), so sizes start from a power law instead: P(N >= n) = n ** -1.1, between
what Goel et al. (2016) and Bakshy et al. (2011) saw of reposts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from storage.model import Json, Kind

Floats = NDArray[np.float64]

LARGEST = 100_000
STEEP = 1.1  # exponent of the sizes before a source has a past
SIZES: Floats = np.unique(np.round(np.geomspace(1, LARGEST, 220)))
WIDTH = 0.3  # one past story speaks for sizes within a factor of about exp(WIDTH) of its own
SIZE_TRUST = 12.0  # own stories that weigh as much as the sizes shipped
PACE_TRUST = 4.0  # own stories that weigh as much as the pace shipped
PACED = 3  # passes from which a story's pace can be read
REACH = 1_000  # followers or views of an ordinary author
REACH_TILT = 0.25  # tenfold reach takes so much off the exponent: assumed, no public cascade with followers was at hand
TILTED = 0.75  # ... and at most so much
NEEDED = 30  # passes from which a story counts as having spread

# Age in minutes -> mean share of the passes that are out, and how alike stories are in it (alpha + beta)
CURVE: tuple[tuple[float, float, float], ...] = (
    (1, 0.0306, 16.07), (2, 0.069, 10.86), (5, 0.1605, 6.21), (10, 0.2532, 4.74), (20, 0.3573, 3.8),
    (30, 0.4193, 3.42), (60, 0.5273, 3.14), (120, 0.6359, 3.06), (240, 0.7419, 3.22), (480, 0.8258, 3.15),
    (960, 0.8895, 2.88), (1920, 0.9363, 2.34), (4320, 0.9607, 1.65), (10_080, 0.9785, 1.45), (43_200, 0.9921, 1.87),
)  # fmt: skip
HALF_OUT = 41.8  # minutes: median over the same cascades of the age at which half of the passes are out

# How much slower than reposts: a first guess that a source's own stories replace
PACE: dict[Kind, float] = {"post": 1.0, "comment": 2.0, "article": 12.0, "review": 24.0}


@dataclass(frozen=True, slots=True)
class Past:
    """A finished story: the age in minutes of each pass (the first telling is none), and passes the source counted."""

    ages: Sequence[float]
    counted: int = 0

    @property
    def passes(self) -> int:
        return max(len(self.ages), self.counted)


@dataclass(frozen=True)
class Habit:
    """How stories of a source grow. `sizes` are chances (sum 1) of ending near each of SIZES; `pace` stretches time."""

    sizes: tuple[float, ...]
    pace: float = 1.0
    stories: int = 0  # own finished stories it has learned from

    def state(self) -> Json:
        return {"sizes": [round(each, 8) for each in self.sizes], "pace": self.pace, "stories": self.stories}

    @classmethod
    def from_state(cls, state: Json) -> Habit:
        """The habit that `state()` described; AssertionError or KeyError for anything else."""
        assert isinstance(state, dict)
        sizes, pace, stories = state["sizes"], state["pace"], state["stories"]
        assert isinstance(sizes, list)
        assert len(sizes) == len(SIZES)
        assert isinstance(pace, int | float)
        assert isinstance(stories, int)
        return cls(tuple(each for each in sizes if isinstance(each, int | float)), float(pace), stories)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a story stands. `chance` is P(it ends with at least `needed` passes), `to_come` the expected share 0..1."""

    passes: int
    needed: int
    chance: float
    to_come: float


def _power_law() -> tuple[float, ...]:
    ends = np.append(SIZES, LARGEST * 1.05)
    chances = ends[:-1] ** -STEEP - ends[1:] ** -STEEP
    return tuple((chances / chances.sum()).tolist())


@lru_cache(maxsize=8)
def prior(kind: Kind = "post") -> Habit:
    """What is taken for granted of a source that has no past."""
    return Habit(_power_law(), PACE[kind])


def learn(past: Iterable[Past], start: Habit) -> Habit:
    """`start` moved by finished stories with at least one pass; their order does not matter."""
    told = [story for story in past if story.passes]
    if not told:
        return start
    sizes = SIZE_TRUST * np.array(start.sizes)
    for story in told:
        near = np.exp(-0.5 * (np.log(SIZES / story.passes) / WIDTH) ** 2) * np.gradient(np.log(SIZES))
        sizes += near / near.sum()
    paces = [math.log(max(float(np.median(story.ages)), 1.0) / HALF_OUT) for story in told if len(story.ages) >= PACED]
    pace = (PACE_TRUST * math.log(start.pace) + sum(paces)) / (PACE_TRUST + len(paces))
    return Habit(tuple((sizes / sizes.sum()).tolist()), min(500.0, max(0.05, math.exp(pace))), len(told))


def spread(passes: int, minutes: float, habit: Habit, *, needed: int = NEEDED, reach: int | None = None) -> Spread:
    """The outlook of a story passed on `passes` times (at least once) by the age of `minutes`.

    `reach` is how many people its tellers have (followers, or views), None when no source tells.
    """
    if passes >= SIZES[-1]:
        return Spread(passes, needed, 1.0, 0.0)
    here = passes <= SIZES
    sizes = SIZES[here]
    alpha, beta = share_out(minutes / habit.pace)
    logs = np.log(np.array(habit.sizes)[here] + 1e-12) + _tilt(reach) * np.log(sizes)
    logs += gammaln(sizes + 1) - gammaln(sizes - passes + 1)
    logs += betaln(passes + alpha, sizes - passes + beta)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    chance = 1.0 if passes >= needed else float(weights[sizes >= needed].sum())
    return Spread(passes, needed, chance, float(((sizes - passes) / sizes) @ weights))


def share_out(minutes: float) -> tuple[float, float]:
    """Alpha and beta of the share that is out by this age, between the points of CURVE; rising and never all."""
    ages, means, alike = (np.array(column) for column in zip(*CURVE, strict=True))
    at = math.log(min(max(minutes, ages[0]), ages[-1]))
    logit = float(np.interp(at, np.log(ages), np.log(means / (1 - means))))
    total = math.exp(float(np.interp(at, np.log(ages), np.log(alike))))
    mean = 1 / (1 + math.exp(-logit))
    return total * mean, total * (1 - mean)


def _tilt(reach: int | None) -> float:
    if not reach:
        return 0.0
    return max(-TILTED, min(TILTED, REACH_TILT * math.log10(reach / REACH)))
