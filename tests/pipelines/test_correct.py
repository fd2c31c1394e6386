"""What people say of our judgement is believed at once, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.recovery import NotAllowed
from pipelines import assess, learn, verdicts
from pipelines.correct import Unknown, correct, take_back
from pipelines.desk import Desk
from storage import assessments, mentions, stories
from tests.pipelines.team_desk import NOW, said, shop


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two complaints of a source that also brings what is not ours, in different words, judged."""
    desk = shop(tmp_path)
    texts = ("Pepperwick Spices sent a broken tin, useless.", "Pepperwick Spices never answers the phone, awful.")
    both = [said(n, text=text, source="posts", rating=None) for n, text in enumerate(texts, 1)]
    with desk.record.session("set up") as con:
        mentions.keep(con, both, at=NOW)
    assess.assess_waiting(desk, now=lambda: NOW, tell=lambda _: None)
    return desk


def flag(desk: Desk, mention: str) -> str:
    with desk.record.session("test") as con:
        found = assessments.of(con, [mention])[mention]
    return found.flag if found.relevant else "not about us"


def story(desk: Desk, mention: str) -> str:
    with desk.record.session("test") as con:
        return stories.of(con, [mention]).get(mention, mention)


@pytest.mark.parametrize(
    ("what", "becomes"), [(verdicts.NOT_NEGATIVE, "none"), (verdicts.NOT_ABOUT_US, "not about us")]
)
def test_a_correction_taken_back_leaves_everything_as_it_was(desk: Desk, what: str, becomes: str) -> None:
    one = said(1).id
    before = flag(desk, one)
    assert before == "flag"
    correct(desk, one, what, who="Cy Lee", now=NOW)
    assert flag(desk, one) == becomes
    done = take_back(desk, one, what, who="Ada", now=NOW.replace(minute=5))
    assert done.assessment is not None
    assert flag(desk, one) == before
    with desk.record.session("test") as con:
        known = learn.taught(con)
    assert known.verdicts.judged == set()
    assert known.learned.cuts == {}


def test_stories_joined_by_mistake_part_again(desk: Desk) -> None:
    one, two = said(1).id, said(2).id
    joined = correct(desk, two, verdicts.SAME_STORY, who="Ada", now=NOW, other=one)
    assert joined.story == story(desk, one) == story(desk, two)
    take_back(desk, two, verdicts.SAME_STORY, who="Ada", now=NOW.replace(minute=5), other=one)
    assert story(desk, one) != story(desk, two)


def test_who_may_not_and_what_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Vi"):
        take_back(desk, said(1).id, verdicts.NOT_NEGATIVE, who="Vi", now=NOW)
    with pytest.raises(Unknown, match="nowhere"):
        take_back(desk, "nowhere", verdicts.NOT_NEGATIVE, who="Ada", now=NOW)
