"""What a later look at a source shows of a case: edits for the worse or the better, and an answer given there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.case import Case
from analysis.recovery import fold
from pipelines import recover
from pipelines.alarm import warn_now
from pipelines.case_round import Tended, tend
from pipelines.desk import Desk
from storage import assessments, cases, mentions
from storage.model import Mention, Snapshot
from tests.pipelines.team_desk import NOW, arrive, letters, look, said, shop, thought

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORSE = "They promised a new tin. Nothing came."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


@pytest.fixture
def urgent(desk: Desk) -> Mention:
    """A complaint that has its case, number 1, with Cy Lee."""
    found = said(1, author="Rosa Vane")
    arrive(desk, (found, thought(found)))
    tend(desk, NOW)
    return found


def case(desk: Desk) -> Case:
    with desk.record.session("test") as con:
        return fold(cases.of(con, "1"))


def subjects(tended: Tended, to: str) -> list[str]:
    return [each.subject for each in tended.reminders if each.recipient == f"{to}@example.com"]


def test_a_review_that_goes_on_after_our_answer_is_a_second_complaint_and_starts_the_clock(
    desk: Desk, urgent: Mention
) -> None:
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry, a new tin comes.")
    look(desk, Snapshot(urgent.id, NOW + 2 * DAY, text=WORSE))
    told = tend(desk, NOW + 2 * DAY)
    assert told.done == {"speak": 1}
    assert [s.split(":")[0] for s in subjects(told, "cy")] == ["Case 1"]
    assert (case(desk).asked, case(desk).again) == (NOW + 2 * DAY, True)
    assert tend(desk, NOW + 2 * DAY + HOUR / 2).done == {}  # the look is looked at again, and told once
    recover.answer(desk, "1", "Cy Lee", NOW + 2 * DAY + HOUR / 2, words="It is in the post, number 7.")
    assert tend(desk, NOW + 2 * DAY + HOUR).done == {}
    assert case(desk).asked is None


def test_while_whoever_has_the_case_is_away_the_one_in_charge_hears_of_it(tmp_path: Path) -> None:
    desk = shop(tmp_path, "  absences: [{person: Cy Lee, from: 2026-05-06, to: 2026-05-31}]\n")
    first = said(1, author="Rosa Vane")
    arrive(desk, (first, thought(first)))
    tend(desk, NOW)
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry, a new tin comes.")
    again = said(2, author="Rosa Vane", at=NOW + DAY, text="And where is it?")
    arrive(desk, (again, thought(again, urgency="today")))
    told = tend(desk, NOW + DAY)
    assert subjects(told, "cy") == []
    assert subjects(told, "ada") == ["Case 1: Rosa Vane spoke again"]


def test_a_spelling_mended_is_no_word_and_thanks_are_noted(desk: Desk, urgent: Mention) -> None:
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry.")
    recover.resolve(desk, "1", "Cy Lee", NOW + 2 * HOUR)
    look(desk, Snapshot(urgent.id, NOW + DAY, text="The parcel came late, and the tin was brokn."))
    assert tend(desk, NOW + DAY).done == {}
    look(desk, Snapshot(urgent.id, NOW + 2 * DAY, text="They sent another one at once. Lovely people!"))
    with desk.record.session("test") as con:
        assessments.save(con, [thought(urgent, flag="none", label="positive", urgency="none", at=NOW + 2 * DAY)])
    assert tend(desk, NOW + 2 * DAY).done == {"note": 1}
    assert case(desk).state == "resolved"


def test_an_answer_given_at_the_source_answers_the_case(desk: Desk, urgent: Mention) -> None:
    look(desk, Snapshot(urgent.id, NOW + HOUR, reply="Dear Rosa, we are so sorry. A new tin is on its way."))
    assert tend(desk, NOW + HOUR).done == {"answer_seen": 1}
    now = case(desk)
    assert (now.state, now.asked, now.answers[0].by) == ("answered", None, "Cy Lee")
    assert now.answers[0].words.startswith("Dear Rosa")
    assert tend(desk, NOW + 6 * HOUR).done == {}  # nobody says that nobody has answered
    again = said(2, author="Rosa Vane", at=NOW + DAY, text="And where is it?")
    arrive(desk, (again, thought(again, urgency="today")))
    look(desk, Snapshot(urgent.id, NOW + DAY, likes=3, reply="Dear Rosa, we are so sorry. A new tin is on its way."))
    assert tend(desk, NOW + DAY).done == {"speak": 1}
    assert case(desk).asked == NOW + DAY  # the old answer is no answer to what was said since


def test_a_case_that_stands_still_is_not_forgotten(desk: Desk, urgent: Mention) -> None:
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry.")
    assert tend(desk, NOW + 3 * DAY).reminders == ()
    told = tend(desk, NOW + 4 * DAY)
    assert [s[:42] for s in subjects(told, "cy")] == ["Case 1: nothing has happened for Rosa Vane"]
    assert tend(desk, NOW + 20 * DAY).letters == 0
    recover.wait(desk, "1", "Cy Lee", NOW + 20 * DAY, words="the order number")
    assert tend(desk, NOW + 22 * DAY).letters == 0
    again = tend(desk, NOW + 24 * DAY)
    assert "the order number" in again.reminders[0].lines[0]
    recover.resolve(desk, "1", "Cy Lee", NOW + 25 * DAY)
    assert [s[:13] for s in subjects(tend(desk, NOW + 40 * DAY), "ada")] == ["Was all well?"]


def test_whatever_a_customer_says_to_our_question_the_next_word_is_ours(desk: Desk, urgent: Mention) -> None:
    recover.wait(desk, "1", "Cy Lee", NOW + HOUR, words="the order number")
    kind = said(2, author="Rosa Vane", at=NOW + DAY, text="Thank you for asking, so kind! It was number 12345.")
    arrive(desk, (kind, thought(kind, flag="none", label="positive", urgency="none")))
    assert tend(desk, NOW + DAY).done == {"reopen": 1}
    assert case(desk).asked == NOW + DAY


def old_review(desk: Desk) -> Mention:
    """A happy review of 40 days ago, long judged."""
    glad = said(1, author="Rosa Vane", text="Lovely curry powder.", rating=1.0, at=NOW - 40 * DAY)
    arrive(desk, (glad, thought(glad, flag="none", label="positive", urgency="none", complaint=0.01)))
    warn_now(desk, now=NOW - 40 * DAY)
    tend(desk, NOW - 40 * DAY)
    return glad


def changed(desk: Desk, mention: Mention, text: str, *, urgency: str) -> None:
    with desk.record.session("test") as con:
        mentions.keep(con, [replace(mention, text=text, rating=0.0)], at=NOW)
        assessments.save(con, [thought(mention, at=NOW, urgency=urgency, reasons=())])


def test_an_old_review_that_turns_into_a_complaint_is_told(desk: Desk) -> None:
    changed(desk, old_review(desk), "UPDATE: a moth in the bag, and no money back. Never again.", urgency="today")
    warn_now(desk, now=NOW)
    assert {each.recipient for each in letters(desk)} == {"ada@example.com", "ben@example.com"}
    assert all("a moth in the bag" in each.text and "its author has changed it" in each.text for each in letters(desk))
    warn_now(desk, now=NOW + HOUR)
    assert len(letters(desk)) == 2


def test_an_old_review_that_speaks_of_an_injury_now_becomes_a_case(desk: Desk) -> None:
    changed(desk, old_review(desk), "UPDATE: there was glass in the tin, my son cut his mouth.", urgency="now")
    assert tend(desk, NOW).done["open"] == 1
