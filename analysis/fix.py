"""Did the fix work? Complaints about a topic before and after a day, with an interval, and an answer in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from scipy.stats import beta

Verdict = Literal["yes", "no", "too early"]
WINDOW = timedelta(days=90)  # looked at on either side, at most
SURE = 0.95
WEEK = 7.0
# "No" needs to be told apart from "too early": a change that at best takes away a third did not do what it was for.
HARDLY = 2 / 3


@dataclass(frozen=True, slots=True)
class Fix:
    """`low` and `high` bound how complaints after compare with before (1 is the same, 0.5 is half), at 95 %."""

    topic: str
    since: datetime
    before: int
    days_before: float
    after: int
    days_after: float
    low: float
    high: float
    verdict: Verdict

    @property
    def ratio(self) -> float | None:
        """Complaints a day after, over complaints a day before; None when there were none before."""
        if not self.before or not self.days_after:
            return None
        return (self.after / self.days_after) / (self.before / self.days_before)

    def sentence(self) -> str:
        """The answer for the owner: yes, no or too early, and why."""
        counts = (
            f"{_complaints(self.before)} about {self.topic} in the {_days(self.days_before)} before, "
            f"{self.after} in the {_days(self.days_after)} since"
        )
        if self.verdict == "yes":
            return f"Yes: {counts}. It has fallen by at least {1 - self.high:.0%}, 95 % sure."
        if self.verdict == "no":
            most = "it has grown" if self.low >= 1 else f"it has fallen by {1 - self.low:.0%} at most"
            return f"No: {counts}; {most}, 95 % sure."
        if not self.before:
            return f"Too early: {counts}; nothing can fall from nothing."
        return f"Too early: {counts}; that can still be chance."


def did_it_work(topic: str, since: datetime, complaints: Sequence[datetime], *, heard: datetime, now: datetime) -> Fix:
    """Compare the rate of complaints (their times, any order) before and after `since`.

    `heard`: since when we listen at all; nothing before it is counted as silence. Both sides look at most `WINDOW`
    far. The ratio of two Poisson rates is judged by the binomial share of the later side, with Clopper-Pearson limits
    (Przyborowski and Wilenski 1940, Biometrika 31:313).
    """
    start, end = max(since - WINDOW, min(heard, since)), min(since + WINDOW, now)
    before = sum(start <= at < since for at in complaints)
    after = sum(since <= at <= end for at in complaints)
    days_before, days_after = (since - start).total_seconds() / 86400, max(0.0, (end - since).total_seconds() / 86400)
    low, high = _ratio(before, days_before, after, days_after)
    verdict: Verdict = "too early"
    if before and high < 1:
        verdict = "yes"
    elif before and low > HARDLY:
        verdict = "no"
    return Fix(topic, since, before, days_before, after, days_after, low, high, verdict)


def _ratio(before: int, days_before: float, after: int, days_after: float) -> tuple[float, float]:
    if not before + after or not days_before or not days_after:
        return 0.0, float("inf")
    tail = (1 - SURE) / 2
    low = float(beta.ppf(tail, after, before + 1)) if after else 0.0
    high = float(beta.ppf(1 - tail, after + 1, before)) if before else 1.0
    exposure = days_before / days_after
    return low / (1 - low) * exposure, (high / (1 - high) * exposure if high < 1 else float("inf"))


def _complaints(count: int) -> str:
    return "1 complaint" if count == 1 else f"{count} complaints"


def _days(days: float) -> str:
    whole = round(days)
    return "day" if whole == 1 else f"{whole} days"
