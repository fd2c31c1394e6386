"""The moves of the inbox, pressed in Streamlit's own test runner over a real record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import verdicts
from pipelines.config import load
from storage import cases, mentions
from storage.db import Record
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
    assert (size(test), first(test, move)) == (before, mention)
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


def test_a_story_is_chosen_by_its_first_words(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    mention = first(test, "same_story")
    press(test, f"same_story-{mention}")
    assert "Which story does it tell?" in words(test)
    join = next(button for button in test.button if str(button.key).startswith(f"join-{mention}"))
    press(test, str(join.key))
    assert "tells the same story as" in words(test)
    assert first(test, "same_story") != mention
    with record(home).session("test") as con:
        assert len(verdicts.load(con).same) == 1


def test_what_was_handled_is_found_again(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("inbox")
    mention = first(test, "not_about_us")
    press(test, f"not_about_us-{mention}")
    with record(home).session("test") as con:
        author = mentions.by_ids(con, [mention])[mention].author
    handled = words(page("inbox", show="handled"))
    assert "1 mention." in handled
    assert author in handled


def test_a_viewer_reads_and_has_nothing_to_press(home: Path, fill: Fill, now: datetime) -> None:
    (home / "config.yaml").write_text(
        "business: {name: Mossop & Mace, sample: true}\n"
        "people: [{name: Vi, email: vi@example.com, role: viewer}]\nsources: []\n",
        encoding="utf-8",
    )
    fill(load(home / "config.yaml", {}).data, now)
    test = page("inbox")
    assert "mentions; page 1 of" in words(test)
    assert [button for button in test.button if button.key] == []
