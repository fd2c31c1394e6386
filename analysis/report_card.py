"""How good the judgement was, by what people said of it: caught 41 of 47, cried wolf 6 times, for each source.

What nobody objected to counts as right, so the card is honest only where people correct what they see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scipy.stats import beta


@dataclass(frozen=True, slots=True)
class Grade:
    """One source, or "" for all: complaints flagged and missed, and flags that were no complaint."""

    source: str
    caught: int
    missed: int
    wolf: int

    @property
    def complaints(self) -> int:
        return self.caught + self.missed

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share caught (Clopper and Pearson 1934: never too narrow); (0, 1) without complaints."""
        return _interval(self.caught, self.complaints)

    def sentence(self) -> str:
        times = "once" if self.wolf == 1 else f"{self.wolf} times" if self.wolf else "never"
        if not self.complaints:
            return f"no complaint so far; cried wolf {times}"
        low, high = self.interval
        share = f"{round(100 * low)} to {round(100 * high)} %"
        return f"caught {self.caught} of {self.complaints} (95 % interval {share}); cried wolf {times}"


def card(flagged: Mapping[str, int], missed: Iterable[str], wolf: Iterable[str]) -> list[Grade]:
    """All sources together first, then each by name.

    `flagged` counts the complaints of each source that stand flagged today, those that a person had to point out
    included; `missed` names the source of each of these, `wolf` that of each flag a person took back.
    """
    not_seen, cried = list(missed), list(wolf)
    grades = []
    for source in sorted({*flagged, *not_seen, *cried}):
        lost = not_seen.count(source)
        grades.append(Grade(source, max(0, flagged.get(source, 0) - lost), lost, cried.count(source)))
    whole = Grade("", sum(g.caught for g in grades), sum(g.missed for g in grades), sum(g.wolf for g in grades))
    return [whole, *grades]


def _interval(hits: int, of: int) -> tuple[float, float]:
    if of == 0:
        return 0.0, 1.0
    low = float(beta.ppf(0.025, hits, of - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, of - hits)) if hits < of else 1.0
    return low, high
