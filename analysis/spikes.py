"""Is this hour or day unusual? Told as expected false alarms per week, the number an owner can set.

Streaming, one `Detector` per series (entity, location, topic or source). For every window that ends now it asks how
odd its negative count is, given the level, the shape of the week and how busy it is; the oddest window counts. It rings
when chance alone would do this no more often than the owner's budget allows, and than the series has earned: one that
never had a real outbreak has to be very odd to ring.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis import wording
from analysis.noise import tail
from analysis.outbreaks import Outbreaks
from analysis.recent import Step
from analysis.usual import WINDOWS, Expected, Usual
from storage.model import Json

NOTED = 0.25  # false alarms a week up to which a window counts as odd at all, whatever the budget
ODD = 0.1  # false alarms a week from which a window may no longer teach all it says
BELIEVED = 2.5  # standard deviations above the mean that it may still teach
LASTING = timedelta(days=10)  # what was odd every day for so long is the new usual
QUIET = {1: timedelta(hours=24), 24: timedelta(hours=48)}  # an episode ends after so long without an alarm


@dataclass(frozen=True, slots=True)
class Spike:
    """An unusual number of negative mentions in the window that ends at `at` (exclusive)."""

    at: datetime  # end of the last counted step
    window_hours: int
    seen: int
    expected: float
    expected_false_alarms_per_week: float
    usual: str  # "you normally get one every 2.5 days"
    once_in: str  # "once in 11 years"
    began: datetime  # start of the window in which this episode first rang: names the episode

    def sentence(self) -> str:
        return wording.sentence(self.seen, self.window_hours, self.usual, self.once_in)


def import_day(counts: Sequence[int], usual_per_day: float = 0.0) -> bool:
    """Are these 24 hourly counts of one date an import and not a day: a mass of items stamped with one time?

    True for 500 or more items (and 20 times the usual) of which 90 % carry one and the same hour.
    """
    total = sum(counts)
    return total >= max(500, 20 * usual_per_day) and max(counts, default=0) >= 0.9 * total


def looks(expected_per_day: float, step_hours: int = 1) -> float:
    """How many looks the overlapping windows of a week are worth, per separate window of the length that rings.

    Found by simulation on pure chance (benchmarks/early_warning.py): fewer for small numbers, which cannot exceed a
    threshold by a little, and for days, of which there are fewer.
    """
    busy = expected_per_day / (expected_per_day + 2.0)
    return 3.0 + 6.0 * busy if step_hours == 1 else 1.1 + 0.9 * busy


@dataclass(frozen=True, slots=True)
class _Odd:
    """The oddest window that ends now, and how many false alarms a week it would mean to ring at it."""

    window: Expected
    per_week: float


class Detector:
    """Watches one series. `budget` is the number of false alarms a week the owner accepts at most."""

    def __init__(self, budget: float = 0.25, step_hours: int = 1) -> None:
        if step_hours not in WINDOWS:
            raise ValueError(f"step_hours is 1 or 24, not {step_hours}")
        if not 0 < budget <= 100:
            raise ValueError(f"budget is a number of false alarms a week above 0, not {budget}")
        self.budget = budget
        self.step = step_hours
        self._usual = Usual(step_hours)
        self._outbreaks = Outbreaks(step_hours)
        self._next: datetime | None = None  # the first hour we have not been told of
        self._began: datetime | None = None  # of the running episode
        self._rang: datetime | None = None  # when it last rang
        self._odd: datetime | None = None  # when something was last odd, whether it rang or not
        self._odd_since: datetime | None = None  # with no quiet day in between

    def feed(self, hour: datetime, negatives: int, others: int, covered: bool = True) -> Spike | None:
        """Judge one finished hour (or day), then learn. In order; hours that were skipped count as empty.

        `covered=False` says that nobody was listening (source down, import day, censored dump): the level freezes.
        Raises ValueError for an hour already fed, for one that is not the aware start of an hour, and for counts < 0.
        """
        self._check(hour, negatives, others)
        while self._next is not None and self._next < hour:
            self._take(self._next, 0, 0, covered)
        return self._take(hour, negatives, others, covered)

    def peek(self, hour: datetime, negatives: int, others: int) -> Spike | None:
        """Judge the hour that is still running as if it were over, without learning from it."""
        self._check(hour, negatives, others)
        if self._next is not None and self._next < hour:
            return copy.deepcopy(self).feed(hour, negatives, others)
        return self._spike(hour, self._oddest(self._usual.measure(hour, negatives, others)))

    def oddness(self, hour: datetime, negatives: int, others: int) -> float | None:
        """Expected false alarms a week if an alarm rang at what `feed` would see next; None when nothing is odd."""
        odd = self._oddest(self._usual.measure(hour, negatives, others))
        return odd.per_week if odd else None

    def _check(self, hour: datetime, negatives: int, others: int) -> None:
        if hour.tzinfo is None or hour.minute or hour.second or hour.microsecond:
            raise ValueError(f"{hour} is not the aware start of an hour")
        if negatives < 0 or others < 0:
            raise ValueError(f"counts cannot be negative ({negatives}, {others} at {hour})")
        if self._next is not None and hour < self._next:
            raise ValueError(f"{hour} was already counted; the next hour is {self._next}")

    def _take(self, hour: datetime, negatives: int, others: int, covered: bool) -> Spike | None:
        step = self._usual.measure(hour, negatives, others) if covered else Step(0, 0, 0.0, 0.0, covered=False)
        odd = self._oddest(step) if covered else None
        spike = self._spike(hour, odd)
        end = self._next = hour + timedelta(hours=self.step)
        self._usual.take(step)
        if spike:
            self._began, self._rang = spike.began, end
        self._outbreaks.pass_step()
        self._weigh(odd, end)
        self._usual.learn(end)
        return spike

    def _weigh(self, odd: _Odd | None, end: datetime) -> None:
        """Keep what is odd for its episode, and do not let it teach; unless it has lasted."""
        if self._odd is not None and end - self._odd > QUIET[self.step]:
            self._outbreaks.close()
            self._odd = self._odd_since = None
        if odd is None or odd.per_week > NOTED:
            return
        self._outbreaks.notice(odd.per_week)
        self._odd = end
        self._odd_since = self._odd_since or end
        if end - self._odd_since >= LASTING:
            self._usual.start_over()
            self._odd_since = end
        elif odd.per_week <= ODD:
            window = odd.window
            most = window.mean + BELIEVED * (window.mean + window.spread * window.mean**2) ** 0.5
            self._usual.distrust(window.steps, min(1.0, most / window.seen))

    def _oddest(self, step: Step) -> _Odd | None:
        if not self._usual.ready:
            return None
        best: _Odd | None = None
        factor = wording.HOURS_PER_WEEK / self.step * looks(self._usual.per_day, self.step)
        for window in self._usual.windows(step):
            if window.looks_odd:
                per_week = tail(window.seen, window.mean, window.spread) * factor / window.steps
                if best is None or per_week < best.per_week:
                    best = _Odd(window, per_week)
        return best

    def _spike(self, hour: datetime, odd: _Odd | None) -> Spike | None:
        if odd is None:
            return None
        if odd.per_week > self._outbreaks.allowed(self.budget, self._usual.per_day):
            return None
        end = hour + timedelta(hours=self.step)
        hours = odd.window.steps * self.step
        began = end - timedelta(hours=hours)
        if self._began is not None and self._rang is not None and end - self._rang <= QUIET[self.step]:
            began = self._began
        usual = wording.usual(odd.window.mean, hours)
        once_in = wording.once_in(odd.per_week)
        return Spike(end, hours, odd.window.seen, odd.window.mean, odd.per_week, usual, once_in, began)

    def state(self) -> Json:
        """Everything, as JSON: a detector made from it behaves the same from the next hour on."""
        return {
            "budget": self.budget,
            "step": self.step,
            "usual": self._usual.state(),
            "outbreaks": self._outbreaks.state(),
            "next": _text(self._next),
            "began": _text(self._began),
            "rang": _text(self._rang),
            "odd": _text(self._odd),
            "odd_since": _text(self._odd_since),
        }

    @classmethod
    def from_state(cls, state: Json) -> Detector:
        """The detector that `state()` described. Raises KeyError, ValueError or AssertionError for anything else."""
        assert isinstance(state, dict)
        budget, step = state["budget"], state["step"]
        assert isinstance(budget, int | float)
        assert isinstance(step, int)
        new = cls(budget, step)
        new._usual.restore(state["usual"])
        new._outbreaks.restore(state["outbreaks"])
        new._next, new._began = _time(state["next"]), _time(state["began"])
        new._rang, new._odd = _time(state["rang"]), _time(state["odd"])
        new._odd_since = _time(state["odd_since"])
        return new


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(text: Json) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
