from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.case import CLOSED, SHOP
from analysis.moves import MOVES, VERBS, Verb
from analysis.recovery import Actor, NotAllowed, event, fold, fold_all, open_moves, overtaken_by
from storage.model import CaseEvent, Json
from tests.analysis.cases import CLOCK, MANAGER, NOW, OWNER, STAFF, VIEWER, History


def test_the_way_from_the_complaint_to_the_check_in() -> None:
    told = History().opened()
    states = [told.case.state]
    told.do("assign", to="Cy")
    states.append(told.case.state)
    told.do("answer", STAFF, words="We are sorry, Rosa.")
    states.append(told.case.state)
    told.promise(by=STAFF)
    states.append(told.case.state)
    told.do("keep", STAFF, promise=4)
    states.append(told.case.state)
    told.do("wait", STAFF, words="did it arrive?")
    states.append(told.case.state)
    told.do("reopen", CLOCK, words="the customer spoke again", mention="m2")
    states.append(told.case.state)
    told.do("resolve", STAFF).do("check_in", OWNER, words="she is content")
    assert states == ["open", "assigned", "answered", "promised", "kept", "waiting", "reopened"]
    case = told.case
    assert (case.state, case.mentions, case.reopened, case.assignee) == ("checked-in", ("m1", "m2"), 0, "Cy")
    assert [stay.state for stay in case.stays][-2:] == ["resolved", "checked-in"]
    assert case.answers[0].words == "We are sorry, Rosa."


@pytest.mark.parametrize(
    ("verb", "by", "payload", "sentence"),
    [
        ("dismiss", STAFF, {"words": "no"}, "manager or owner"),
        ("dismiss", MANAGER, {}, "Say why"),
        ("note", VIEWER, {"words": "hello"}, "viewer"),
        ("note", Actor(" ", "owner"), {"words": "hello"}, "has a name"),
        ("assign", STAFF, {"to": "Ben"}, "take a case themselves"),
        ("assign", MANAGER, {"to": ""}, "to whom"),
        ("answer", MANAGER, {"words": "  "}, "what the customer was told"),
        ("answer", MANAGER, {"words": "x" * 10_001}, "longer than"),
        ("promise", MANAGER, {"what": "tin", "due": (NOW - timedelta(days=1)).isoformat()}, "has passed"),
        ("keep", MANAGER, {"promise": 7}, "no such promise"),
        ("put_right", STAFF, {"amount": 20.01, "what": "postage"}, "up to 20"),
        ("put_right", STAFF, {"amount": -1, "what": "postage"}, "above 0"),
        ("put_right", STAFF, {"amount": float("nan"), "what": "postage"}, "above 0"),
        ("put_right", STAFF, {"amount": True, "what": "postage"}, "above 0"),
        ("check_in", OWNER, {}, "is open"),
        ("take_back", MANAGER, {}, "Nobody has"),
        ("credit", OWNER, {}, "the program itself"),
        ("answer_suggestion", OWNER, {"suggestion": 2, "verdict": "taken up"}, "no such suggestion"),
    ],
)
def test_what_may_not_be_is_refused_in_a_sentence(
    verb: Verb, by: Actor, payload: dict[str, Json], sentence: str
) -> None:
    case = History().opened().case
    with pytest.raises(NotAllowed, match=sentence):
        event(case, "1", verb, by, payload, NOW)


def test_a_case_with_an_open_promise_is_not_closed_and_a_broken_one_can_be_kept_late() -> None:
    told = History().opened().do("answer", words="sorry").promise()
    for verb in ("resolve", "dismiss"):
        with pytest.raises(NotAllowed, match="still open"):
            told.do(verb, OWNER, words="x")
    assert not {"resolve", "dismiss"} & set(open_moves(told.case, OWNER))
    told.do("break", CLOCK, later=30, promise=3).do("keep", promise=3)
    (promise,) = told.case.promises
    assert (promise.state, promise.kept_late, promise.broken is not None) == ("kept", True, True)
    assert told.do("resolve").case.state == "resolved"
    with pytest.raises(NotAllowed):
        told.do("keep", promise=3)


def test_an_answer_does_not_hide_an_open_promise_and_handing_on_does_not_undo_an_answer() -> None:
    told = History().opened().do("answer", words="sorry").promise().do("answer", words="it is on its way")
    assert told.case.state == "promised"
    assert told.do("assign", to="Cy").case.state == "promised"
    assert told.promise().do("keep", promise=3).case.state == "promised"


