"""How far a negative story will be passed on, in words. The numbers come from `spread`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis import wording

MANY = 3  # tellings within a day from which a negative story is told to the owner


@dataclass(frozen=True, slots=True)
class Outlook:
    """A story so far: how often it was told, over how many hours."""

    tellings: int
    hours: float
    alarming: bool

    def sentence(self) -> str:
        return f"told {self.tellings} times in {wording.span(max(1.0, self.hours))}"


def outlook(times: Sequence[datetime], *, now: datetime) -> Outlook:
    """The outlook of a story told at `times` (in order), seen at `now`."""
    hours = (now - times[0]).total_seconds() / 3600
    recent = sum((now - time).total_seconds() <= 86400 for time in times)
    return Outlook(len(times), hours, recent >= MANY)
