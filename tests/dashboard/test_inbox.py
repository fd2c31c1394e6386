"""The moves of the inbox, pressed in Streamlit's own test runner over a real record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from pipelines import recover, verdicts
from pipelines.config import load
from pipelines.desk import open_desk
from storage import cases, mentions
from storage.db import Record
from storage.model import Mention, mention_id
from storage.publish import publish
from tests.dashboard.test_views import page, words

Fill = Callable[..., Path]


def record(home: Path) -> Record:
    return Record(home / "data" / "sample" / "earlyword.duckdb", timedelta(seconds=10))


def first(test: AppTest, move: str) -> str:
    """The id of the mention in hand."""
    return next(str(button.key).removeprefix(f"{move}-") for button in test.button if str(button.key).startswith(move))


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    done = test.run()
    assert not done.exception
    return done


def size(test: AppTest) -> int:
    return int(words(test).split(" mentions; page")[0].split()[-1].removeprefix("said"))


@pytest.mark.parametrize(
    ("move", "said"),
    [("not_negative", "counts as not negative now"), ("not_about_us", "counts as somebody else's now")],
)
def test_one_click_handles_it_and_undo_brings_it_back(
    home: Path, fill: Fill, now: datetime, move: str, said: str
) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    mention, before = first(test, move), size(test)
    press(test, f"{move}-{mention}")
    assert said in words(test)
    assert size(test) == before - 1
    assert first(test, move) != mention
    with record(home).session("test") as con:
        assert mention in verdicts.load(con).judged
    press(test, "notice-undo")
    assert "is as it was before" in words(test)
    assert size(test) == before
    assert test.button(key=f"{move}-{mention}").label
    with record(home).session("test") as con:
        assert verdicts.load(con).judged == set()


def test_a_case_is_opened_once_and_the_second_presser_is_told(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    one, two = page("inbox"), page("inbox")
    mention = first(one, "case")
    press(one, f"case-{mention}")
    assert "Case 1 is open for" in words(one)
    press(two, f"case-{mention}")
    assert "Ines Mossop was first: case 1 was opened" in words(two)
    assert first(two, "case") != mention
    press(one, "notice-undo")
    assert "Case 1 is closed again" in words(one)
    assert first(one, "case") == mention
    press(one, f"case-{mention}")
    assert "Case 1 is open for" in words(one)
    with record(home).session("test") as con:
        assert [event.kind for event in cases.of(con, "1")] == ["open", "dismiss", "reopen"]


def test_one_click_joins_it_to_the_story_that_the_button_names(home: Path, fill: Fill, now: datetime) -> None:
    extra = Mention(
        id=mention_id("files", "extra", "1"), entity="Mossop & Mace", source="sample-posts", kind="post", url="",
        author="Dee", title="", text="Live weevils crawling in my smoked paprika, never again", published=now, seen=now,
    )  # fmt: skip
    fill(home / "data" / "sample", now, [extra])
    test = page("inbox")
    button = test.button(key=f"same_story-{extra.id}")
    assert "weevils" in button.label.lower()
    press(test, f"same_story-{extra.id}")
    assert "tells the same story as" in words(test)
    with record(home).session("test") as con:
        ((one, other),) = verdicts.load(con).same
        said = mentions.by_ids(con, [one, other])
    assert extra.id in said
    assert all("weevils" in each.text.lower() for each in said.values())


def test_another_story_is_chosen_by_its_first_words(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    mention = first(test, "another")
    named = test.button(key=f"same_story-{mention}").label
    press(test, f"another-{mention}")
    assert "Which story does it tell?" in words(test)
    join = next(button for button in test.button if str(button.key).startswith(f"join-{mention}"))
    assert join.label[:20] not in named
    press(test, str(join.key))
    assert "tells the same story as" in words(test)
    with record(home).session("test") as con:
        assert len(verdicts.load(con).same) == 1


def test_voices_of_one_story_stand_once_with_their_number(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    assert "11 voices tell this" in words(test)
    weevils = [b for b in test.button if str(b.key).startswith("not_negative") and "weevils" in words_of(home, b)]
    assert len(weevils) == 1
    press(test, str(weevils[0].key))
    assert "10 voices tell this" in words(test)


def words_of(home: Path, button: Button) -> str:
    """What the mention of a button says."""
    mention = str(button.key).split("-", 1)[1]
    with record(home).session("test") as con:
        return mentions.by_ids(con, [mention])[mention].text.lower()


def test_what_was_handled_is_found_again_and_each_can_be_taken_back(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    away = first(test, "not_about_us")
    press(test, f"not_about_us-{away}")
    joined = first(test, "same_story")
    press(test, f"same_story-{joined}")
    case = next(m for m in (str(b.key) for b in test.button) if m.startswith("case-")).removeprefix("case-")
    press(test, f"case-{case}")
    handled = page("inbox", show="handled")
    read = words(handled)
    for expected in ("Ines Mossop: it is not about us", "Ines Mossop: it tells the same story", "made case 1 of it"):
        assert expected in read, expected
    with record(home).session("test") as con:
        assert mentions.by_ids(con, [away])[away].author in read
    for mention in {away, joined, case}:
        press(handled, next(str(b.key) for b in handled.button if str(b.key).startswith(f"back-{mention}")))
    assert "Nothing here" in words(handled)
    with record(home).session("test") as con:
        found = verdicts.load(con)
        assert (found.judged, found.same) == (set(), frozenset())
        assert [event.kind for event in cases.of(con, "1")] == ["open", "dismiss"]


def test_a_case_that_went_on_is_no_slip_to_take_back(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    mention = first(test, "case")
    press(test, f"case-{mention}")
    desk = open_desk(load(None, {}), {})
    recover.note(desk, "1", "Ines Mossop", now, words="called her")
    publish(desk.record, desk.published)
    handled = page("inbox", show="handled")
    assert [b.label for b in handled.button if mention in str(b.key)] == ["Open case 1 →"]


def test_a_viewer_reads_and_has_nothing_to_press(home: Path, fill: Fill, now: datetime) -> None:
    (home / "config.yaml").write_text(
        "business: {name: Mossop & Mace, sample: true}\n"
        "people: [{name: Vi, email: vi@example.com, role: viewer}]\nsources: []\n",
        encoding="utf-8",
    )
    fill(load(home / "config.yaml", {}).data, now)
    test = page("inbox")
    assert "mentions; page 1 of" in words(test)
    assert "11 voices tell this" in words(test)
    assert [button for button in test.button if button.key] == []
