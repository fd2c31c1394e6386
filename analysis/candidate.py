"""What hygiene sorts: alerts that could be told now, those that are open, and the silence that people asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from analysis.alert_keys import first_key
from storage.model import Alert, AlertKind, Json


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alert that could be told now. `subject` is what it is about: alerts of one entity and subject are one."""

    alert: Alert
    subject: str  # story id, "spike", mention id, source name
    size: int = 1  # mentions, or passes, so far: what must double before it is told again
    always: str = ""  # why no budget may hold it back: "safety", "the press", "a second complaint"; "" when one may
    waits: str = ""  # why it never interrupts but waits for the digest; "" when it may
    story: str = ""  # of a single mention: the story it tells
    alone: int = 3  # so many single mentions of one entity and one `always` may ring by themselves in a day
    again_at: float = 2.0  # not told again before it is so many times what was told
    again_after: timedelta = timedelta(hours=6)  # not told again before, however it grows


@dataclass(frozen=True, slots=True)
class Open:
    """An alert the owner was told of and that has not been quiet for a day."""

    entity: str
    subject: str
    key: str  # of the first alert
    kind: AlertKind
    told: datetime  # last
    told_size: int
    active: datetime  # last time something happened
    tellings: int = 1
    seen: int = 0  # size when it was last looked at
    rule: str = ""  # `always` of a single mention that rang by itself: see `crowds`
    unlisted: tuple[str, ...] = ()  # mentions of a crowd that the owner has not been told of

    def state(self) -> dict[str, Json]:
        return {
            "entity": self.entity,
            "subject": self.subject,
            "key": self.key,
            "kind": self.kind,
            "told": self.told.isoformat(),
            "told_size": self.told_size,
            "active": self.active.isoformat(),
            "tellings": self.tellings,
            "seen": self.seen,
            "rule": self.rule,
            "unlisted": list(self.unlisted),
        }

    @classmethod
    def from_state(cls, state: Json) -> Open:
        """The open alert that `state()` described; KeyError, StopIteration or AssertionError for anything else."""
        assert isinstance(state, dict)
        size, tellings = state["told_size"], state["tellings"]
        seen, unlisted = state.get("seen", 0), state.get("unlisted", [])  # older records do not say
        assert isinstance(size, int)
        assert isinstance(tellings, int)
        assert isinstance(seen, int)
        assert isinstance(unlisted, list)
        return cls(
            entity=str(state["entity"]),
            subject=str(state["subject"]),
            key=str(state["key"]),
            kind=next(kind for kind in get_args(AlertKind) if kind == state["kind"]),
            told=datetime.fromisoformat(str(state["told"])),
            told_size=size,
            active=datetime.fromisoformat(str(state["active"])),
            tellings=tellings,
            seen=seen,
            rule=str(state.get("rule", "")),
            unlisted=tuple(str(each) for each in unlisted),
        )


@dataclass(frozen=True, slots=True)
class Mute:
    """Somebody asked for silence; empty fields match everything. A story covers single mentions that tell it too."""

    until: datetime
    entity: str = ""
    subject: str = ""
    kind: AlertKind | None = None
    key: str = ""  # of an alert, whether told again or not
    story: str = ""
    by: str = "you"

    def covers(self, candidate: Candidate, now: datetime) -> bool:
        """What is always told (safety, the press) is covered only by a mute that names its own subject or key."""
        alert = candidate.alert
        itself = bool(self.key or self.subject)
        return (
            now < self.until
            and (itself or not candidate.always)
            and (not self.entity or self.entity == alert.entity)
            and (not self.subject or self.subject == candidate.subject)
            and (not self.story or self.story == (candidate.subject if alert.kind == "story" else candidate.story))
            and (not self.key or self.key == first_key(alert.key))
            and (self.kind is None or self.kind == alert.kind)
        )
