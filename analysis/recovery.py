"""A case is what its events add up to; a move is the next event, or a sentence that says why it may not be.

Pure: the events, the actor and the time are handed in. `fold` and the table of moves live next door.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from analysis.case import SHOP, Case
from analysis.folding import fold, fold_all
from analysis.moves import MOVES, REMARKS, Role, Verb, allowed
from storage.model import CaseEvent, Json

__all__ = ["Actor", "NotAllowed", "event", "fold", "fold_all", "open_moves", "overtaken_by"]

LONGEST = 10_000  # characters of anything a person types in
VERDICTS = ("taken up", "not now")
Payload = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move. `limit`: what the role may spend on one case without asking; None is no limit."""

    name: str
    role: Role
    limit: float | None = None


class NotAllowed(Exception):
    """The move is not open to this person in this state; the message is a sentence for them."""


def open_moves(case: Case, actor: Actor) -> tuple[Verb, ...]:
    """The moves this person may make now: what the page shows as buttons."""
    found = allowed(case.state, actor.role)
    if not case.promises or all(promise.state == "kept" for promise in case.promises):
        found = tuple(verb for verb in found if verb not in ("keep", "break"))
    if case.open_promises:
        found = tuple(verb for verb in found if verb not in ("resolve", "dismiss"))
    if actor.role == "staff" and case.assignee not in ("", actor.name):
        found = tuple(verb for verb in found if verb != "resolve")
    if not case.assignee:
        found = tuple(verb for verb in found if verb != "take_back")
    return found


def event(case: Case | None, id_: str, verb: Verb, actor: Actor, payload: Payload, now: datetime) -> CaseEvent:
    """The next event of a case (None: it does not exist yet), or NotAllowed with the reason."""
    move = MOVES[verb]
    name = "This case" if id_ == SHOP else f"Case {id_}"
    if not actor.name.strip():
        raise NotAllowed("Every change has a name; say who you are.")
    if actor.role not in move.roles:
        who = " or ".join(sorted(role for role in move.roles if role != "clock"))
        raise NotAllowed(f"{actor.name} ({actor.role}) may not do this; it takes: {who or 'the program itself'}.")
    if id_ == SHOP and verb not in REMARKS:
        raise NotAllowed("That can only be done with a customer's case.")
    if case is None and verb != "open" and id_ != SHOP:
        raise NotAllowed(f"There is no case {id_}.")
    if case is not None:
        if verb == "open":
            raise NotAllowed(f"{name} is there already.")
        if case.state not in move.start:
            raise NotAllowed(f"{name} is {case.state}, so it cannot be {move.done}.")
    _not_too_long(payload)
    guard = _GUARDS.get(verb)
    if guard is not None and (why_not := guard(case, actor, payload, now)):
        raise NotAllowed(why_not)
    return CaseEvent(id_, case.seq + 1 if case else 1, now, actor.name, verb, payload)


def overtaken_by(case: Case, events: list[CaseEvent], saw: int) -> CaseEvent | None:
    """The first event after `saw` that somebody looking at event `saw` should have known of; None when there is none.

    Remarks (notes, suggestions, credits) do not count: they take nothing away from what one is about to do.
    """
    if case.moved <= saw:
        return None
    return next(each for each in events if each.seq > saw and each.kind not in REMARKS)


def _not_too_long(payload: Payload) -> None:
    for value in payload.values():
        if isinstance(value, str) and len(value) > LONGEST:
            raise NotAllowed(f"That is longer than {LONGEST:,} characters; keep the essence and link the rest.")


def _said(payload: Payload, name: str) -> bool:
    value = payload.get(name)
    return isinstance(value, str) and bool(value.strip())


def _needs(name: str, sentence: str) -> Callable[[Case | None, Actor, Payload, datetime], str]:
    return lambda case, actor, payload, now: "" if _said(payload, name) else sentence


