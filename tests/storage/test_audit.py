from __future__ import annotations

import logging
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import audit
from storage.audit import Entry, entries, note

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
IN = Entry(NOW, "Ada", "signed in", "from 10.0.0.2")


def test_what_was_noted_comes_back_in_order_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert entries(folder) == []
    odd = Entry(NOW, "Zoë \u2028 \ud800", "settings", 'brands[0]."name"\n')
    for each in (IN, odd):
        note(folder, each)
    assert entries(folder) == [IN, odd]
    assert stat.S_IMODE((folder / audit.FILE).stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_takes_no_other_along(tmp_path: Path) -> None:
    note(tmp_path, IN)
    with (tmp_path / audit.FILE).open("a") as file:
        file.write('{"at": "2026-05-\n[]\n\n')
    note(tmp_path, IN)
    assert entries(tmp_path) == [IN, IN]


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LARGEST", 1_000)
    for number in range(100):
        note(tmp_path, replace(IN, about=str(number)))
    kept = [int(each.about) for each in entries(tmp_path)]
    assert kept == list(range(kept[0], 100))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2_500


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("x")
    with caplog.at_level(logging.WARNING):
        note(tmp_path / "file", IN)
    assert "could not be noted" in caplog.text
