from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.case import Case
from analysis.recovery import fold
from pipelines import recover
from pipelines.case_round import Tended, tend
from pipelines.desk import Desk
from pipelines.team import actor
from storage import cases
from storage.model import Snapshot
from tests.pipelines.team_desk import NOW, arrive, letters, look, said, second_complaint, shop, thought

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


def case(desk: Desk, id_: str = "1") -> Case:
    with desk.record.session("test") as con:
        return fold(cases.of(con, id_))


def subjects(tended: Tended, to: str) -> list[str]:
    return [each.subject for each in tended.reminders if each.recipient == f"{to}@example.com"]


def test_what_cannot_wait_becomes_a_case_of_whoever_the_topic_belongs_to_and_only_once(desk: Desk) -> None:
    urgent, calm = said(1), said(2)
    arrive(desk, (urgent, thought(urgent)), (calm, thought(calm, urgency="today")))
    first = tend(desk, NOW)
    assert first.done == {"open": 1, "assign": 1}
    assert (case(desk).mentions, case(desk).assignee, case(desk).urgent) == ((urgent.id,), "Cy Lee", True)
    assert [s.split(":")[0] for s in subjects(first, "cy")] == ["Case 1 is yours"]
    again = tend(desk, NOW + timedelta(minutes=5))
    assert (again.done, again.letters) == ({}, 0)
    assert len(letters(desk)) == 1


def test_a_round_that_is_done_twice_over_tells_nobody_twice(desk: Desk) -> None:
    urgent = said(1)
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    late = NOW + DAY
    assert tend(desk, late).letters > 0
    assert tend(desk, late).letters == 0


def test_a_silent_case_is_taken_back_passed_on_and_the_owner_told(desk: Desk) -> None:
    urgent = said(1)
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    # four opening hours: 10:00-13:00 and 14:00-15:00 in London
    assert tend(desk, NOW + 4 * HOUR + timedelta(minutes=59)).done == {}
    late = tend(desk, NOW + 5 * HOUR)
    assert late.done == {"take_back": 1, "assign": 1}
    now = case(desk)
    assert (now.assignee, now.had) == ("Ada", ("Cy Lee",))
    assert any("Nobody has answered" in subject for subject in subjects(late, "ada"))
    # the owner is in charge: nobody takes it from them, but they hear of it, once
    last = tend(desk, NOW + 2 * DAY)
    assert last.done == {}
    assert len([s for s in subjects(last, "ada") if "Nobody has answered" in s]) == 1


def test_while_the_owner_is_away_the_deputy_is_told(tmp_path: Path) -> None:
    desk = shop(tmp_path, "  absences: [{person: Ada, from: 2026-05-01, to: 2026-05-31}]\n")
    urgent = said(1)
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    late = tend(desk, NOW + 5 * HOUR)
    assert case(desk).assignee == "Ben"
    assert subjects(late, "ada") == []
    assert any("Nobody has answered" in subject for subject in subjects(late, "ben"))


def test_a_second_complaint_puts_both_stories_into_one_case(desk: Desk) -> None:
    first = said(1, author="Rosa Vane", at=NOW - 20 * DAY)
    arrive(desk, (first, thought(first, urgency="today")))
    again = said(2, author="Rosa Vane", source="posts", kind="post", rating=None, text="Broken again, still no reply.")
    arrive(desk, (again, thought(again, urgency="today")))
    second_complaint(desk, again, first, NOW)
    told = tend(desk, NOW)
    assert told.done == {"open": 1, "assign": 1}
    assert ["Broken again" in each.lines[0] for each in told.reminders] == [
        True
    ]  # what they say now, not the old story
    now = case(desk)
    assert (now.mentions, now.earlier, now.urgent) == ((first.id, again.id), (first.id,), True)


