"""What is usual for one series: its level, the shape of its week and how far it strays, learned as it comes.

Every step waits two days before it teaches. By then it is known whether it was part of something odd, and such steps
teach only what is believable, so that an outbreak cannot become its own baseline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis import wording
from analysis.calendar_profile import Profile
from analysis.level import Level
from analysis.noise import Spread
from analysis.recent import Recent, Step, Sums
from storage.model import Json

WINDOWS = {1: (1, 2, 3, 6, 12, 24, 48), 24: (1, 2, 3)}  # in steps, by hours of a step
WAIT = {1: 48, 24: 3}  # steps before one teaches, once there are enough of them
SILENT = {1: 72, 24: 7}  # steps that are only learned from
HALF_LIFE_HOURS = 28 * 24.0
BUSY = 0.6  # of many more people talking, this power is expected of complaints


@dataclass(frozen=True, slots=True)
class Expected:
    """A window that ends now, with what is usual for it."""

    seen: int
    steps: int
    mean: float
    spread: float  # negative binomial, with the level's own uncertainty
    looks_odd: bool  # more than the mean, and at least two


class Usual:
    """Learns one series, step by step."""

    __slots__ = (
        "_learned", "_negative", "_negative_shape", "_other", "_recent", "_shape", "_spreads", "_step", "_taught",
        "known",
    )  # fmt: skip

    def __init__(self, step_hours: int) -> None:
        self._step = step_hours
        half_life = HALF_LIFE_HOURS / step_hours
        self._negative, self._other = Level(half_life), Level(half_life)
        self._shape, self._negative_shape = Profile(shrink=12.0), Profile(shrink=40.0)
        self._spreads = [Spread(2 * half_life) for _ in WINDOWS[step_hours]]
        self._recent = Recent(max(WINDOWS[step_hours]))
        self._taught: list[tuple[float, float]] = []  # of the last learned steps: count, and what was expected
        self._learned = 0
        self.known = 0  # covered steps seen

    @property
    def ready(self) -> bool:
        """False while there is too little to call anything unusual."""
        return self.known >= SILENT[self._step] and self._negative.exposure > 0

    @property
    def per_day(self) -> float:
        """Negative mentions on a usual day."""
        return self._negative.mean * 24 / self._step

    def measure(self, hour: datetime, negatives: int, others: int) -> Step:
        return Step(negatives, others, self._negative_shape.at(hour), self._shape.at(hour))

    def windows(self, step: Step) -> Iterator[Expected]:
        """Every window that ends with `step` and of which nothing was learned yet."""
        level, unsure = self._negative.mean, 1.0 / self._negative.sure
        for spread, sums in zip(self._spreads, self._recent.windows(step, WINDOWS[self._step]), strict=False):
            if sums.steps > self._recent.waiting + 1:
                return
            mean = level * sums.shape
            odd = sums.negatives >= 2 and sums.negatives > mean > 0
            if odd:
                mean *= self._busy(sums)
                odd = sums.negatives > mean
            yield Expected(sums.negatives, sums.steps, mean, spread.value + unsure, odd)

    def _busy(self, sums: Sums) -> float:
        """How many times more complaints a window with so many other mentions may hold, >= 1."""
        others = (sums.others + 3.0) / (self._other.mean * sums.other_shape + 3.0)
        return float(max(1.0, others) ** BUSY)

    def take(self, step: Step) -> None:
        """The step is over."""
        self._recent.append(step)
        self.known += step.covered

    def distrust(self, steps: int, share: float) -> None:
        """Of the negatives of the last `steps` steps only this share may teach."""
        self._recent.distrust(steps, share)

    def start_over(self) -> None:
        """What was odd has lasted: it is the new usual. Of the old one only the shape stays, and two days' worth."""
        for level in (self._negative, self._other):
            level.fade(48.0 / self._step)
        self._recent.believe()

    def learn(self, now: datetime) -> None:
        """Learn from what waited long enough. `now` is the end of the last step taken."""
        # two days; and before there are six, a third of what there is
        wait = min(WAIT[self._step], max(6 if self._step == 1 else 1, self.known // 3))
        while self._recent.waiting >= wait:
            hour = now - timedelta(hours=self._step * self._recent.waiting)
            step, trust = self._recent.oldest_waiting()
            if step.covered:
                self._learn(hour, step, trust)

    def _learn(self, hour: datetime, step: Step, trust: float) -> None:
        level, other_level = self._negative.mean, self._other.mean
        count, others = step.negatives * trust, float(step.others)
        self._taught.append((count, level * step.shape))
        if len(self._taught) > max(WINDOWS[self._step]):
            del self._taught[0]
        if self._learned >= SILENT[self._step]:
            usual = other_level * step.other_shape
            others = min(others, usual + 2.58 * (usual + 0.3 * usual * usual) ** 0.5 + 1.0)
            self._learn_spreads()
        if self._learned:
            self._shape.learn(hour, count + others, level + other_level)
            self._negative_shape.learn(hour, count, level, self._shape.factors)
        self._negative.learn(count, step.shape)
        self._other.learn(others, step.other_shape)
        self._learned += 1

    def _learn_spreads(self) -> None:
        # for a week the shape of the week is barely known: what strays from it is mostly our own ignorance
        trust = min(1.0, (self._learned - SILENT[self._step] + 1) * self._step / wording.HOURS_PER_WEEK)
        counted, expected, end = 0.0, 0.0, len(self._taught)
        for spread, size in zip(self._spreads, WINDOWS[self._step], strict=True):
            start = len(self._taught) - size
            if start < 0:
                return
            for count, usual in self._taught[start:end]:
                counted += count
                expected += usual
            end = start
            if expected > 0:
                spread.learn(counted, expected, trust / size)

    def state(self) -> Json:
        return {
            "negative": self._negative.state(),
            "other": self._other.state(),
            "shape": self._shape.state(),
            "negative_shape": self._negative_shape.state(),
            "spreads": [s.state() for s in self._spreads],
            "recent": self._recent.state(),
            "taught": [[count, usual] for count, usual in self._taught],
            "learned": self._learned,
            "known": self.known,
        }

    def restore(self, state: Json) -> None:
        assert isinstance(state, dict)
        self._negative.restore(state["negative"])
        self._other.restore(state["other"])
        self._shape.restore(state["shape"])
        self._negative_shape.restore(state["negative_shape"])
        spreads, taught = state["spreads"], state["taught"]
        assert isinstance(spreads, list)
        assert isinstance(taught, list)
        for spread, kept in zip(self._spreads, spreads, strict=True):
            spread.restore(kept)
        self._recent.restore(state["recent"])
        self._taught = [(_number(pair[0]), _number(pair[1])) for pair in taught if isinstance(pair, list)]
        self._learned, self.known = int(_number(state["learned"])), int(_number(state["known"]))


def _number(value: Json) -> float:
    assert isinstance(value, int | float)
    return float(value)
