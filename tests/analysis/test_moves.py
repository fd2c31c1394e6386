from __future__ import annotations

from analysis.case import CLOSED
from analysis.moves import MOVES, STATES, VERBS, allowed, table


def test_the_table_covers_every_move_every_state_and_every_role() -> None:
    assert set(MOVES) == set(VERBS)
    assert len(table()) == len(STATES) * 5
    reached = {move.to for move in MOVES.values()} - {None}
    assert reached == set(STATES)


def test_a_viewer_changes_nothing_in_any_state() -> None:
    assert [allowed(state, "viewer") for state in STATES] == [()] * len(STATES)


def test_every_state_has_a_way_on_for_the_owner() -> None:
    changing = {verb for verb, move in MOVES.items() if move.to}
    assert [state for state in STATES if not changing & set(allowed(state, "owner"))] == []


def test_staff_close_nothing_unheard_and_hand_nothing_back() -> None:
    for state in STATES:
        assert not {"dismiss", "take_back", "check_in", "answer_suggestion"} & set(allowed(state, "staff"))


def test_a_closed_case_is_only_reopened_remarked_on_or_checked() -> None:
    for state in CLOSED:
        moves = {verb for verb in allowed(state, "owner") if MOVES[verb].to}
        assert moves <= {"reopen", "check_in"}


def test_the_program_itself_never_answers_promises_or_resolves() -> None:
    done = {verb for state in STATES for verb in allowed(state, "clock")}
    assert not done & {"answer", "promise", "keep", "resolve", "dismiss", "put_right", "check_in"}
