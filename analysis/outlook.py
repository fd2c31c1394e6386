"""How far a negative story will be passed on, in words. The numbers come from `spread`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis import spread, wording
from analysis.spread import Habit

MANY = 3  # different people within a day from which a negative story is told to the owner, however it goes on
LIKELY = 0.225  # chance of spreading from which it is told: see benchmarks/spread.py
DAY = 86_400.0  # seconds
FAST = 1.0  # passes an hour from which the speed is worth a word
_TENTHS = ("hardly any", "1 in 10", "2 in 10", "3 in 10", "4 in 10", "half", "6 in 10", "7 in 10", "8 in 10", "9 in 10")


@dataclass(frozen=True, slots=True)
class Outlook:
    """A story so far: how often it was told, over how many hours, how fast it goes now and what is still to come.

    `passes` leaves the first telling out and counts reposts that only the source's numbers show. `to_come` is the
    expected share (0..1) of all passes that is still to come, `chance` that they will be at least `needed`.
    """

    tellings: int
    hours: float
    alarming: bool
    passes: int = 0
    per_hour: float = 0.0
    to_come: float = 0.0
    chance: float = 0.0
    needed: int = spread.NEEDED

    def sentence(self) -> str:
        """All of it as the owner reads it."""
        reposted = f" and passed on {self.passes} times" if self.passes >= self.tellings else ""
        parts = [f"told {_times(self.tellings)}{reposted} in {wording.span(max(1.0, self.hours))}"]
        if self.per_hour >= FAST:
            parts.append(f"about {wording.number(self.per_hour)} an hour now")
        if self.passes:
            parts.append(_to_come(self.to_come))
        if 0 < self.passes < self.needed:
            parts.append(f"{_chance(self.chance)} that it is passed on {self.needed} times or more")
        return "; ".join(parts)


def outlook(
    times: Sequence[datetime],
    *,
    now: datetime,
    people: Sequence[str] = (),
    shares: int = 0,
    reach: int | None = None,
    habit: Habit | None = None,
    needed: int = spread.NEEDED,
) -> Outlook:
    """The outlook of a story told at `times` (in order), seen at `now`.

    `people` says who told it each time (the same key for the same person, "" for nobody known); left out, each telling
    is by another. `shares` are the passes that the source counts and does not show, `reach` the followers or views of
    its tellers, `habit` how stories of its source grow.
    """
    age = max(0.0, (now - times[0]).total_seconds())
    # what the source counts may be tellings we have found too, so the larger number, not the sum
    passes = max(len(times) - 1, shares)
    tellers = people or [""] * len(times)
    recent = [who for who, time in zip(tellers, times, strict=True) if (now - time).total_seconds() <= DAY]
    different = len({who for who in recent if who}) + sum(not who for who in recent)
    if not passes:
        return Outlook(len(times), age / 3600, different >= MANY, needed=needed)
    seen = spread.spread(passes, max(1.0, age / 60), habit or spread.prior(), needed=needed, reach=reach)
    return Outlook(
        tellings=len(times),
        hours=age / 3600,
        alarming=different >= MANY or (seen.chance >= LIKELY and _somebody_else(tellers, shares)),
        passes=passes,
        per_hour=_speed(times, shares, now),
        to_come=seen.to_come,
        chance=seen.chance,
        needed=needed,
    )


def _somebody_else(tellers: Sequence[str], shares: int) -> bool:
    """One person who says the same thing often has passed nothing on."""
    return shares > 0 or len({who for who in tellers if who}) + sum(not who for who in tellers) > 1


def _speed(times: Sequence[datetime], shares: int, now: datetime) -> float:
    """Passes an hour: over the last hour that we see, or over all the time when only a count is known."""
    hours = max(1.0, (now - times[0]).total_seconds() / 3600)
    last = sum((now - time).total_seconds() <= 3600 for time in times[1:])
    return max(float(last), shares / hours)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _to_come(share: float) -> str:
    if share < 0.1:
        return "most of it is probably over"
    return f"about {_TENTHS[min(9, round(share * 10))]} of it is probably still to come"


def _chance(chance: float) -> str:
    if chance > 0.95:
        return "it is nearly sure"
    if chance < 0.05:
        return "there is little chance"
    words = _TENTHS[min(9, max(1, round(chance * 10)))]
    return f"the chance is {'1 in 2' if words == 'half' else words}"