def test_a_closed_case_that_speaks_again_is_reopened_and_thanks_are_only_noted(desk: Desk) -> None:
    urgent = said(1, author="Rosa Vane")
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry; a new tin is on its way.")
    recover.resolve(desk, "1", "Cy Lee", NOW + 2 * HOUR)
    glad = said(
        2, author="Rosa Vane", source="posts", kind="post", at=NOW + DAY, text="The new tin is lovely, thank you."
    )
    arrive(desk, (glad, thought(glad, flag="none", label="positive", urgency="none")))
    assert tend(desk, NOW + DAY).done == {"note": 1}
    assert case(desk).state == "resolved"
    angry = said(3, author="Rosa Vane", at=NOW + 2 * DAY, text="And now the lid is broken, too.")
    arrive(desk, (angry, thought(angry, urgency="today")))
    told = tend(desk, NOW + 2 * DAY)
    assert told.done == {"reopen": 1}
    assert (case(desk).state, case(desk).reopened) == ("reopened", 1)
    assert any("open again" in subject for subject in subjects(told, "ada"))


def test_a_customer_we_waited_for_speaks_and_the_clocks_run_again(desk: Desk) -> None:
    urgent = said(1, author="Rosa Vane")
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="Which order was it?")
    recover.wait(desk, "1", "Cy Lee", NOW + HOUR, words="the order number")
    assert tend(desk, NOW + 3 * DAY).done == {}
    reply = said(2, author="Rosa Vane", source="reviews", kind="comment", at=NOW + 4 * DAY, text="Number 12345")
    arrive(desk, (reply, thought(reply, flag="none", label="neutral", urgency="none")))
    assert tend(desk, NOW + 4 * DAY).done == {"reopen": 1}
    assert (case(desk).state, case(desk).reopened, case(desk).asked) == ("reopened", 0, reply.seen)


def test_a_promise_is_reminded_of_before_it_is_due_and_the_owner_hears_when_it_was_broken(desk: Desk) -> None:
    recover.open_case(desk, "Ben", NOW, customer="Rosa Vane", words="The tin was broken.", topics=["parcels"])
    recover.answer(desk, "1", "Ben", NOW, words="Sorry! A new one comes by Friday.")
    recover.promise(desk, "1", "Ben", NOW, what="a new tin", due=NOW + 3 * DAY, by="Cy Lee")
    assert not [s for s in subjects(tend(desk, NOW + DAY), "cy") if "Promised" in s]
    due = tend(desk, NOW + 2 * DAY)
    assert [s.split(",")[0] for s in subjects(due, "cy")] == ["Promised to Rosa Vane"]
    assert subjects(due, "ada") == []
    broken = tend(desk, NOW + 3 * DAY)
    assert broken.done == {"break": 1}
    assert subjects(broken, "ada") == ["A promise to Rosa Vane was broken (case 1)"]
    kept = recover.keep(desk, "1", "Cy Lee", NOW + 3 * DAY + HOUR, number=3)
    assert (kept.state, kept.promises[0].state, kept.promises[0].kept_late) == ("kept", "kept", True)
    assert tend(desk, NOW + 4 * DAY).letters == 0


def test_a_check_in_is_due_some_days_after_a_case_was_resolved(desk: Desk) -> None:
    recover.open_case(desk, "Ben", NOW, customer="Rosa Vane", words="The tin was broken.")
    recover.answer(desk, "1", "Ben", NOW, words="Sorry! Here is another.")
    recover.resolve(desk, "1", "Ben", NOW)
    assert not [s for s in subjects(tend(desk, NOW + 2 * DAY), "ada") if "all well" in s]
    assert [s[:13] for s in subjects(tend(desk, NOW + 3 * DAY), "ada")] == ["Was all well?"]
    assert recover.check_in(desk, "1", "Ada", NOW + 3 * DAY, well=True).state == "checked-in"
    assert tend(desk, NOW + 9 * DAY).reminders == ()


def test_raised_stars_and_a_removed_review_are_credited_to_the_answer_before_them_once(desk: Desk) -> None:
    urgent = said(1, author="Rosa Vane")
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    look(desk, Snapshot(urgent.id, NOW + HOUR, rating=0.5))  # before anybody answered: nobody's merit
    tend(desk, NOW + HOUR)
    recover.answer(desk, "1", "Cy Lee", NOW + 2 * HOUR, words="We are sorry; a new tin is on its way.")
    recover.resolve(desk, "1", "Cy Lee", NOW + 3 * HOUR)
    look(desk, Snapshot(urgent.id, NOW + DAY, rating=1.0))
    told = tend(desk, NOW + DAY)
    assert told.done == {"credit": 1}
    (credit,) = case(desk).credits
    assert (credit.what, credit.before, credit.after, credit.by) == ("raised", 0.25, 1.0, "Cy Lee")
    assert case(desk).state == "resolved"
    assert subjects(told, "cy") == [
        "Case 1, Rosa Vane: 2 of 5 stars became 5 of 5 stars, the same day as Cy Lee's answer"
    ]
    assert tend(desk, NOW + DAY + HOUR).done == {}
    look(desk, Snapshot(urgent.id, NOW + 2 * DAY, deleted=True))
    assert tend(desk, NOW + 2 * DAY).done == {"credit": 1}


