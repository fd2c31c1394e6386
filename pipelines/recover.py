"""The team's verbs: what the page and the command line do with a case. Each is one transaction that appends one event.

A verb folds the case's events, asks `analysis.recovery` whether this person may do this now, and appends. `saw` is the
`seq` of the case the person was looking at: if somebody else has moved it since, nothing is written and `Overtaken`
tells them so and carries the case as it is now. Without `saw` the case is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from analysis.case import SHOP, Case
from analysis.moves import MOVES, Verb
from analysis.recovery import Actor, NotAllowed, event, fold, open_moves, overtaken_by
from pipelines.desk import Desk, open_desk
from pipelines.person import PersonHistory, history_of
from pipelines.team import actor, calendar, team
from storage import assessments, cases, mentions
from storage.db import Connection
from storage.model import Assessment, CaseEvent, Json, Mention

__all__ = [
    "Desk",
    "NotAllowed",
    "Overtaken",
    "PersonHistory",
    "actor",
    "answer",
    "answer_suggestion",
    "assign",
    "break_",
    "calendar",
    "check_in",
    "dismiss",
    "event",
    "history_of",
    "keep",
    "note",
    "open_case",
    "open_desk",
    "open_moves",
    "promise",
    "put_right",
    "record_change",
    "reopen",
    "resolve",
    "suggest",
    "take_back",
    "team",
    "wait",
    "write",
]
Payload = Mapping[str, Json]


class Overtaken(Exception):
    """Somebody was first: nothing was written. `case` is as it stands now; the message is a sentence."""

    def __init__(self, case: Case, first: CaseEvent) -> None:
        self.case, self.first = case, first
        done = MOVES[cast(Verb, first.kind)].done
        what = f"given to {first.payload.get('to')}" if first.kind == "assign" else done
        since = "" if what == case.state else f", and is {case.state} now"
        super().__init__(f"{first.who} was first: case {case.id} was {what}{since}.")


def open_case(
    desk: Desk,
    who: str,
    now: datetime,
    *,
    mention: str = "",
    customer: str = "",
    words: str = "",
    source: str = "phone",
    entity: str = "",
    topics: Sequence[str] = (),
    urgent: bool = False,
) -> Case:
    """A new case: from a mention, or typed in (customer and words, after a phone call). One mention has one case.

    Raises Overtaken when the mention has one already, NotAllowed for an unknown mention or person.
    """
    by = actor(desk.config, who)
    with desk.record.session("open a case") as con:
        if mention:
            taken = cases.by_mentions(con, [mention]).get(mention)
            if taken is not None:
                events = cases.of(con, taken)
                raise Overtaken(fold(events), events[0])
            found = mentions.by_ids(con, [mention]).get(mention)
            if found is None:
                raise NotAllowed(f"There is no mention {mention}.")
            payload = told(found, assessments.of(con, [mention]).get(mention), urgent=urgent)
        else:
            typed: dict[str, Json] = {"customer": customer.strip(), "words": words.strip(), "source": source}
            payload = {
                **typed,
                "entity": entity or desk.config.entities()[0],
                "topics": list(topics),
                "posted": now.isoformat(),
                "seen": now.isoformat(),
                "urgent": urgent,
            }
        return write(con, cases.next_id(con), by, now, "open", payload)


def told(mention: Mention, thought: Assessment | None, **more: Json) -> dict[str, Json]:
    """What a case's event keeps of a mention: which one, when, about what. No name, no words: they may have to go."""
    seen = mention.seen.isoformat()
    return {
        "mention": mention.id,
        "entity": mention.entity,
        "source": mention.source,
        "topics": [hit.topic for hit in thought.topics] if thought else [],
        "story": thought.story if thought else "",
        "posted": min(mention.when, mention.seen).isoformat(),
        "seen": seen,
        "ratings": {mention.id: mention.rating} if mention.rating is not None else {},
        **more,
    }


def assign(desk: Desk, case: str, who: str, now: datetime, *, to: str, saw: int | None = None) -> Case:
    """Hand the case to somebody; staff take it themselves."""
    known = {person.name.casefold(): person.name for person in desk.config.people if person.role != "viewer"}
    if known and to.casefold() not in known:
        raise NotAllowed(f"{to} is nobody a case can go to; there are: {', '.join(sorted(known.values()))}.")
    return _do(desk, case, who, now, "assign", {"to": known.get(to.casefold(), to)}, saw)


def take_back(desk: Desk, case: str, who: str, now: datetime, *, saw: int | None = None) -> Case:
    """Take the case from whoever has it; it is open again."""
    return _do(desk, case, who, now, "take_back", {}, saw)


def answer(
    desk: Desk, case: str, who: str, now: datetime, *, words: str, url: str = "", saw: int | None = None
) -> Case:
    """We have answered the customer, with these words (posted or said by a person; never by this program)."""
    return _do(desk, case, who, now, "answer", {"words": words.strip(), "url": url.strip()}, saw)


