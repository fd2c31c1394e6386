"""Who may do what in which state: the whole casework as one table.

A move names the states it may start from, where it leads, and the roles that may make it. Where it leads to nothing
the case stays in its state; what depends on open promises is told in `recovery`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.case import CLOSED, State

Role = Literal["owner", "manager", "staff", "viewer", "clock"]  # clock: the program itself, at its regular rounds
Verb = Literal[
    "open",
    "assign",
    "take_back",
    "answer",
    "answer_seen",
    "promise",
    "keep",
    "break",
    "wait",
    "resolve",
    "check_in",
    "reopen",
    "dismiss",
    "put_right",
    "note",
    "suggest",
    "answer_suggestion",
    "speak",
    "credit",
    "change",
]
STATES: tuple[State, ...] = get_args(State)
VERBS: tuple[Verb, ...] = get_args(Verb)
TEAM: frozenset[Role] = frozenset(("owner", "manager", "staff"))
LEADS: frozenset[Role] = frozenset(("owner", "manager"))
CLOCK: frozenset[Role] = frozenset(("clock",))
ANY: frozenset[State] = frozenset(STATES)
LIVE: frozenset[State] = ANY - CLOSED


@dataclass(frozen=True, slots=True)
class Move:
    """`start`: states it may start from. `to`: where it leads, None when the case stays. `roles`: who may."""

    start: frozenset[State]
    to: State | None
    roles: frozenset[Role]
    done: str  # "answered", for sentences


MOVES: Mapping[Verb, Move] = {
    "open": Move(frozenset(), "open", TEAM | CLOCK, "opened"),
    "assign": Move(LIVE, "assigned", TEAM | CLOCK, "assigned"),
    "take_back": Move(LIVE, "open", LEADS | CLOCK, "taken back"),
    "answer": Move(LIVE, "answered", TEAM, "answered"),
    "answer_seen": Move(LIVE, "answered", CLOCK, "answered, as its source shows"),
    "promise": Move(LIVE, "promised", TEAM, "given a promise"),
    "keep": Move(LIVE, "kept", TEAM, "moved on: a promise was kept"),
    "break": Move(LIVE, "broken", TEAM | CLOCK, "moved on: a promise was broken"),
    "wait": Move(LIVE - {"waiting"}, "waiting", TEAM, "set to wait for the customer"),
    "resolve": Move(LIVE, "resolved", TEAM, "resolved"),
    "check_in": Move(frozenset(("resolved",)), "checked-in", LEADS, "checked in on"),
    "reopen": Move(CLOSED | {"waiting"}, "reopened", TEAM | CLOCK, "reopened"),
    "dismiss": Move(LIVE, "dismissed", LEADS, "dismissed"),
    "put_right": Move(LIVE, None, TEAM, "put right in part"),
    "note": Move(ANY, None, TEAM | CLOCK, "noted on"),
    "suggest": Move(ANY, None, TEAM, "given a suggestion"),
    "answer_suggestion": Move(ANY, None, LEADS, "given an answer to a suggestion"),
    "speak": Move(LIVE, None, TEAM | CLOCK, "added to: the customer spoke again"),
    "credit": Move(ANY, None, CLOCK, "credited"),
    "change": Move(ANY, None, LEADS, "given a change"),
}
# A remark of a colleague does not make somebody's answer come too late; everything else does.
REMARKS: frozenset[str] = frozenset(("note", "suggest", "answer_suggestion", "credit", "change"))


def allowed(state: State, role: Role) -> tuple[Verb, ...]:
    """The moves a role may make in a state, in the order of the table."""
    return tuple(verb for verb, move in MOVES.items() if state in move.start and role in move.roles)


def table() -> dict[tuple[State, Role], tuple[Verb, ...]]:
    """All of it: (state, role) -> moves."""
    roles: tuple[Role, ...] = get_args(Role)
    return {(state, role): allowed(state, role) for state in STATES for role in roles}
