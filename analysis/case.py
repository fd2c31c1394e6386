"""A case as it stands, folded from its events. Never stored: the events are, and these values are made from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal[
    "open",
    "assigned",
    "answered",
    "promised",
    "kept",
    "broken",
    "waiting",
    "resolved",
    "checked-in",
    "reopened",
    "dismissed",
]
PromiseState = Literal["open", "kept", "broken"]
CLOSED: frozenset[State] = frozenset(("resolved", "checked-in", "dismissed"))
SHOP = "shop"  # the history that belongs to no customer: suggestions without a case, and changes to the shop


@dataclass(frozen=True, slots=True)
class Promise:
    """Something a customer was told would happen by a date. `number` is the place of its event in the case."""

    case: str
    number: int
    what: str
    due: datetime
    by: str
    made: datetime
    state: PromiseState = "open"
    settled: datetime | None = None  # when it was kept or found broken, the latest
    broken: datetime | None = None  # when it was found broken, even if kept afterwards

    @property
    def kept_late(self) -> bool:
        """Kept, but only after the date that was named."""
        return self.state == "kept" and self.settled is not None and self.settled > self.due


@dataclass(frozen=True, slots=True)
class Answer:
    """What we told the customer. The words are ours, posted by a person: nothing is ever posted by a program."""

    number: int
    at: datetime
    by: str
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """A small thing put right at once, within what the person's role allows."""

    number: int
    at: datetime
    by: str
    role: str
    amount: float  # in the shop's own currency
    what: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody of the team proposes, and what the owner said to it. `case` is SHOP when it hangs on no case."""

    case: str
    number: int
    at: datetime
    by: str
    words: str
    topic: str = ""
    verdict: str = ""  # "taken up" or "not now"; "" while nobody has answered
    why: str = ""
    answered_by: str = ""
    answered: datetime | None = None
    became: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """Stars raised, or a review taken back, after one of our answers."""

    case: str
    number: int
    at: datetime  # when it was seen
    mention: str
    what: Literal["raised", "removed"]
    before: float | None  # rating 0..1
    after: float | None
    answer: int  # number of the answer it is credited to
    by: str  # who wrote that answer


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something done differently from a day on ("new fryer"), and the topic it is meant to help."""

    number: int
    at: datetime  # when it was written down
    by: str
    since: datetime  # from when it holds
    words: str
    topic: str


@dataclass(frozen=True, slots=True)
class Stay:
    """The case came into a state at a time."""

    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One customer's trouble from the first word to the check-in."""

    id: str
    seq: int  # number of its last event; `moved` is that of the last one that matters to somebody about to act
    moved: int
    state: State
    opened: datetime
    opened_by: str
    changed: datetime
    changed_by: str
    entity: str = ""
    source: str = ""  # name of the source, or "phone", "in person" for one typed in
    mentions: tuple[str, ...] = ()  # everything this customer said that belongs here, the newest last
    ratings: tuple[tuple[str, float], ...] = ()  # mention -> stars (0..1) when it came to us
    customer: str = ""  # only of a case typed in; a mention names its author itself
    words: str = ""  # likewise
    topics: tuple[str, ...] = ()
    story: str = ""
    posted: datetime | None = None  # the first clock: when it was said
    seen: datetime | None = None  # the second clock: when we could have known
    urgent: bool = False
    assignee: str = ""
    assigned: datetime | None = None
    had: tuple[str, ...] = ()  # people it was taken back from
    asked: datetime | None = None  # since when the customer waits for a word of ours; None when answered
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()
    spent: tuple[Spent, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    credits: tuple[Credit, ...] = ()
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    stays: tuple[Stay, ...] = ()
    earlier: tuple[str, ...] = ()  # mentions of the first story, when this is a second complaint
    again: bool = False  # a second complaint: the first one was not put right, whatever we thought
    reopened: int = 0
    reworded: datetime | None = None  # the last edit of what they said that this case knows of
    waiting_for: str = ""
    reason: str = ""  # why it was dismissed or reopened

    @property
    def closed(self) -> bool:
        return self.state in CLOSED

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.state == "open")

    @property
    def first_answer(self) -> datetime | None:
        return self.answers[0].at if self.answers else None

    @property
    def resolved(self) -> datetime | None:
        """When it was resolved last; None while it is not."""
        if self.state not in ("resolved", "checked-in"):
            return None
        return next(stay.since for stay in reversed(self.stays) if stay.state == "resolved")