def promise(
    desk: Desk, case: str, who: str, now: datetime, *, what: str, due: datetime, by: str = "", saw: int | None = None
) -> Case:
    """The customer was promised something by a date. `by`: who will do it; the writer when empty."""
    payload: dict[str, Json] = {"what": what.strip(), "due": _utc(due)}
    if by:
        payload["by"] = actor(desk.config, by).name
    return _do(desk, case, who, now, "promise", payload, saw)


def keep(
    desk: Desk, case: str, who: str, now: datetime, *, number: int, words: str = "", saw: int | None = None
) -> Case:
    """A promise (by its number) was kept; one that was broken can still be, late."""
    return _do(desk, case, who, now, "keep", {"promise": number, "words": words.strip()}, saw)


def break_(
    desk: Desk, case: str, who: str, now: datetime, *, number: int, words: str = "", saw: int | None = None
) -> Case:
    """A promise (by its number) was broken."""
    return _do(desk, case, who, now, "break", {"promise": number, "words": words.strip()}, saw)


def wait(desk: Desk, case: str, who: str, now: datetime, *, words: str = "", saw: int | None = None) -> Case:
    """We need something from the customer: the clocks stand still until they speak, or until we act again."""
    return _do(desk, case, who, now, "wait", {"words": words.strip()}, saw)


def resolve(desk: Desk, case: str, who: str, now: datetime, *, words: str = "", saw: int | None = None) -> Case:
    """It is put right; a check-in will be due."""
    return _do(desk, case, who, now, "resolve", {"words": words.strip()}, saw)


def check_in(
    desk: Desk, case: str, who: str, now: datetime, *, well: bool, words: str = "", saw: int | None = None
) -> Case:
    """Somebody asked the customer whether all was well. If it was not, the case is reopened."""
    if well:
        return _do(desk, case, who, now, "check_in", {"words": words.strip()}, saw)
    said = words.strip() or "asked at the check-in, the customer said that all was not well"
    return _do(desk, case, who, now, "reopen", {"words": said, "check_in": True}, saw)


def reopen(desk: Desk, case: str, who: str, now: datetime, *, words: str, saw: int | None = None) -> Case:
    """A closed case, or one that waited for the customer, is ours again. `words` say why."""
    return _do(desk, case, who, now, "reopen", {"words": words.strip()}, saw)


def dismiss(desk: Desk, case: str, who: str, now: datetime, *, words: str, saw: int | None = None) -> Case:
    """There is nothing to put right; `words` say why."""
    return _do(desk, case, who, now, "dismiss", {"words": words.strip()}, saw)


def note(desk: Desk, case: str, who: str, now: datetime, *, words: str) -> Case:
    """A remark for colleagues."""
    return _do(desk, case, who, now, "note", {"words": words.strip()}, None)


def put_right(
    desk: Desk, case: str, who: str, now: datetime, *, amount: float, what: str, saw: int | None = None
) -> Case:
    """A small thing done at once (a free dessert, postage back), within what the role may spend on a case."""
    by = actor(desk.config, who)
    return _do(desk, case, who, now, "put_right", {"amount": amount, "what": what.strip(), "role": by.role}, saw)


def suggest(desk: Desk, who: str, now: datetime, *, words: str, topic: str = "", case: str = SHOP) -> Case:
    """Somebody of the team proposes something, about a case or about the shop."""
    return _do(desk, case, who, now, "suggest", {"words": words.strip(), "topic": topic.strip()}, None)


def answer_suggestion(
    desk: Desk,
    who: str,
    now: datetime,
    *,
    number: int,
    verdict: str = "",
    why: str = "",
    became: str = "",
    case: str = SHOP,
) -> Case:
    """The owner's answer: "taken up" or "not now" with the reason; later `became`: what became of it."""
    payload: dict[str, Json] = {"suggestion": number, "verdict": verdict, "why": why.strip(), "became": became.strip()}
    return _do(desk, case, who, now, "answer_suggestion", payload, None)


def record_change(desk: Desk, who: str, now: datetime, *, words: str, topic: str, since: datetime) -> Case:
    """Something is done differently since a day ("new fryer"), and should help a topic: did the fix work?"""
    payload: dict[str, Json] = {"words": words.strip(), "topic": topic.strip(), "since": _utc(since)}
    return _do(desk, SHOP, who, now, "change", payload, None)


def write(
    con: Connection, case: str, by: Actor, now: datetime, verb: Verb, payload: Payload, saw: int | None = None
) -> Case:
    """Fold, ask, append, inside a session that is open already. Returns the case as it is then."""
    events = cases.of(con, case)
    before = fold(events) if events else None
    if before is not None and saw is not None and (first := overtaken_by(before, events, saw)):
        raise Overtaken(before, first)
    new = event(before, case, verb, by, payload, now)
    cases.append(con, new)
    return fold([*events, new])


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be kept")
    return moment.astimezone(UTC).isoformat()


def _do(desk: Desk, case: str, who: str, now: datetime, verb: Verb, payload: Payload, saw: int | None) -> Case:
    by = actor(desk.config, who)
    with desk.record.session(f"case {case}: {verb}") as con:
        return write(con, case, by, now, verb, payload, saw)