def test_an_edit_for_the_worse_reopens(desk: Desk) -> None:
    urgent = said(1, author="Rosa Vane")
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    recover.answer(desk, "1", "Cy Lee", NOW + HOUR, words="We are sorry.")
    recover.resolve(desk, "1", "Cy Lee", NOW + 2 * HOUR)
    look(desk, Snapshot(urgent.id, NOW + DAY, text="They promised a new tin. Nothing came.", rating=0.0))
    assert tend(desk, NOW + DAY).done == {"reopen": 1}
    assert tend(desk, NOW + DAY + HOUR).done.get("reopen") is None


def test_praise_reaches_the_person_it_names(desk: Desk) -> None:
    glad = said(1, text="Cy was wonderful and found the right curry for us. Thanks a lot!", rating=1.0)
    arrive(desk, (glad, thought(glad, flag="none", label="positive", urgency="none")))
    told = tend(desk, NOW)
    assert subjects(told, "cy") == ["A customer praised you by name"]
    assert [each.recipient for each in told.reminders] == ["cy@example.com"]


def test_hostile_words_stay_words_in_a_letter(desk: Desk) -> None:
    nasty = "<script>alert(1)</script> {{7*7}} {0.__class__}\r\nBcc: x@example.org"
    urgent = said(1, author=nasty, text=nasty)
    arrive(desk, (urgent, thought(urgent)))
    tend(desk, NOW)
    (letter,) = letters(desk)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "<script>" not in letter.html
    assert "{{7*7}}" in letter.text


@pytest.mark.parametrize("known", [True, False])
def test_the_same_story_passed_on_is_no_second_case_but_every_reviewer_has_one(desk: Desk, known: bool) -> None:
    told = [said(n, kind="post" if known else "review", source="posts") for n in range(3)]
    arrive(desk, *((each, replace(thought(each), story="one")) for each in told))
    assert tend(desk, NOW).done["open"] == (1 if known else 3)


def test_many_at_once_are_one_letter_and_are_not_told_again_alone(desk: Desk) -> None:
    many = [said(n) for n in range(30)]
    arrive(desk, *((each, thought(each)) for each in many))
    first = tend(desk, NOW)
    assert (first.done["open"], first.letters) == (30, 1)
    (letter,) = letters(desk)
    assert letter.subject.startswith("30 things about your cases; the first: Case 1 is yours")
    for hours in (1, 30, 31):
        tend(desk, NOW + hours * HOUR)
    assert (
        len([each for each in letters(desk) if "is yours" in each.subject and each.recipient == "cy@example.com"]) == 1
    )


def test_what_was_told_one_by_one_is_not_told_again_together(desk: Desk) -> None:
    ada = actor(desk.config, "Ada")
    with desk.record.session("test") as con:
        for number in range(1, 8):
            recover.write(con, str(number), ada, NOW, "open", {"customer": f"Guest {number}", "words": "broken"})
            recover.write(con, str(number), ada, NOW, "answer", {"words": "Sorry!"})
            recover.write(con, str(number), ada, NOW + number * DAY, "resolve", {})
    for days in range(4, 11):
        tend(desk, NOW + days * DAY)
    told = [each.subject for each in letters(desk)]
    assert [subject[:13] for subject in told] == ["Was all well?"] * 7
    assert tend(desk, NOW + 30 * DAY).letters == 0


def test_a_remark_about_the_shop_is_nobody_s_case_and_stops_no_round(desk: Desk) -> None:
    recover.record_change(desk, "Ada", NOW, words="new bags", topic="parcels", since=NOW)
    recover.suggest(desk, "Cy Lee", NOW, words="two bags")
    assert tend(desk, NOW + timedelta(days=9)).done == {}
