"""The sample's cases: written once, by the verbs, and alive when the first round is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import casebook, recover, teamwork
from pipelines import round as one_round
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.sample import casework

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday, on which the sample shop is closed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "config.yaml").write_text("business: {name: ''}\n", encoding="utf-8")
    return open_desk(load(tmp_path / "config.yaml", {}), {})


def test_after_the_first_round_there_is_an_emergency_a_promise_due_and_a_check_in(desk: Desk) -> None:
    one_round.run(desk, now=lambda: NOW)
    with desk.record.session("look") as con:
        found = {entry.who: entry.case for entry in casebook.entries(con, everything=True)}
        team = teamwork.teamwork(con, desk.config, NOW)
    maureen = found["Maureen Tulley"]
    assert (len(maureen.mentions), maureen.urgent, maureen.asked) == (2, True, NOW)
    assert [each.state for each in maureen.promises] == ["broken"]
    (tin,) = found["Nora Penhale"].open_promises
    assert NOW < tin.due < NOW + timedelta(days=3)
    assert found["Claire Whitlow"].state == "resolved"
    assert found["Dev Okafor"].urgent
    assert {each.verdict for each in team.suggestions} == {"", "taken up"}
    assert [words for words, _ in team.fixes] == ["Two paper bags around everything that goes by post"]
    assert team.praise


def test_they_are_written_once_and_only_for_the_sample_s_own_people(desk: Desk, tmp_path: Path) -> None:
    assert casework.open_once(desk, NOW) == 0  # nobody has said anything yet
    one_round.run(desk, now=lambda: NOW)
    recover.note(desk, "2", "Ines Mossop", NOW, words="mine")
    one_round.run(desk, now=lambda: NOW + timedelta(hours=1))
    with desk.record.session("look") as con:
        assert [note.words for note in casebook.entries(con, ids=["2"])[0].case.notes] == ["mine"]
    (tmp_path / "other.yaml").write_text(
        "business: {name: X, sample: true}\npeople: [{name: Ann, email: ann@example.com}]\n", encoding="utf-8"
    )
    assert casework.open_once(open_desk(load(tmp_path / "other.yaml", {}), {}), NOW) == 0