def test_what_a_role_may_spend_counts_for_the_whole_case() -> None:
    told = History().opened().do("put_right", STAFF, amount=15, what="dessert", role="staff")
    with pytest.raises(NotAllowed, match="15 is used, 5 is left"):
        told.do("put_right", STAFF, amount=6, what="coffee", role="staff")
    told.do("put_right", STAFF, amount=5, what="coffee", role="staff").do("put_right", OWNER, amount=500, what="all")
    assert [each.amount for each in told.case.spent] == [15, 5, 500]


def test_staff_resolve_their_own_cases_only() -> None:
    told = History().opened().do("assign", to="Ben")
    with pytest.raises(NotAllowed, match="Ben has this case"):
        told.do("resolve", STAFF)
    assert "resolve" not in open_moves(told.case, STAFF)
    assert told.do("take_back").do("assign", STAFF, to="Cy").do("resolve", STAFF).case.state == "resolved"


def test_suggestions_are_answered_and_something_becomes_of_them() -> None:
    told = History().opened().do("suggest", STAFF, words="two bags", topic="parcels")
    with pytest.raises(NotAllowed, match="why not now"):
        told.do("answer_suggestion", OWNER, suggestion=2, verdict="not now")
    with pytest.raises(NotAllowed, match="taken up"):
        told.do("answer_suggestion", OWNER, suggestion=2, became="done")
    told.do("answer_suggestion", OWNER, suggestion=2, verdict="taken up")
    told.do("answer_suggestion", OWNER, suggestion=2, became="two bags since May")
    (suggestion,) = told.case.suggestions
    assert (suggestion.verdict, suggestion.became, suggestion.answered_by) == ("taken up", "two bags since May", "Ada")


def test_the_history_of_the_shop_takes_remarks_only() -> None:
    first = event(None, SHOP, "suggest", STAFF, {"words": "two bags"}, NOW)
    assert fold([first]).suggestions[0].case == SHOP
    with pytest.raises(NotAllowed, match="customer's case"):
        event(fold([first]), SHOP, "answer", OWNER, {"words": "x"}, NOW)


def test_who_acts_on_what_has_moved_is_overtaken_and_a_remark_overtakes_nobody() -> None:
    told = History().opened().do("note", words="call after five")
    assert overtaken_by(told.case, told.events, 1) is None
    told.do("answer", words="sorry")
    first = overtaken_by(told.case, told.events, 2)
    assert first is not None
    assert (first.kind, first.who) == ("answer", "Ben")
    assert overtaken_by(told.case, told.events, 3) is None


def test_a_case_must_begin_with_its_opening_and_unknown_kinds_do_no_harm() -> None:
    with pytest.raises(ValueError, match="opening"):
        fold([CaseEvent("1", 1, NOW, "Ada", "answer")])
    told = History().opened()
    told.events.append(CaseEvent("1", 2, NOW, "Ada", "something newer", {"x": [1]}))
    assert (told.case.seq, told.case.state) == (2, "open")


def test_events_of_many_cases_in_any_order_fold_apart() -> None:
    one, two = History("1").opened().do("answer", words="a"), History("2").opened()
    assert {k: v.state for k, v in fold_all([*two.events, *reversed(one.events)]).items()} == {
        "1": "answered",
        "2": "open",
    }


ACTORS = (OWNER, MANAGER, STAFF, VIEWER, CLOCK)
PAYLOAD: dict[str, Json] = {"words": "w", "to": "Cy", "what": "tin", "amount": 1, "topic": "t", "mention": "m9"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(ACTORS), st.integers(1, 6)), max_size=25))
def test_whatever_people_try_the_case_stays_in_the_table(tries: list[tuple[Verb, Actor, int]]) -> None:
    told = History().opened()
    for verb, by, number in tries:
        before, count = told.case, len(told.events)
        due = (told.at + timedelta(hours=9)).isoformat()
        extra: dict[str, Json] = {"promise": number, "suggestion": number, "verdict": "taken up", "due": due}
        try:
            told.do(verb, by, later=1.0, since=NOW.isoformat(), **PAYLOAD, **extra)
        except NotAllowed:
            assert len(told.events) == count
            continue
        now = told.case
        assert before.state in MOVES[verb].start
        assert by.role in MOVES[verb].roles
        assert now.seq == before.seq + 1
        assert not (now.state in ("resolved", "dismissed") and now.open_promises)
        assert now.asked is None or now.state not in CLOSED
        assert sum(each.amount for each in now.spent if each.by == "Cy") <= 20
