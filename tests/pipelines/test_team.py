from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.config import ConfigError, load
from pipelines.team import calendar, team
from tests.pipelines.team_desk import SHOP

MORE = "  absences: [{person: Ada, from: 2026-05-01, to: 2026-05-31}]\n"


def test_the_team_of_the_configuration_is_the_one_cases_are_routed_by(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(SHOP + MORE, encoding="utf-8")
    config = load(tmp_path / "config.yaml", {})
    found, noon = team(config), datetime(2026, 5, 5, 11, tzinfo=UTC)
    assert [member.role for member in found.members] == ["owner", "manager", "staff", "viewer"]
    head = found.in_charge(noon)
    assert head is not None
    assert head.name == "Ben"
    assert not found.on_duty("Vi", noon)
    assert not calendar(config).is_open(datetime(2026, 5, 8, 11, tzinfo=UTC))  # a holiday


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("  absences: [{person: Mallory, from: 2026-05-01, to: 2026-05-02}]\n", "team.absences[0].person: is none of"),
        ("  absences: [{person: Ada, from: 2026-05-03, to: 2026-05-02}]\n", "ends before it begins"),
        ("  answer_within: soon\n", "team.answer_within"),
        ("  check_in_afer: 2 days\n", "did you mean check_in_after?"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, wrong: str, sentence: str) -> None:
    (tmp_path / "config.yaml").write_text(SHOP + wrong, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(tmp_path / "config.yaml", {})
    assert sentence in str(told.value)
    assert "config.yaml line" in str(told.value)


def test_routes_that_begin_nowhere_and_two_people_of_one_name_are_refused(tmp_path: Path) -> None:
    text = SHOP.replace("{topic: parcels, person: Cy Lee}", "{source: nowhere, location: Mars, person: Cy Lee}")
    text = text.replace("name: Vi,", "name: Ben,")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(tmp_path / "config.yaml", {})
    said = str(told.value)
    assert all(
        words in said for words in ("none of the sources", "none of the locations", "people[3].name: the same as")
    )
