"""The last steps of a series, as plain lists: what windows are summed from, and what waits to be learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.model import Json


@dataclass(frozen=True, slots=True)
class Step:
    """One hour (or day): its counts, and how busy it usually is compared with the average one."""

    negatives: int
    others: int
    shape: float  # 0 when nobody listened: nothing can be expected of it
    other_shape: float
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Sums:
    """A window of `steps` steps that ends with the newest one."""

    steps: int
    negatives: int
    others: int
    shape: float
    other_shape: float


class Recent:
    """At most `length` steps. The last `waiting` of them have not been learned from."""

    __slots__ = ("_covered", "_length", "_negatives", "_other_shape", "_others", "_shape", "_trust", "waiting")

    def __init__(self, length: int) -> None:
        self._length = length
        self._negatives: list[int] = []
        self._others: list[int] = []
        self._shape: list[float] = []
        self._other_shape: list[float] = []
        self._covered: list[bool] = []
        self._trust: list[float] = []  # 0..1, share of the negatives that may teach
        self.waiting = 0

    def __len__(self) -> int:
        return len(self._negatives)

    def append(self, step: Step) -> None:
        self._negatives.append(step.negatives)
        self._others.append(step.others)
        self._shape.append(step.shape)
        self._other_shape.append(step.other_shape)
        self._covered.append(step.covered)
        self._trust.append(1.0)
        self.waiting += 1
        if len(self._negatives) > self._length:
            for values in (self._negatives, self._others, self._shape, self._other_shape, self._covered, self._trust):
                del values[0]

    def windows(self, step: Step, sizes: Sequence[int]) -> Iterator[Sums]:
        """Windows of the given sizes (ascending) that end with `step`, which is not appended yet."""
        negatives, others, shape, other_shape = step.negatives, step.others, step.shape, step.other_shape
        end = len(self._negatives)
        for size in sizes:
            start = len(self._negatives) + 1 - size
            if start < 0:
                return
            if start < end:
                negatives += sum(self._negatives[start:end])
                others += sum(self._others[start:end])
                shape += sum(self._shape[start:end])
                other_shape += sum(self._other_shape[start:end])
                end = start
            yield Sums(size, negatives, others, shape, other_shape)

    def distrust(self, steps: int, share: float) -> None:
        """Of the last `steps` steps only this share of the negatives may teach."""
        self._trust[-steps:] = [min(t, share) for t in self._trust[-steps:]]

    def believe(self) -> None:
        """Everything that waits may teach all it says."""
        self._trust = [1.0] * len(self._trust)

    def oldest_waiting(self) -> tuple[Step, float]:
        """The next step to learn from, with the share of its negatives that may teach; it waits no longer."""
        i = len(self._negatives) - self.waiting
        self.waiting -= 1
        step = Step(self._negatives[i], self._others[i], self._shape[i], self._other_shape[i], self._covered[i])
        return step, self._trust[i]

    def state(self) -> Json:
        return {
            "negatives": list(self._negatives),
            "others": list(self._others),
            "shape": list(self._shape),
            "other_shape": list(self._other_shape),
            "covered": list(self._covered),
            "trust": list(self._trust),
            "waiting": self.waiting,
        }

    def restore(self, state: Json) -> None:
        assert isinstance(state, dict)
        self._negatives = [int(v) for v in _numbers(state["negatives"])]
        self._others = [int(v) for v in _numbers(state["others"])]
        self._shape = [float(v) for v in _numbers(state["shape"])]
        self._other_shape = [float(v) for v in _numbers(state["other_shape"])]
        self._covered = [bool(v) for v in _numbers(state["covered"])]
        self._trust = [float(v) for v in _numbers(state["trust"])]
        self.waiting = int(_numbers([state["waiting"]])[0])


def _numbers(value: Json) -> list[float]:
    assert isinstance(value, list)
    return [v for v in value if isinstance(v, int | float)]
