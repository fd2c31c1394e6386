"""The shape of a usual week: how much busier one hour of the day, or one day of the week, is than another.

Two sets of multipliers around 1 (24 hours, 7 weekdays), each shrunk to 1 until it has counts behind it. Shapes are
learned from all mentions, and the shape of the negative ones is then shrunk to that: a shop with two complaints a
week has no complaint shape of its own to learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.model import Json

HALF_LIFE_DAYS = 56.0


class Profile:
    """Multipliers for hour of day and weekday, learned from counts against what the level alone would expect."""

    __slots__ = ("_day", "_hours", "_keep", "_seen", "_shrink", "_usual", "factors")

    def __init__(self, shrink: float) -> None:
        """`shrink` is how many counts a multiplier must rest on before it is believed by half."""
        self._shrink = shrink
        self._keep = 0.5 ** (1.0 / HALF_LIFE_DAYS)
        self._seen = [0.0] * 31  # 24 hours, then 7 weekdays
        self._usual = [0.0] * 31
        self._day = -1
        self.factors = [1.0] * 31

    def at(self, hour: datetime) -> float:
        """How much busier than the average hour this one usually is, > 0."""
        return self.factors[hour.hour] * self.factors[24 + hour.weekday()]

    def learn(self, hour: datetime, count: float, level: float, prior: Sequence[float] | None = None) -> None:
        """`count` was seen where `level` per average hour was expected; `prior` are the factors to shrink to."""
        h, d = hour.hour, 24 + hour.weekday()
        self._seen[h] += count
        self._usual[h] += level * self.factors[d]
        self._seen[d] += count
        self._usual[d] += level * self.factors[h]
        if hour.toordinal() != self._day:
            self._day = hour.toordinal()
            self._settle(prior)

    def _settle(self, prior: Sequence[float] | None) -> None:
        """Once a day: forget a little, and turn the sums into multipliers whose average is 1."""
        for i in range(31):
            self._seen[i] *= self._keep
            self._usual[i] *= self._keep
        for start, end in ((0, 24), (24, 31)):
            raw = []
            for i in range(start, end):
                base = prior[i] if prior else 1.0
                raw.append(base * (self._shrink + self._seen[i]) / (self._shrink + self._usual[i] * base))
            mean = sum(raw) / len(raw)
            self.factors[start:end] = [max(0.02, r / mean) for r in raw]

    def state(self) -> Json:
        return {"seen": list(self._seen), "usual": list(self._usual), "day": self._day, "factors": list(self.factors)}

    def restore(self, state: Json) -> None:
        assert isinstance(state, dict)
        self._seen = _floats(state["seen"])
        self._usual = _floats(state["usual"])
        self.factors = _floats(state["factors"])
        day = state["day"]
        assert isinstance(day, int)
        self._day = day


def _floats(value: Json) -> list[float]:
    assert isinstance(value, list)
    return [float(v) for v in value if isinstance(v, int | float)]
