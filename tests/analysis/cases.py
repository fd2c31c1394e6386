"""A small language for histories: `History().do("answer", words="sorry")` is one event an hour later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from analysis.case import Case
from analysis.moves import Verb
from analysis.recovery import Actor, event, fold
from storage.model import CaseEvent, Json

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)  # a Tuesday
OWNER, MANAGER = Actor("Ada", "owner"), Actor("Ben", "manager", 100.0)
STAFF, VIEWER, CLOCK = Actor("Cy", "staff", 20.0), Actor("Vi", "viewer"), Actor("Earlyword", "clock")


@dataclass
class History:
    """A case that was opened at NOW, and everything done since."""

    id: str = "1"
    at: datetime = NOW
    events: list[CaseEvent] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return fold(self.events)

    def opened(self, **payload: Json) -> History:
        given: dict[str, Json] = {"mention": "m1", "source": "reviews", "topics": ["parcels"], "ratings": {"m1": 0.25}}
        seen = {"posted": (self.at - timedelta(hours=2)).isoformat(), "seen": self.at.isoformat()}
        self.events.append(event(None, self.id, "open", CLOCK, {**given, **seen, **payload}, self.at))
        return self

    def do(self, verb: Verb, actor: Actor = MANAGER, /, *, later: float = 1.0, **payload: Json) -> History:
        """One more move, `later` hours later. Raises NotAllowed like the real thing."""
        at = self.at + timedelta(hours=later)
        self.events.append(event(self.case, self.id, verb, actor, payload, at))
        self.at = at
        return self

    def promise(self, hours: float = 24.0, by: Actor = MANAGER) -> History:
        due = self.at + timedelta(hours=1 + hours)
        return self.do("promise", by, what="a new tin", due=due.isoformat())
