"""config.yaml changed from the page: by whom, against what, and what is left when it goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines import config_edit
from pipelines.config import Config, ConfigError
from tests.pipelines.conftest import Configured

TEXT = """business: {name: Test Shop} # ours
people:
  - {name: Ines, email: ines@example.com, role: owner}
  - {name: Max, email: max@example.com, role: manager}
  - {name: Tom, email: tom@example.com, role: staff}
  - {name: Vera, email: vera@example.com, role: viewer}
# ring seldom
warn: {interruptions_per_week: 3}
topics: {late: [late]}
"""
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def config(configured: Configured) -> Config:
    return configured(TEXT)


def budget(number: object) -> Change:
    return lambda values: values["warn"].update(interruptions_per_week=number)


def topic(values: dict[str, Any]) -> None:
    values["topics"]["rude"] = ["rude"]


def topic_and_budget(values: dict[str, Any]) -> None:
    topic(values)
    budget(1)(values)


def test_an_edit_is_saved_with_the_old_file_beside(config: Config, now: datetime, tmp_path: Path) -> None:
    saved = config_edit.save(config, "Ines", TEXT, budget(5), now)
    assert saved.config.warn.interruptions_per_week == 5
    assert (tmp_path / "config.yaml").read_text() == saved.text == TEXT.replace("week: 3", "week: 5")
    assert saved.backup == tmp_path / "config.yaml.2026-05-04T0931"
    assert saved.backup.read_text() == TEXT
    again = config_edit.save(config, "Ines", saved.text, budget(6), now)
    assert again.backup.name == "config.yaml.2026-05-04T0931-2"


def test_what_the_next_start_would_refuse_is_refused_now(config: Config, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config.yaml line 8, warn.interruptions_per_week: should be a whole number"):
        config_edit.save(config, "Ines", TEXT, budget("many"), now)
    assert sorted(path.name for path in tmp_path.iterdir() if "lock" not in path.name) == ["config.yaml"]
    assert (tmp_path / "config.yaml").read_text() == TEXT


def test_somebody_elses_change_is_not_overwritten(config: Config, now: datetime, tmp_path: Path) -> None:
    theirs = TEXT.replace("week: 3", "week: 1")
    (tmp_path / "config.yaml").write_text(theirs)
    with pytest.raises(config_edit.Changed, match="changed by somebody else") as caught:
        config_edit.save(config, "Ines", TEXT, topic, now)
    assert "-warn: {interruptions_per_week: 3}" in caught.value.difference
    assert "+warn: {interruptions_per_week: 1}" in caught.value.difference
    assert (tmp_path / "config.yaml").read_text() == theirs


@pytest.mark.parametrize(
    ("who", "change", "allowed"),
    [
        ("Ines", budget(1), True),
        ("Max", budget(1), False),
        ("Max", topic, True),
        ("Tom", topic, False),
        ("Vera", topic, False),
        ("Nobody", topic, False),
        ("Max", lambda values: values["people"][1].update(role="owner"), False),
        ("Max", lambda values: values["people"].pop(0), False),
        ("Max", lambda values: values["people"][2].update(hours={"mon": "09:00-12:00"}), True),
        ("Max", topic_and_budget, False),
        ("Max", lambda values: values.update(playbooks={"late": "Dear {name}"}), True),
        (
            "Max",
            lambda values: values.update(
                team={"absences": [{"person": "Tom", "from": "2026-08-01", "to": "2026-08-14"}]}
            ),
            True,
        ),
        ("Max", lambda values: values.update(team={"small_things": {"manager": 5000}}), False),
        ("Max", lambda values: values.update(dashboard={"sign_in": "password"}), False),
        ("Max", lambda values: values.pop("topics"), True),
    ],
)
def test_who_may_change_what(config: Config, now: datetime, tmp_path: Path, who: str, change: Change,
                             allowed: bool) -> None:  # fmt: skip
    if allowed:
        config_edit.save(config, who, TEXT, change, now)
        assert (tmp_path / "config.yaml").read_text() != TEXT
    else:
        with pytest.raises(config_edit.NotAllowed):
            config_edit.save(config, who, TEXT, change, now)
        assert (tmp_path / "config.yaml").read_text() == TEXT


def test_who_may_is_asked_of_the_file_and_not_of_what_the_page_remembers(
    configured: Configured, now: datetime, tmp_path: Path
) -> None:
    remembered = configured(TEXT)
    demoted = TEXT.replace("role: owner", "role: staff")
    (tmp_path / "config.yaml").write_text(demoted)
    with pytest.raises(config_edit.NotAllowed):
        config_edit.save(remembered, "Ines", demoted, budget(1), now)


def test_twenty_backups_are_kept(config: Config, now: datetime, tmp_path: Path) -> None:
    text = TEXT
    for number in range(24):
        saved = config_edit.save(config, "Ines", text, budget(number), now + timedelta(minutes=number))
        text = saved.text
    kept = config_edit.backups(tmp_path / "config.yaml")
    assert len(kept) == 20
    assert "week: 22}" in kept[-1].read_text()
    assert "week: 3}" in kept[0].read_text()


def test_a_file_that_is_only_readable_says_so(configured: Configured, now: datetime, tmp_path: Path) -> None:
    config = configured(TEXT)
    (tmp_path / "config.yaml").unlink()
    with pytest.raises(config_edit.NotWritten, match="cannot be read"):
        config_edit.save(config, "Ines", TEXT, topic, now)
