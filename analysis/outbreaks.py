"""How often something really happens here, learned from the odd episodes a series has had.

By chance alone, an episode of oddness e (expected false alarms per week) or odder comes e times a week; what came more
often, or was odder than chance would ever be, was real. Four rates of real outbreaks, from hardly ever to every third
week, are weighed against each other by what was seen (an empirical Bayes local false discovery rate; Efron 2010,
chapter 5), and the past fades. A series that is pure noise therefore stays hard to impress, and one where things do
happen is listened to sooner.
"""

from __future__ import annotations

import math

from storage.model import Json

RATES = (0.0073, 0.03, 0.1, 0.3)  # real outbreaks a week: one in 2.6 years ... one in three weeks
PRIOR = (0.97, 0.01, 0.01, 0.01)
HALF_LIFE_WEEKS = 26.0
REAL_SPAN = 10.0  # real outbreaks spread over about so many e-foldings of oddness
EARNED = 1.5  # false alarms a week allowed per real outbreak a week, as the odds are told by chance alone
STRICT = 0.011  # false alarms a week allowed to a small series whatever it was like: one in 21 months
SMALL = 3.0  # negatives a day up to which a series is small; busier ones have real waves more often
TRUST_WEEKS = 8.0  # after so many weeks half of what a busy series is allowed on trust must have been earned


class Outbreaks:
    """The rate of real outbreaks, and what it allows."""

    __slots__ = ("_evidence", "_keep", "_step_weeks", "_weeks", "oddest")

    def __init__(self, step_hours: int) -> None:
        self._step_weeks = step_hours / 168.0
        self._keep: float = 0.5 ** (self._step_weeks / HALF_LIFE_WEEKS)
        self._evidence = [0.0] * len(RATES)  # log-likelihood of the episodes under each rate
        self._weeks = 0.0  # watched, faded
        self.oddest: float | None = None  # expected false alarms per week of the running episode's oddest window

    def allowed(self, budget: float, per_day: float) -> float:
        """Expected false alarms a week up to which a series of `per_day` negatives a day may ring, <= `budget`."""
        trust = max(0.25, 1.0 / (1.0 + self._weeks / TRUST_WEEKS))
        unproven: float = STRICT * max(1.0, per_day / SMALL) ** 1.5 * trust
        return min(budget, max(STRICT, unproven, EARNED * self.per_week))

    @property
    def per_week(self) -> float:
        """Real outbreaks a week: the mean of what is believed."""
        logs = [
            math.log(prior) + seen - rate * self._weeks
            for prior, seen, rate in zip(PRIOR, self._evidence, RATES, strict=True)
        ]
        most = max(logs)
        weights = [math.exp(log - most) for log in logs]
        return sum(weight * rate for weight, rate in zip(weights, RATES, strict=True)) / sum(weights)

    def pass_step(self) -> None:
        keep = self._keep
        self._evidence = [seen * keep for seen in self._evidence]
        self._weeks = self._weeks * keep + self._step_weeks

    def notice(self, oddness: float) -> None:
        """An odd window in the running episode."""
        self.oddest = oddness if self.oddest is None else min(self.oddest, oddness)

    def close(self) -> None:
        """The episode is over: it speaks for the rates under which it is no surprise."""
        if self.oddest is None:
            return
        span = REAL_SPAN * max(self.oddest, 1e-12)
        self._evidence = [seen + math.log1p(rate / span) for seen, rate in zip(self._evidence, RATES, strict=True)]
        self.oddest = None

    def state(self) -> Json:
        return [list(self._evidence), self._weeks, self.oddest]

    def restore(self, state: Json) -> None:
        assert isinstance(state, list)
        evidence, weeks, oddest = state
        assert isinstance(evidence, list)
        assert isinstance(weeks, int | float)
        self._evidence = [float(seen) for seen in evidence if isinstance(seen, int | float)]
        self._weeks = float(weeks)
        self.oddest = float(oddest) if isinstance(oddest, int | float) else None
