"""Share answered inside what we promised ourselves: per person, topic and source, by the second clock.

A case counts once its first answer is there, or once its time has run out without one. A case still in time and not
yet answered says nothing either way and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from scipy.stats import beta

from analysis.case import Case
from analysis.clocks import Calendar, clocks

By = Literal["all", "person", "topic", "source"]
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Share:
    """How often one person, topic or source was answered in time. `late` are the cases to look into."""

    by: By
    name: str
    counted: int
    in_time: int
    low: float  # 95 % interval of the share (Jeffreys)
    high: float
    median_answer: timedelta | None  # opening time until the first answer
    median_resolved: timedelta | None
    late: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.in_time / self.counted

    def sentence(self) -> str:
        """ "9 of 10 in time (95 % interval 61-99 %)"."""
        return f"{self.in_time} of {self.counted} in time (95 % interval {self.low:.0%}-{self.high:.0%})".replace(
            "%-", "-"
        )


@dataclass(frozen=True, slots=True)
class Timed:
    """One case with its second clock, for the drill-down and for a spreadsheet."""

    case: Case
    person: str
    answered: timedelta | None  # opening time; None while nobody has answered
    answered_since_posted: timedelta | None
    resolved: timedelta | None
    in_time: bool | None  # None: neither answered nor out of time


def timed(cases: Iterable[Case], calendar: Calendar, within: timedelta, now: datetime) -> list[Timed]:
    """Every case with both clocks and whether it was answered within `within` of opening time."""
    found = []
    for case in cases:
        both = clocks(case, calendar, now)
        answered = both.seen.answered
        in_time = answered <= within if answered is not None else (False if both.seen.running > within else None)
        if case.state == "dismissed" and answered is None:
            in_time = None  # there was nothing to answer
        person = case.answers[0].by if case.answers else case.assignee or next(iter(case.had[::-1]), NOBODY)
        found.append(Timed(case, person, answered, both.posted.answered, both.seen.resolved, in_time))
    return found


def shares(items: Sequence[Timed]) -> list[Share]:
    """All together, then by person, topic and source; each group by name."""
    groups: dict[tuple[By, str], list[Timed]] = defaultdict(list)
    for item in items:
        if item.in_time is None:
            continue
        groups["all", ""].append(item)
        groups["person", item.person].append(item)
        groups["source", item.case.source].append(item)
        for topic in item.case.topics:
            groups["topic", topic].append(item)
    order: tuple[By, ...] = ("all", "person", "topic", "source")
    return [_share(by, name, groups[by, name]) for by, name in sorted(groups, key=lambda g: (order.index(g[0]), g[1]))]


def _share(by: By, name: str, items: Sequence[Timed]) -> Share:
    good = sum(bool(item.in_time) for item in items)
    low, high = interval(good, len(items))
    answered = [item.answered for item in items if item.answered is not None]
    resolved = [item.resolved for item in items if item.resolved is not None]
    return Share(
        by=by,
        name=name,
        counted=len(items),
        in_time=good,
        low=low,
        high=high,
        median_answer=_middle(answered),
        median_resolved=_middle(resolved),
        late=tuple(item.case.id for item in items if not item.in_time),
    )


def _middle(lengths: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(each.total_seconds() for each in lengths)) if lengths else None


def interval(good: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Jeffreys: Brown, Cai, DasGupta 2001, Statistical Science 16:101)."""
    low = 0.0 if good == 0 else float(beta.ppf(0.025, good + 0.5, of - good + 0.5))
    high = 1.0 if good == of else float(beta.ppf(0.975, good + 0.5, of - good + 0.5))
    return low, high
