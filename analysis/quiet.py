"""Is a source quiet against its own habit? A feed that says "nothing new" for too long may have moved or died.

Every hour of the week has its own rate of news, learned from the source's own looks. How unlikely the silence is: no
event where so many are expected is exp(-expected); with the rate itself known only from `n` events it is
(1 + expected / n) ** -n, the gamma-Poisson answer, and both numbers are divided by how much more than Poisson the days
scatter. Each event begins a silence that might ring, so the chance asked for is a yearly budget of false alarms divided
by the events of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis import wording

Hours = NDArray[np.int64]

HISTORY = timedelta(days=90)
BUDGET = 0.5  # false alarms a year: half of what is promised, the rest is left to habits that drift
RAREST = 0.01  # chance that is asked for at least, however rarely the source speaks
FEWEST = 8  # events, and
YOUNGEST = timedelta(days=14)  # of looking, before a source has a habit
SHORTEST = timedelta(hours=12)  # silence that is nobody's business yet
BLIND = timedelta(hours=48)  # longer without a good look says nothing: what came meanwhile may never be seen
SHRINK = 12.0  # events an hour of the day or a weekday must rest on before it is believed by half
WORTH_A_LOOK = 1.5  # usual gaps below which nothing is computed
HOUR = timedelta(hours=1)
YEAR_HOURS = 24 * 365.25


@dataclass(frozen=True, slots=True)
class Look:
    """One good look at a source (or all of one hour): how many new items it brought."""

    at: datetime
    new: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """A source that should have spoken. `chance` (0..1) is that of such a silence while all is well."""

    since: datetime  # when it last brought something
    hours: float  # of them, those that a look covers
    usual: str  # in words: how often it brings something, and its longest silence so far
    chance: float
    once_in: str  # how often chance alone does this, in words

    def sentence(self) -> str:
        return (
            f"nothing new for {wording.span(self.hours)}, though every look went well; {self.usual}; "
            f"by chance this happens {self.once_in}"
        )


def quiet(looks: Sequence[Look], *, budget_per_year: float = BUDGET) -> Quiet | None:
    """Is the source silent for longer than its habit explains, as of its last good look? `looks` in order of time.

    The first look ever brings what was there before: it begins the history and counts as no event.
    """
    kept = [look for look in looks if look.at >= looks[-1].at - HISTORY] if looks else []
    events = [at for at, look in enumerate(kept) if look.new and at]
    if len(events) < FEWEST:
        return None
    last, now = kept[events[-1]].at, kept[-1].at
    if last - kept[0].at < YOUNGEST or now - last < SHORTEST:
        return None
    if len(events) * (now - last) < WORTH_A_LOOK * (last - kept[0].at):
        return None
    heard, silent = _hours(kept[: events[-1] + 1]), _hours(kept[events[-1] :])
    rate = len(events) / max(1, len(heard))
    habit = _Habit(heard, _epoch([kept[at] for at in events]))
    expected = float(habit.at(silent).sum()) / habit.scatter
    known = len(events) / habit.scatter
    chance = (1 + expected / known) ** -known
    per_year = rate * YEAR_HOURS
    if chance > min(RAREST, budget_per_year / per_year):
        return None
    times = [kept[0].at, *(kept[at].at for at in events)]
    longest = max(after - before for before, after in pairwise(times))
    return Quiet(
        since=last,
        hours=float(len(silent)),
        usual=f"it usually brings something every {wording.span(1 / rate)}, "
        f"and its longest silence so far was {wording.span(longest.total_seconds() / 3600)}",
        chance=chance,
        once_in=wording.once_in(chance * per_year / wording.WEEKS_PER_YEAR),
    )


def _epoch(looks: Sequence[Look]) -> Hours:
    """Hours since 1970, whole ones."""
    return np.array([look.at.timestamp() // 3600 for look in looks], dtype=np.int64)


def _hours(looks: Sequence[Look]) -> Hours:
    """The hours that looks cover: each back to the look before, unless that is too long ago."""
    at = _epoch(looks)
    gaps = np.diff(at)
    gaps[gaps > BLIND // HOUR] = 0
    back = np.arange(gaps.sum()) - np.repeat(np.cumsum(gaps) - gaps, gaps)
    hours: Hours = np.repeat(at[1:], gaps) - back
    return hours


class _Habit:
    """Events expected in each hour of the week, and how much more than Poisson its days scatter (>= 1)."""

    def __init__(self, heard: Hours, events: Hours) -> None:
        self._rate = len(events) / max(1, len(heard))
        self._of_day, self._of_week = (
            (SHRINK + np.bincount(slot(events), minlength=size))
            / (SHRINK + self._rate * np.bincount(slot(heard), minlength=size))
            for slot, size in ((_of_day, 24), (_weekday, 7))
        )
        self._rate *= len(events) / max(1e-9, float(self.at(heard).sum()))
        days, back = np.unique(heard // 24, return_inverse=True)
        usual = np.bincount(back, weights=self.at(heard))
        of_day = events[np.isin(events // 24, days)] // 24
        seen = np.bincount(np.searchsorted(days, of_day), minlength=len(days))
        self.scatter = max(1.0, float(((seen - usual) ** 2).sum() / max(1e-9, usual.sum())))

    def at(self, hours: Hours) -> NDArray[np.float64]:
        rates: NDArray[np.float64] = self._rate * self._of_day[_of_day(hours)] * self._of_week[_weekday(hours)]
        return rates


def _of_day(hours: Hours) -> Hours:
    return hours % 24


def _weekday(hours: Hours) -> Hours:
    return (hours // 24 + 3) % 7  # 1 January 1970 was a Thursday
