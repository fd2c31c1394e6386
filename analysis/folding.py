"""A case from its events, one after the other. What an event does not say is not guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from analysis.case import (
    SHOP,
    Answer,
    Case,
    Change,
    Credit,
    Note,
    Promise,
    Spent,
    State,
    Stay,
    Suggestion,
)
from analysis.moves import MOVES, REMARKS
from storage.model import CaseEvent, Json

UNANSWERED: tuple[State, ...] = ("open", "assigned", "reopened")


def fold(events: Sequence[CaseEvent]) -> Case:
    """The case that these events (oldest first) add up to. Raises ValueError when they do not begin with an opening.

    Events of a kind we do not know (a newer version wrote them) are counted and otherwise left alone.
    """
    if not events or (events[0].kind != "open" and events[0].case != SHOP):
        raise ValueError("a case begins with its opening")
    case = _opened(events[0])
    for event in events if events[0].kind != "open" else events[1:]:
        case = step(case, event)
    return case


def fold_all(events: Iterable[CaseEvent]) -> dict[str, Case]:
    """Case id -> case, from events of many cases in any order."""
    ordered = sorted(events, key=lambda event: (event.case, event.seq))
    return {case: fold(list(history)) for case, history in groupby(ordered, key=lambda event: event.case)}


def text(event: CaseEvent, name: str) -> str:
    value = event.payload.get(name)
    return value if isinstance(value, str) else ""


def words(event: CaseEvent, name: str) -> tuple[str, ...]:
    value = event.payload.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def number(event: CaseEvent, name: str) -> float | None:
    value = event.payload.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def moment(event: CaseEvent, name: str) -> datetime | None:
    value = text(event, name)
    return datetime.fromisoformat(value) if value else None


def _opened(event: CaseEvent) -> Case:
    first, earlier = text(event, "mention"), words(event, "earlier")
    seen = moment(event, "seen") or event.at
    return Case(
        id=event.case,
        seq=event.seq,
        moved=event.seq,
        state="open",
        opened=event.at,
        opened_by=event.who,
        changed=event.at,
        changed_by=event.who,
        entity=text(event, "entity"),
        source=text(event, "source"),
        mentions=_in_order((first,), earlier),
        ratings=_rated((), event),
        customer=text(event, "customer"),
        words=text(event, "words"),
        topics=words(event, "topics"),
        story=text(event, "story"),
        posted=moment(event, "posted") or seen,
        seen=seen,
        urgent=event.payload.get("urgent") is True,
        asked=seen,
        stays=(Stay("open", event.at),),
        earlier=earlier,
        again=bool(earlier),
        reason=text(event, "why"),
    )


def _in_order(said: tuple[str, ...], earlier: tuple[str, ...]) -> tuple[str, ...]:
    """What they said, the newest last: an answer, a letter and the list of cases speak of that."""
    return tuple(dict.fromkeys(each for each in (*earlier, *said) if each))


def _rated(before: tuple[tuple[str, float], ...], event: CaseEvent) -> tuple[tuple[str, float], ...]:
    value: Json = event.payload.get("ratings")
    found: Mapping[str, Json] = value if isinstance(value, dict) else {}
    known = dict(before) | {mention: float(stars) for mention, stars in found.items() if isinstance(stars, int | float)}
    return tuple(known.items())


def step(case: Case, event: CaseEvent) -> Case:
    """The case after one more event."""
    moved = case.moved if event.kind in REMARKS else event.seq
    reworded = moment(event, "edited") or case.reworded
    case = replace(case, seq=event.seq, moved=moved, changed=event.at, changed_by=event.who, reworded=reworded)
    change = _CHANGES.get(event.kind)
    if change is None:
        return case
    case = change(case, event)
    state = _leads_to(case, event.kind)
    if state == case.state:
        return case
    return replace(case, state=state, stays=(*case.stays, Stay(state, event.at)))


def _leads_to(case: Case, kind: str) -> State:
    """Where a move leads. Handing a case on does not undo an answer, and an answer does not undo a promise."""
    move = next(move for verb, move in MOVES.items() if verb == kind)
    if move.to is None:
        return case.state
    if kind == "assign":
        return "assigned" if case.state in UNANSWERED else case.state
    if kind == "take_back":
        return "open" if case.state == "assigned" else case.state
    if kind in ("answer", "answer_seen", "keep") and case.open_promises:
        return "promised"
    return move.to


def _assign(case: Case, event: CaseEvent) -> Case:
    return replace(case, assignee=text(event, "to"), assigned=event.at)


def _take_back(case: Case, event: CaseEvent) -> Case:
    return replace(case, assignee="", assigned=None, had=(*case.had, case.assignee))


def _answer(case: Case, event: CaseEvent) -> Case:
    by = text(event, "by")  # of an answer that the source showed; else who says so is who answered
    answer = Answer(event.seq, event.at, by or event.who, text(event, "words"), text(event, "url"))
    assignee = case.assignee or ("" if by else event.who)
    return replace(case, answers=(*case.answers, answer), asked=None, assignee=assignee)


def _promise(case: Case, event: CaseEvent) -> Case:
    by, due = text(event, "by") or event.who, moment(event, "due") or event.at
    promise = Promise(case.id, event.seq, text(event, "what"), due, by, event.at)
    return replace(case, promises=(*case.promises, promise))


def _settle(case: Case, event: CaseEvent) -> Case:
    def settled(promise: Promise) -> Promise:
        if promise.number != number(event, "promise"):
            return promise
        if event.kind == "keep":
            return replace(promise, state="kept", settled=event.at)
        return replace(promise, state="broken", settled=event.at, broken=event.at)

    return replace(case, promises=tuple(settled(promise) for promise in case.promises))


def _wait(case: Case, event: CaseEvent) -> Case:
    return replace(case, waiting_for=text(event, "words"), asked=None)


def _close(case: Case, event: CaseEvent) -> Case:
    return replace(case, asked=None, reason=text(event, "words") if event.kind == "dismiss" else case.reason)


def _reopen(case: Case, event: CaseEvent) -> Case:
    was_closed, asked = case.closed, None
    if case.state == "waiting":  # whatever they say to our question, the next word is ours
        asked = moment(event, "seen") or event.at
    case = _speak(replace(case, asked=case.asked or asked), event)
    again = case.again or was_closed
    return replace(case, again=again, reopened=case.reopened + was_closed, reason=text(event, "words"), waiting_for="")


def _speak(case: Case, event: CaseEvent) -> Case:
    said, earlier = text(event, "mention"), words(event, "earlier")
    unhappy = event.payload.get("urgent") is True and event.payload.get("content") is not True
    return replace(
        case,
        again=case.again or bool(earlier) or (bool(said) and unhappy),
        mentions=_in_order((*(each for each in case.mentions if each != said), said), earlier),
        ratings=_rated(case.ratings, event),
        topics=tuple(dict.fromkeys((*case.topics, *words(event, "topics")))),
        earlier=tuple(dict.fromkeys((*case.earlier, *earlier))),
        urgent=case.urgent or event.payload.get("urgent") is True,
        asked=case.asked or (moment(event, "seen") or event.at if event.payload.get("content") is not True else None),
    )


def _put_right(case: Case, event: CaseEvent) -> Case:
    spent = Spent(
        event.seq, event.at, event.who, text(event, "role"), number(event, "amount") or 0.0, text(event, "what")
    )
    return replace(case, spent=(*case.spent, spent))


def _note(case: Case, event: CaseEvent) -> Case:
    return replace(case, notes=(*case.notes, Note(event.seq, event.at, event.who, text(event, "words"))))


def _suggest(case: Case, event: CaseEvent) -> Case:
    said = Suggestion(case.id, event.seq, event.at, event.who, text(event, "words"), text(event, "topic"))
    return replace(case, suggestions=(*case.suggestions, said))


def _answer_suggestion(case: Case, event: CaseEvent) -> Case:
    def answered(each: Suggestion) -> Suggestion:
        if each.number != number(event, "suggestion"):
            return each
        return replace(
            each,
            verdict=text(event, "verdict") or each.verdict,
            why=text(event, "why") or each.why,
            answered_by=event.who,
            answered=event.at,
            became=text(event, "became") or each.became,
        )

    return replace(case, suggestions=tuple(answered(each) for each in case.suggestions))


def _credit(case: Case, event: CaseEvent) -> Case:
    credit = Credit(
        case=case.id,
        number=event.seq,
        at=moment(event, "when") or event.at,
        mention=text(event, "mention"),
        what="removed" if text(event, "what") == "removed" else "raised",
        before=number(event, "before"),
        after=number(event, "after"),
        answer=int(number(event, "answer") or 0),
        by=text(event, "by"),
    )
    return replace(case, credits=(*case.credits, credit))


def _change(case: Case, event: CaseEvent) -> Case:
    since = moment(event, "since") or event.at
    change = Change(event.seq, event.at, event.who, since, text(event, "words"), text(event, "topic"))
    return replace(case, changes=(*case.changes, change))


def _check_in(case: Case, event: CaseEvent) -> Case:
    return _note(case, event) if text(event, "words") else case


_CHANGES: Mapping[str, Callable[[Case, CaseEvent], Case]] = {
    "assign": _assign,
    "take_back": _take_back,
    "answer": _answer,
    "answer_seen": _answer,
    "promise": _promise,
    "keep": _settle,
    "break": _settle,
    "wait": _wait,
    "resolve": _close,
    "check_in": _check_in,
    "reopen": _reopen,
    "dismiss": _close,
    "put_right": _put_right,
    "note": _note,
    "suggest": _suggest,
    "answer_suggestion": _answer_suggestion,
    "speak": _speak,
    "credit": _credit,
    "change": _change,
}
