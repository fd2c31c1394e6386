"""How far counts usually stray from what is expected, and how odd a count is.

Counts are taken as negative binomial: variance = mean + spread x mean^2. The spread is learned apart for every length
of window, because complaints that come in waves spread more over a day than over an hour, and it is shrunk to a prior
by how much a series of this size can say about it at all.
"""

from __future__ import annotations

from scipy.special import betainc

from storage.model import Json

PRIOR_SPREAD = 0.08
PRIOR_WEIGHT = 100.0  # 1 / variance of the prior: spreads of 0.0 to 0.3 are all believable
CUT = 1.5  # standard deviations: further away teaches no more, so that outbreaks nobody noticed do not blunt the test
CUT_BACK = 1 / 0.7784  # makes up for the cut: 1 / E[min(z^2, CUT^2)] of a normal z


class Spread:
    """Negative-binomial spread of windows of one length, learned from window counts against their expectation."""

    __slots__ = ("_keep", "_sum", "_weight", "value")

    def __init__(self, half_life: float) -> None:
        self._keep: float = 0.5 ** (1.0 / half_life)
        self._sum = 0.0
        self._weight = 0.0
        self.value = PRIOR_SPREAD  # >= 0

    def learn(self, count: float, mean: float, share: float) -> None:
        """One window. `share` is the part of it that the window before did not hold (windows overlap)."""
        variance = mean + self.value * mean * mean
        square = mean * mean
        information = square * square / (mean + 2.0 * variance * variance) * share
        squared = min((count - mean) ** 2, CUT * CUT * variance) * CUT_BACK
        self._sum = self._sum * self._keep + information * (squared - mean) / square
        self._weight = self._weight * self._keep + information
        self._settle()

    def _settle(self) -> None:
        self.value = max(0.0, (PRIOR_SPREAD * PRIOR_WEIGHT + self._sum) / (PRIOR_WEIGHT + self._weight))

    def state(self) -> Json:
        return [self._sum, self._weight]

    def restore(self, state: Json) -> None:
        assert isinstance(state, list)
        total, weight = state
        assert isinstance(total, int | float)
        assert isinstance(weight, int | float)
        self._sum, self._weight = float(total), float(weight)
        self._settle()


def tail(count: float, mean: float, spread: float) -> float:
    """Mid-p chance of at least `count` when `mean` is expected: P(more) + P(exactly) / 2, in 0..1.

    Mid-p, because with few complaints the plain tail is far too shy (Lancaster 1961).
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    r = 1.0 / max(spread, 1e-6)
    p = mean / (mean + r)
    return 0.5 * (float(betainc(count, r, p)) + float(betainc(count + 1.0, r, p)))
