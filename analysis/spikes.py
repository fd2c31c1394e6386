"""Is this hour or day unusual? Told as expected false alarms per week, the number an owner can set.

Streaming, one `Detector` per series (entity, location, topic or source). For every window that ends now it asks how
odd its negative count is, given the level, the shape of the week and the busyness as they were known when the window
began; the oddest window counts. A count teaches only after it was judged, and only up to what is believable, so that
an outbreak cannot become its own baseline.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis import wording
from analysis.calendar_profile import Profile
from analysis.level import Level
from analysis.noise import Spread, tail
from storage.model import Json

WINDOWS = {1: (1, 2, 3, 6, 12, 24, 48), 24: (24, 48, 72)}  # hours, by length of a step
HALF_LIFE_HOURS = 28 * 24.0
SILENT_HOURS = {1: 72, 24: 7 * 24}  # learn first
YOUNG_HOURS = 14 * 24  # until then only a fifth of the budget is spent
CLOSED_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Spike:
    """An unusual number of negative mentions in the window that ends at `at` (exclusive)."""

    at: datetime  # end of the last counted hour
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


class Detector:
    """Watches one series. `budget` is the number of false alarms a week the owner accepts."""

    def __init__(self, budget: float = 0.25, step_hours: int = 1) -> None:
        if step_hours not in WINDOWS:
            raise ValueError(f"step_hours is 1 or 24, not {step_hours}")
        if not 0 < budget <= 100:
            raise ValueError(f"budget is a number of false alarms a week above 0, not {budget}")
        self.budget = budget
        self.step = step_hours
        self._windows = tuple(w // step_hours for w in WINDOWS[step_hours])
        self._longest = max(self._windows)
        self._next: datetime | None = None  # the hour we have not been told of yet
        self._known = 0  # steps learned from
        self._negative = Level(HALF_LIFE_HOURS / step_hours)
        self._other = Level(HALF_LIFE_HOURS / step_hours)
        self._shape = Profile(shrink=12.0)
        self._negative_shape = Profile(shrink=40.0)
        self._spreads = [Spread(HALF_LIFE_HOURS / step_hours * 2) for _ in self._windows]
        self._rows: list[_Row] = []  # the last `_longest` - 1 steps
        self._episode: tuple[datetime, datetime] | None = None  # began, last rang

    def feed(self, hour: datetime, negatives: int, others: int, covered: bool = True) -> Spike | None:
        """Judge one finished hour, then learn from it. Hours in order; skipped ones count as empty.

        `covered=False` says that nobody was listening (source down, import day, censored dump): the level freezes.
        Raises ValueError for an hour that was already fed, or is not the start of an hour, or for a negative count.
        """
        self._check(hour, negatives, others)
        while self._next is not None and self._next < hour:
            self._step(self._next, 0, 0, covered)
        return self._step(hour, negatives, others, covered)

    def peek(self, hour: datetime, negatives: int, others: int) -> Spike | None:
        """Judge the hour that is still running, without learning from it. Same rules as `feed`."""
        self._check(hour, negatives, others)
        if self._next is not None and self._next < hour:
            ahead = copy.deepcopy(self)
            return ahead.feed(hour, negatives, others)
        found, _ = self._judge(hour, self._row(hour, negatives, others, covered=True))
        return found

    def _check(self, hour: datetime, negatives: int, others: int) -> None:
        if hour.tzinfo is None or hour.minute or hour.second or hour.microsecond:
            raise ValueError(f"{hour} is not the aware start of an hour")
        if negatives < 0 or others < 0:
            raise ValueError(f"counts cannot be negative ({negatives}, {others} at {hour})")
        if self._next is not None and hour < self._next:
            raise ValueError(f"{hour} was already counted; the next hour is {self._next}")

    def _step(self, hour: datetime, negatives: int, others: int, covered: bool) -> Spike | None:
        row = self._row(hour, negatives, others, covered)
        found, episode = self._judge(hour, row) if covered else (None, self._episode)
        self._episode = episode
        if covered:
            self._learn(hour, row)
        self._rows.append(row)
        if len(self._rows) >= self._longest:
            del self._rows[0]
        self._next = hour + timedelta(hours=self.step)
        return found

    def _row(self, hour: datetime, negatives: int, others: int, covered: bool) -> _Row:
        if not covered:
            return _Row(0, 0, 0.0, 0.0, self._negative.mean, self._negative.sure, self._other.mean, 0.0)
        shape = self._negative_shape.at(hour)
        return _Row(
            negatives, others, shape, self._shape.at(hour), self._negative.mean, self._negative.sure, self._other.mean,
            float(negatives),
        )  # fmt: skip

    def _judge(self, hour: datetime, row: _Row) -> tuple[Spike | None, tuple[datetime, datetime] | None]:
        episode = self._episode
        end = hour + timedelta(hours=self.step)
        if episode is not None and end - episode[1] > CLOSED_AFTER:
            episode = None
        if self._known * self.step < SILENT_HOURS[self.step]:
            return None, episode
        best: tuple[float, int, int, float] | None = None
        for i, w in enumerate(self._windows):
            if w > len(self._rows) + 1:
                break
            seen, expected, sure = self._window(w, row)
            if seen < 2 or seen <= expected or expected <= 0:
                continue
            chance = tail(seen, expected, self._spreads[i].value + 1.0 / sure)
            rate = chance * wording.HOURS_PER_WEEK / (w * self.step)
            if best is None or rate < best[0]:
                best = (rate, w, seen, expected)
        budget = self.budget if self._known * self.step >= YOUNG_HOURS else self.budget / 5
        if best is None or best[0] > budget:
            return None, episode
        rate, w, seen, expected = best
        hours = w * self.step
        began = episode[0] if episode else end - timedelta(hours=hours)
        spike = Spike(
            end, hours, seen, expected, rate, wording.usual(expected, hours), wording.once_in(rate), began
        )  # fmt: skip
        return spike, (began, end)

    def _window(self, w: int, row: _Row) -> tuple[int, float, float]:
        """Seen, expected as of the window's start (busyness included), and how sure the level was then."""
        rows = self._rows[len(self._rows) - w + 1 :] if w > 1 else []
        first = rows[0] if rows else row
        seen = row.negatives + sum(r.negatives for r in rows)
        usual = first.level * (row.shape + sum(r.shape for r in rows))
        others = row.others + sum(r.others for r in rows)
        others_usual = first.other_level * (row.other_shape + sum(r.other_shape for r in rows))
        busy: float = max(1.0, (others + 3.0) / (others_usual + 3.0)) ** 0.6
        return seen, usual * busy, first.sure

    def _learn(self, hour: datetime, row: _Row) -> None:
        """Teach level, shapes and spreads with what is believable of this hour."""
        level, steps = row.level, 1.0
        count, others = float(row.negatives), float(row.others)
        if self._known * self.step >= SILENT_HOURS[self.step]:
            count = self._believable(row)
            usual = row.other_level * row.other_shape
            others = min(others, usual + 2.58 * (usual + 0.3 * usual * usual) ** 0.5 + 1.0)
            self._learn_spreads(row._replace_taught(count))
        row.taught = count
        everything = level + row.other_level
        if self._known:
            self._shape.learn(hour, count + others, everything)
            self._negative_shape.learn(hour, count, level, self._shape.factors)
        self._negative.learn(count, row.shape, steps)
        self._other.learn(others, row.other_shape, steps)
        self._known += 1

    def _believable(self, row: _Row) -> float:
        """The part of this hour's count that does not push its day beyond mean + 2.58 sd."""
        day = max(1, 24 // self.step)
        rows = self._rows[-(day - 1) :] if day > 1 else []
        mean = row.level * (row.shape + sum(r.shape for r in rows))
        i = self._windows.index(day)
        spread = self._spreads[i].value + 1.0 / row.sure
        most = mean + 2.58 * (mean + spread * mean * mean) ** 0.5 + 0.5
        return max(0.0, min(float(row.negatives), most - sum(r.taught for r in rows)))

    def _learn_spreads(self, row: _Row) -> None:
        for i, w in enumerate(self._windows):
            if w > len(self._rows) + 1:
                break
            rows = self._rows[len(self._rows) - w + 1 :] if w > 1 else []
            first = rows[0] if rows else row
            mean = first.level * (row.shape + sum(r.shape for r in rows))
            if mean > 0:
                self._spreads[i].learn(row.taught + sum(r.taught for r in rows), mean, 1.0 / w)

    def state(self) -> Json:
        """Everything, as JSON: a detector made from it behaves the same from the next hour on."""
        return {
            "budget": self.budget,
            "step": self.step,
            "next": self._next.isoformat() if self._next else None,
            "known": self._known,
            "negative": self._negative.state(),
            "other": self._other.state(),
            "shape": self._shape.state(),
            "negative_shape": self._negative_shape.state(),
            "spreads": [s.state() for s in self._spreads],
            "rows": [r.state() for r in self._rows],
            "episode": [t.isoformat() for t in self._episode] if self._episode else None,
        }

    @classmethod
    def from_state(cls, state: Json) -> Detector:
        """The detector that `state()` described. Raises KeyError or AssertionError for anything else."""
        assert isinstance(state, dict)
        budget, step, known = state["budget"], state["step"], state["known"]
        assert isinstance(budget, int | float)
        assert isinstance(step, int)
        assert isinstance(known, int)
        new = cls(budget, step)
        new._known = known
        new._next = datetime.fromisoformat(str(state["next"])) if state["next"] else None
        for level, kept in ((new._negative, state["negative"]), (new._other, state["other"])):
            assert isinstance(kept, list)
            level.count, level.exposure = (float(v) for v in kept if isinstance(v, int | float))
        new._shape = Profile.from_state(12.0, state["shape"])
        new._negative_shape = Profile.from_state(40.0, state["negative_shape"])
        spreads, rows, episode = state["spreads"], state["rows"], state["episode"]
        assert isinstance(spreads, list)
        assert isinstance(rows, list)
        for spread, kept in zip(new._spreads, spreads, strict=True):
            spread.restore(kept)
        new._rows = [_Row.restore(r) for r in rows]
        if isinstance(episode, list):
            new._episode = (datetime.fromisoformat(str(episode[0])), datetime.fromisoformat(str(episode[1])))
        return new


@dataclass(slots=True)
class _Row:
    """One finished step, with what was known before it."""

    negatives: int
    others: int
    shape: float
    other_shape: float
    level: float
    sure: float
    other_level: float
    taught: float

    def _replace_taught(self, taught: float) -> _Row:
        self.taught = taught
        return self

    def state(self) -> Json:
        return [
            self.negatives, self.others, self.shape, self.other_shape, self.level, self.sure, self.other_level,
            self.taught,
        ]  # fmt: skip

    @classmethod
    def restore(cls, state: Json) -> _Row:
        assert isinstance(state, list)
        values = [v for v in state if isinstance(v, int | float)]
        return cls(int(values[0]), int(values[1]), *map(float, values[2:]))
