"""Stories: the biggest risk first, one by its address, split, joined and muted from its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pipelines import mute, verdicts
from storage import stories
from tests.dashboard.test_inbox import press, record
from tests.dashboard.test_views import html, page, words

Fill = Callable[..., Path]


def test_the_biggest_risk_comes_first_with_its_numbers(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    read = words(page("stories"))
    assert "story is being passed on" in read
    for expected in ("11 times", "Passed on so far", "Expected in the end", "Chance of 30 or more", "an hour",
                     "sample-posts", "told last"):  # fmt: skip
        assert expected in read, expected


def test_one_story_has_an_address_of_its_own(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("stories", story="weevils")
    read = words(test)
    for expected in ("The first voice", "How it grew", "Everybody who tells it", "11 mentions"):
        assert expected in read, expected
    assert html(test).count('class="ew-plot"') == 1
    assert "This story is not there any more." in words(page("stories", story="nowhere"))


def test_a_story_is_muted_and_may_ring_again(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = press(page("stories", story="weevils"), "mute-week")
    assert "This story is quiet until" in words(test)
    assert "muted by Ines Mossop" in words(test)
    with record(home).session("test") as con:
        assert [each.about for each in mute.holding(con, now)] == ["weevils"]
    press(test, "notice-undo")
    with record(home).session("test") as con:
        assert mute.holding(con, datetime.now(UTC)) == []


def test_a_telling_that_is_another_story_leaves_it(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("stories", story="weevils")
    split = next(str(button.key) for button in test.button if str(button.key).startswith("split-"))
    press(test, split)
    mention = split.removeprefix("split-")
    assert "tells a story of its own now" in words(test)
    with record(home).session("test") as con:
        assert stories.of(con, [mention])[mention] != "weevils"
        assert any(mention in pair for pair in verdicts.load(con).apart)


def test_two_stories_are_joined(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = page("stories", story="weevils")
    join = next(str(button.key) for button in test.button if str(button.key).startswith("join-"))
    press(test, join)
    assert "tells the same story as" in words(test)
    with record(home).session("test") as con:
        assert len(verdicts.load(con).same) == 1
