"""The person first: all they ever said at every source, the cases they had, and what we promised them before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.acquaintance import same_name, same_person
from analysis.case import Case, Promise
from analysis.recovery import fold
from storage import cases, mentions
from storage.db import Connection
from storage.model import Mention

MEMORY = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """Everything we know of who wrote a mention. All oldest first."""

    mention: Mention
    said: tuple[Mention, ...]  # by the same person, this one included
    cases: tuple[Case, ...]

    @property
    def first(self) -> Mention | None:
        """The first story: the earliest thing they said; None when this is all there is."""
        earlier = [each for each in self.said if each.id != self.mention.id and each.when <= self.mention.when]
        return earlier[0] if earlier else None

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(promise for case in self.cases for promise in case.promises)

    def sentences(self, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
        """Who this is and what they were promised, in plain words, for a letter or a page."""
        who = self.mention.author or "This person"
        found = []
        if self.first is not None:
            places = sorted({each.source for each in self.said})
            since = _day(self.first.when, zone)
            found.append(f"{who} has spoken {len(self.said)} times, at {', '.join(places)}, first on {since}.")
        for case in self.cases:
            if case.answers:
                last = case.answers[-1]
                found.append(f"Case {case.id}: {last.by} answered on {_day(last.at, zone)}; it is {case.state}.")
            else:
                found.append(f"Case {case.id}: nobody has answered yet; it is {case.state}.")
        return (*found, *(promised(promise, now, zone) for promise in self.promises))


def history_of(con: Connection, mention: Mention) -> PersonHistory:
    """What the record knows of the person behind a mention."""
    authors = [mention.author] if mention.author.strip() else []
    theirs = [*mentions.by_person(con, authors, mention.seen - MEMORY), mention] if authors else [mention]
    said = {each.id: each for each in theirs if same_person(mention, each)}
    found = set(cases.by_mentions(con, said).values())
    if authors and same_name(mention.author, mention.author):
        found |= set(cases.by_customer(con, authors))
    folded = [fold(events) for events in cases.load(con, found).values()]
    beyond = {each for case in folded for each in case.mentions} - set(said)  # joined by a person, or by a number
    said |= mentions.by_ids(con, beyond)
    return PersonHistory(
        mention,
        tuple(sorted(said.values(), key=lambda each: (each.when, each.id))),
        tuple(sorted(folded, key=lambda case: (case.opened, case.id))),
    )


def who_is(case: Case, said: Sequence[Mention]) -> str:
    """A name for the person of a case: as typed in, else as the mention gives it."""
    return case.customer or next((each.author for each in said if each.author), "") or "no name given"


def promised(promise: Promise, now: datetime, zone: ZoneInfo) -> str:
    """What was promised, by when, and what became of it."""
    due = _day(promise.due, zone)
    if promise.state == "open":
        late = "is overdue" if promise.due <= now else "is still open"
        return f"{promise.by} promised “{promise.what}” by {due}: it {late}."
    if promise.state == "broken":
        return f"{promise.by} promised “{promise.what}” by {due}: it was not kept."
    if promise.kept_late:
        return f"{promise.by} promised “{promise.what}” by {due}: it was kept late."
    return f"{promise.by} promised “{promise.what}” by {due}: it was kept."


def _day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y}"
