"""`earlyword mute` and `earlyword unmute` as somebody types them."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from tests.pipelines.commands.conftest import NOW, Earlyword


@pytest.fixture
def story(earlyword: Earlyword, tmp_path: Path) -> str:
    """The id of a story in a published record."""
    file = tmp_path / "said.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["words", "when"])
        writer.writerow(["Waited 55 minutes and two mains never came.", (NOW - timedelta(hours=3)).isoformat()])
    assert earlyword("import", file, "--source", "forum", "--map", "text=words,published=when").code == 0
    earlyword("publish")
    return str(earlyword("sql", "SELECT story FROM mentions", "--json").one()["story"])


def test_a_story_is_muted_listed_and_unmuted_by_name(earlyword: Earlyword, story: str) -> None:
    done = earlyword("mute", story, "--for", "3 days", "--who", "Ines", "--json")
    assert (done.code, done.one()["about"], done.one()["by"]) == (0, story, "Ines")
    (listed,) = earlyword("mute", "--json").objects()
    assert listed["until"] == done.one()["until"] == (NOW + timedelta(days=3)).isoformat()
    ended = earlyword("unmute", story, "--who", "Tom", "--json").one()
    assert (ended["about"], ended["muted_by"]) == (story, "Ines")
    assert "Nothing is muted" in earlyword("mute").out


def test_what_nobody_knows_a_bad_span_and_a_missing_name_are_said_in_a_sentence(
    earlyword: Earlyword, story: str
) -> None:
    for given in (
        ("mute", "no-such-story", "--who", "Ines"),
        ("mute", story, "--for", "a while", "--who", "Ines"),
        ("mute", story),
        ("unmute", story, "--who", "Ines"),
    ):
        said = earlyword(*given)
        assert said.code == 2, given
        assert said.err.strip(), given
        assert "Traceback" not in said.err
    assert "Nothing is muted" in earlyword("mute").out
