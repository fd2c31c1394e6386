"""The pages of cases: what stands there, that every open move is reachable and written, and who came second is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.recovery import fold
from pipelines import recover
from pipelines.desk import Desk
from storage import cases
from tests.dashboard.casework_shop import PHONE, at, choose, fill_in, fresh, labels, press, read, shop
from tests.dashboard.test_views import HOSTILE, Reader, html

Fill = Callable[..., Path]


@pytest.fixture
def desk(home: Path, fill: Fill, now: datetime) -> Desk:
    return shop(home, fill, now)


def state(desk: Desk, case: str = "1") -> str:
    with desk.record.session("look") as con:
        return fold(cases.of(con, case)).state


def kinds(desk: Desk, case: str = "1") -> list[str]:
    with desk.record.session("look") as con:
        return [event.kind for event in cases.of(con, case)]


def test_the_list_is_in_the_order_of_triage_and_its_drawers_and_search_hold(desk: Desk, now: datetime) -> None:
    seen = read(at("cases"))
    assert "Two cases are open, 2 wait for an answer of ours." in seen
    assert seen.index("Rosa Vane") < seen.index("Maureen Tulley")  # urgent first
    assert "with Cy" in seen
    assert "of opening time since we could have known" in seen
    assert "Rosa Vane" not in read(at("cases", "Ada", drawer="nobody"))
    mine = read(at("cases", "Cy", drawer="mine"))
    assert ("Rosa Vane" in mine, "Maureen Tulley" in mine) == (True, False)
    found = read(at("cases", q="saffron MISSING"))
    assert ("Rosa Vane" in found, "Maureen Tulley" in found) == (False, True)
    recover.dismiss(desk, "1", "Ada", now, words="another shop")
    fresh(desk)
    assert "Rosa Vane" in read(at("cases", drawer="closed"))
    assert "Rosa Vane" not in read(at("cases"))


def test_a_case_shows_the_person_first_then_words_promises_and_everything_done(desk: Desk, now: datetime) -> None:
    recover.answer(desk, "2", "Ben", now - timedelta(hours=1), words="Dear Maureen, sorry")
    recover.promise(desk, "2", "Ben", now - timedelta(hours=1), what="the saffron", due=now + timedelta(days=1))
    recover.put_right(desk, "2", "Ben", now, amount=8.5, what="postage back")
    fresh(desk)
    seen = read(at("cases", case="2"))
    for expected in ("Maureen Tulley has spoken 2 times", "Second time",
                     "Saffron missing", "Ben promised “the saffron”", "Ben put right: postage back (8.5).",
                     "opened the case", "Dear Maureen, sorry",
                     "“the saffron” is due in"):  # fmt: skip
        assert expected in seen, expected
    assert seen.index("Who this is") < seen.index("What they said") < seen.index("What was done")
    assert "There is no case 99." in read(at("cases", case="99"))


MOVES: tuple[tuple[str, dict[str, str], str], ...] = (
    ("note", {"words": "call after five"}, "Keep the note"),
    ("suggest", {"words": "two bags"}, "Suggest it"),
    ("assign", {"to": "Ada"}, "Give it"),
    ("take_back", {}, "Take it back"),
    ("put_right", {"what": "postage"}, "Note it"),
    ("wait", {"words": "the order number"}, "We wait"),
    ("promise", {"what": "a new tin"}, "Note the promise"),
)


def test_every_move_of_an_open_case_is_made_on_its_page_and_seen_at_once(desk: Desk) -> None:
    test = at("cases", "Ada", case="1")
    for move, fields, button in MOVES:
        choose(test, "1", move)
        for name, value in fields.items():
            fill_in(test, f"{move}-1-{name}", value)
        if move == "put_right":
            test.number_input(key="put_right-1-amount").set_value(8.5)
        press(test, button)
        assert kinds(desk)[-1] == move
        seen = read(test)
        assert all(value in seen for value in fields.values()), move
    other = choose(at("cases", "Ada", case="2"), "2", "dismiss")
    fill_in(other, "dismiss-2-words", "another shop")
    press(other, "Dismiss it")
    assert kinds(desk, "2")[-1] == "dismiss"


def test_a_promise_is_kept_or_broken_and_a_resolved_case_is_asked_after(desk: Desk, now: datetime) -> None:
    recover.promise(desk, "1", "Cy", now, what="a new tin", due=now + timedelta(days=1))
    fresh(desk)
    test = at("cases", "Cy", case="1")
    assert "It is put right" not in labels(test)  # while a promise is open
    press(test, "Not kept")
    assert state(desk) == "broken"
    press(test, "Kept")
    assert state(desk) == "kept"
    press(choose(test, "1", "resolve"), "It is put right")
    assert labels(test) >= {"Open it again", "Note"}
    assert "Was all well?" not in labels(test)  # that is for those who lead
    owner = choose(at("cases", "Ada", case="1"), "1", "check_in")
    press(owner, "Note it")
    assert state(desk) == "checked-in"
    again = choose(at("cases", "Ada", case="1"), "1", "reopen")
    again.text_input(key="reopen-1-words").set_value("called again")
    press(again, "Open it again")
    assert state(desk) == "reopened"


def test_the_coach_reads_the_draft_and_what_it_binds_us_to_goes_into_the_book(desk: Desk) -> None:
    test = at("cases", "Cy", case="1")
    draft = "Dear Rosa, I am sorry that your tin was broken and nobody answered. We will send a new tin by Friday. Cy"
    test.text_area(key="draft-1").set_value(draft).run()
    seen = read(test)
    assert "of 100" in seen
    assert "next step" in seen
    (bound,) = test.checkbox
    assert "We will send a new tin by Friday" in bound.label.replace("\\", "")
    after = press(test, "We have answered with these words")
    assert kinds(desk)[-2:] == ["answer", "promise"]
    assert "with 1 promise in the book" in read(after)
    assert after.text_area(key="draft-1").value == ""


def test_who_came_second_is_told_kindly_sees_the_new_state_and_keeps_their_words(desk: Desk, now: datetime) -> None:
    first, second = at("cases", "Ada", case="1"), at("cases", "Ben", case="1")
    for test, words in ((first, "sent a tin"), (second, "gave money back")):
        choose(test, "1", "resolve").text_input(key="resolve-1-words").set_value(words)
    press(first, "It is put right")
    told = press(second, "It is put right")
    assert "Ada was first: case 1 was resolved." in read(told)
    assert kinds(desk).count("resolve") == 1
    assert "sent a tin" in read(told)


def test_a_viewer_sees_everything_and_no_button(desk: Desk, home: Path, fill: Fill, now: datetime) -> None:
    only = "people:\n  - {name: Vi, email: vi@example.com, role: viewer}\n"
    text = (home / "config.yaml").read_text("utf-8")
    (home / "config.yaml").write_text(text[: text.index("people:")] + only + text[text.index("sources:") :], "utf-8")
    for name, choice in (("cases", {}), ("cases", {"case": "1"}), ("promises", {}), ("team", {})):
        test = at(name, "", **choice)
        assert "Rosa Vane" in read(test) or name != "cases"
        assert labels(test) <= {"Open case 1 →", "Open case 2 →", "← All cases", "Look into case 1"}
        assert list(test.text_area) == []


def test_a_call_is_typed_in_and_its_case_is_shown(desk: Desk) -> None:
    test = at("cases", "Cy")
    test.text_input(key="new-case-customer").set_value("Otto Finch")
    test.text_area(key="new-case-words").set_value("No reply for a week")
    after = press(test, "Open the case")
    assert after.query_params["case"] == "3"
    assert "No reply for a week" in read(after)
    refused = press(at("cases", "Cy"), "Open the case")
    assert "A case typed in needs the customer's name and what they said." in read(refused)


def test_hostile_words_are_only_words_in_casework(desk: Desk, now: datetime) -> None:
    text = " ".join(HOSTILE)
    case = recover.open_case(desk, "Ada", now, customer=text, words=text, source=text, topics=[text]).id
    recover.answer(desk, case, "Ada", now, words=text, url=text)
    recover.promise(desk, case, "Ada", now, what=text, due=now + timedelta(days=1))
    recover.note(desk, case, "Ada", now, words=text)
    recover.suggest(desk, "Ada", now, words=text, topic=text, case=case)
    recover.record_change(desk, "Ada", now, words=text, topic=text, since=now)
    fresh(desk)
    for name, choice, times in (("cases", {}, 2), ("cases", {"case": case}, 6), ("promises", {}, 2), ("team", {}, 2)):
        test = at(name, "Ada", **choice)
        written = html(test)
        reader = Reader(written)
        plain = " ".join(reader.words.split())
        assert plain.count(" ".join(text.split())) >= times
        assert {tag for tag, _ in reader.seen}.isdisjoint({"script", "img", "iframe", "svg", "style", "object", "form"})
        assert not [key for _, attributes in reader.seen for key in attributes if key.startswith("on")]
        assert not [each.label for each in test.button if text in each.label]
    assert PHONE in read(at("cases", "Ada"))