def _open(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if _said(payload, "mention") or (_said(payload, "customer") and _said(payload, "words")):
        return ""
    return "A case typed in needs the customer's name and what they said."


def _assign(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if not _said(payload, "to"):
        return "Say to whom the case goes."
    if actor.role == "staff" and payload["to"] != actor.name:
        return "Staff may take a case themselves; ask a manager to hand it to somebody else."
    if case and case.assignee == payload["to"]:
        return f"{case.assignee} has this case already."
    return ""


def _take_back(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    return "" if case and case.assignee else "Nobody has this case, so it cannot be taken back."


def _promise(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if not _said(payload, "what"):
        return "Say what was promised."
    due = datetime.fromisoformat(str(payload.get("due")))
    return "" if due > now else "A promise is due in the future; this date has passed."


def _keep(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    found = [each for each in case.promises if each.number == payload.get("promise")] if case else []
    if not found:
        return "There is no such promise in this case."
    return "This promise is kept already." if found[0].state == "kept" else ""


def _break(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    found = [each for each in case.promises if each.number == payload.get("promise")] if case else []
    if not found:
        return "There is no such promise in this case."
    return "" if found[0].state == "open" else f"This promise is {found[0].state} already."


def _resolve(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if case and case.open_promises:
        return f"A promise is still open ({case.open_promises[0].what}); keep it or say that it was broken first."
    if actor.role == "staff" and case and case.assignee not in ("", actor.name):
        return f"{case.assignee} has this case; only they, a manager or the owner can resolve it."
    return ""


def _dismiss(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if case and case.open_promises:
        return f"A promise is still open ({case.open_promises[0].what}); keep it or say that it was broken first."
    return "" if _said(payload, "words") else "Say why the case is dismissed."


def _put_right(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    amount = payload.get("amount")
    if not isinstance(amount, int | float) or isinstance(amount, bool) or not math.isfinite(amount) or amount <= 0:
        return "The amount should be a number above 0."
    if not _said(payload, "what"):
        return "Say what was done for the customer."
    used = sum(each.amount for each in case.spent) if case else 0.0
    if actor.limit is not None and used + amount > actor.limit + 1e-9:
        left = max(0.0, actor.limit - used)
        return (
            f"{actor.name} ({actor.role}) may put right up to {actor.limit:g} in a case without asking; "
            f"{used:g} is used, {left:g} is left. Ask somebody who may spend more."
        )
    return ""


def _answer_suggestion(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    found = [each for each in case.suggestions if each.number == payload.get("suggestion")] if case else []
    if not found:
        return "There is no such suggestion."
    if _said(payload, "became"):
        return "" if found[0].verdict == "taken up" else "Only a suggestion that was taken up can become something."
    if payload.get("verdict") not in VERDICTS:
        return f"The answer to a suggestion is one of: {', '.join(VERDICTS)}."
    if payload["verdict"] == "not now" and not _said(payload, "why"):
        return "Say why not now: whoever suggested it should know."
    return ""


def _change(case: Case | None, actor: Actor, payload: Payload, now: datetime) -> str:
    if not _said(payload, "words") or not _said(payload, "topic"):
        return "Say what was changed and which topic it should help."
    since = datetime.fromisoformat(str(payload.get("since")))
    return "" if since <= now else "A change counts from a day that has come; write it down then."


_GUARDS: Mapping[Verb, Callable[[Case | None, Actor, Payload, datetime], str]] = {
    "open": _open,
    "assign": _assign,
    "take_back": _take_back,
    "answer": _needs("words", "Say what the customer was told."),
    "promise": _promise,
    "keep": _keep,
    "break": _break,
    "resolve": _resolve,
    "reopen": _needs("words", "Say why the case is opened again."),
    "dismiss": _dismiss,
    "put_right": _put_right,
    "note": _needs("words", "The note is empty."),
    "suggest": _needs("words", "The suggestion is empty."),
    "answer_suggestion": _answer_suggestion,
    "change": _change,
}
