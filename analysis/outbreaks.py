"""How often something really happens here, learned from the alarms a series has had.

By chance alone, odd windows of a given oddness come at a known rate; what came more often, or was odder than chance
would ever be, was real. Each finished episode counts with the probability that it was real, under a rate of real
outbreaks that fades (an empirical Bayes local false discovery rate; Efron 2010, chapter 5). A series that is pure noise
therefore stays hard to impress, and one where things do happen is listened to sooner.
"""

from __future__ import annotations

from storage.model import Json

STRICT = 0.011  # false alarms a week allowed to a small series that never had a real outbreak: one in 21 months
SMALL = 3.0  # negatives a day up to which a series is small; busier ones have real waves more often
PRIOR_WEEKS = 4.0
HALF_LIFE_WEEKS = 26.0
REAL_SPAN = 10.0  # real outbreaks spread over about so many e-foldings of oddness
EARNED = 1.5  # false alarms a week allowed per real outbreak a week, as the odds are told by chance alone


class Outbreaks:
    """The rate of real outbreaks, and what it allows."""

    __slots__ = ("_keep", "_real", "_step_weeks", "_weeks", "oddest")

    def __init__(self, step_hours: int) -> None:
        self._step_weeks = step_hours / 168.0
        self._keep: float = 0.5 ** (self._step_weeks / HALF_LIFE_WEEKS)
        self._real = 0.0
        self._weeks = 0.0
        self.oddest: float | None = None  # expected false alarms per week of the running episode's oddest window

    def allowed(self, budget: float, per_day: float) -> float:
        """Expected false alarms a week up to which a series of `per_day` negatives a day may ring."""
        unproven = STRICT * max(1.0, per_day / SMALL) ** 1.5
        earned = EARNED * self.per_week(unproven / EARNED)
        return min(budget, max(STRICT, unproven / 4, earned))

    def per_week(self, prior: float) -> float:
        """Real outbreaks a week, when a series nobody knows has `prior`."""
        return (prior * PRIOR_WEEKS + self._real) / (PRIOR_WEEKS + self._weeks)

    def pass_step(self) -> None:
        self._real *= self._keep
        self._weeks = self._weeks * self._keep + self._step_weeks

    def notice(self, oddness: float) -> None:
        """An odd window in the running episode."""
        self.oddest = oddness if self.oddest is None else min(self.oddest, oddness)

    def close(self) -> None:
        """The episode is over: how likely was it real?"""
        if self.oddest is not None:
            odds = self.per_week(STRICT / EARNED) / (REAL_SPAN * max(self.oddest, 1e-12))
            self._real += odds / (1.0 + odds)
            self.oddest = None

    def state(self) -> Json:
        return [self._real, self._weeks, self.oddest]

    def restore(self, state: Json) -> None:
        assert isinstance(state, list)
        real, weeks, oddest = state
        assert isinstance(real, int | float)
        assert isinstance(weeks, int | float)
        self._real, self._weeks = float(real), float(weeks)
        self.oddest = float(oddest) if isinstance(oddest, int | float) else None
