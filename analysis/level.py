"""How many are usual: a level that forgets slowly and knows how sure it is.

A Gamma belief about the rate per hour, learned from counts and hours of exposure that lose half their weight every
`half_life` hours (a discounted Gamma-Poisson filter; West and Harrison, Bayesian Forecasting, 1997, chapter 10).
Exposure is counted in usual hours: an hour in which half as much is usual counts half.
"""

from __future__ import annotations

from storage.model import Json

PRIOR_COUNT = 0.5  # Jeffreys' half count: nothing seen yet is not the same as nothing ever


class Level:
    """Belief about a rate. `mean` is per usual hour; `sure` is the number of counts the belief rests on."""

    __slots__ = ("_keep", "count", "exposure")

    def __init__(self, half_life: float) -> None:
        self._keep: float = 0.5 ** (1.0 / half_life)
        self.count = 0.0
        self.exposure = 0.0

    @property
    def mean(self) -> float:
        """Rate per usual hour, > 0 once anything was learned; 0 before."""
        return (self.count + PRIOR_COUNT) / self.exposure if self.exposure > 0 else 0.0

    @property
    def sure(self) -> float:
        """Counts behind the mean, >= 0.5: its relative variance is 1 / sure."""
        return self.count + PRIOR_COUNT

    def learn(self, count: float, exposure: float) -> None:
        """`count` seen in one step of `exposure` usual hours."""
        self.count = self.count * self._keep + count
        self.exposure = self.exposure * self._keep + exposure

    def fade(self, exposure: float) -> None:
        """Forget all but so many usual hours' worth."""
        if self.exposure > exposure:
            self.count *= exposure / self.exposure
            self.exposure = exposure

    def state(self) -> Json:
        return [self.count, self.exposure]

    def restore(self, state: Json) -> None:
        assert isinstance(state, list)
        count, exposure = state
        assert isinstance(count, int | float)
        assert isinstance(exposure, int | float)
        self.count, self.exposure = float(count), float(exposure)
