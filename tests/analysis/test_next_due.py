from __future__ import annotations

from datetime import time, timedelta
from types import SimpleNamespace

import pytest

from analysis.clocks import DAYS, Calendar
from analysis.next_due import answer_due, next_due
from tests.analysis.cases import NOW, OWNER, History

WITHIN, CHECK_IN = timedelta(hours=4), timedelta(days=3)
OPEN = Calendar({day: (SimpleNamespace(opens=time(9), closes=time(17)),) for day in DAYS})


def kind(history: History) -> str:
    due = next_due(history.case, OPEN, WITHIN, CHECK_IN)
    return due.kind if due else ""


def test_first_the_answer_then_what_was_promised_then_a_word_afterwards() -> None:
    history = History().opened()
    assert kind(history) == "answer"
    assert answer_due(history.case, OPEN, WITHIN) == NOW + timedelta(hours=4)
    history.do("answer", words="sorry")
    assert kind(history) == ""
    history.promise()
    due = next_due(history.case, OPEN, WITHIN, CHECK_IN)
    assert due is not None
    assert due.promise == history.case.promises[0]
    assert (due.late(due.at - timedelta(seconds=1)), due.late(due.at)) == (False, True)
    history.do("keep", promise=3).do("resolve")
    assert kind(history) == "check_in"
    assert kind(history.do("check_in", OWNER)) == ""


def test_an_answer_has_its_whole_time_in_opening_hours_from_when_the_case_was_handed_over() -> None:
    history = History().opened().do("assign", later=6, to="Cy")
    assert answer_due(history.case, OPEN, WITHIN) == NOW + timedelta(hours=24 + 2)
    assert kind(history.do("wait")) == ""


@pytest.mark.parametrize(
    ("payload", "again"),
    [
        ({"mention": "m2", "urgent": True}, True),
        ({"mention": "m2", "content": True, "urgent": False}, False),
        ({"mention": "m2", "earlier": ["m0"]}, True),
    ],
)
def test_a_second_complaint_is_marked_and_thanks_are_none(payload: dict[str, object], again: bool) -> None:
    history = History().opened()
    assert not history.case.again
    assert history.do("speak", **payload).case.again is again  # type: ignore[arg-type]  # what an event may hold


def test_a_closed_case_that_is_opened_again_is_a_second_complaint_and_an_answer_to_our_question_is_none() -> None:
    assert History().opened().do("resolve").do("reopen", words="called again").case.again
    assert not History().opened().do("wait").do("reopen", words="told us the colour").case.again
