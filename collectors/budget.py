"""How many calls of a scarce kind are left today, kept in the source's cursor as {"budget": {"2026-11-23": 37}}.

YouTube allows 100 searches a day; used up at breakfast they would leave the evening blind. So a budget is paced: at any
moment only the share of the day that has passed (and one hour more) may have been spent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from collectors.shape import count_at
from collectors.source import Cursor
from storage.model import Json


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent on one day, and what has been. `day` is the provider's own day, which need not be UTC's."""

    limit: int  # calls a day, 0 or more
    day: str  # ISO date
    spent: int
    share: float  # of the day that has passed, 0..1, an hour ahead
    ends: timedelta  # until the provider's next day begins

    @property
    def free(self) -> int:
        """Calls that may be made now without starving the rest of the day; never negative."""
        return max(0, min(self.limit, math.ceil(self.limit * self.share)) - self.spent)

    @property
    def wait(self) -> timedelta:
        """How long until one more call is free, at most until the provider's next day; zero when one is free now."""
        if self.free:
            return timedelta()
        if self.spent >= self.limit:
            return self.ends
        return min(self.ends, timedelta(days=(self.spent / self.limit) - self.share) + timedelta(minutes=1))

    def take(self, calls: int = 1) -> Budget:
        """The budget after `calls` more calls. Refused calls count too: the provider counts them."""
        return Budget(self.limit, self.day, self.spent + calls, self.share, self.ends)

    def as_json(self) -> Json:
        """What goes into the cursor under "budget": only today, so it never grows."""
        return {self.day: self.spent}


def today(cursor: Cursor, limit: int, now: datetime, zone: tzinfo) -> Budget:
    """The budget of the day that `now` (aware) falls on in `zone`, with what the cursor says was spent already."""
    local = now.astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = now - start
    share = min(1.0, (passed + timedelta(hours=1)) / timedelta(days=1))
    day = local.date().isoformat()
    spent = count_at(cursor.get("budget"), day) or 0
    return Budget(limit, day, spent, share, max(timedelta(minutes=1), timedelta(days=1) - passed))
