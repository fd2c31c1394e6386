"""Short forms of the benchmarks of growth: they run, and what they compare is really done."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import delay, import_file
from benchmarks import search as searches
from storage import word_index, word_parts
from storage.search import search

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_complaint_that_cannot_wait_leaves_as_a_letter_in_the_round_that_sees_it(tmp_path: Path) -> None:
    ours, plain = delay.delays(tmp_path, 3, 2, NOW)  # raises when one did not come
    assert len(ours) == len(plain) == 2


def test_an_import_keeps_and_judges_every_row_and_tells_its_pace(tmp_path: Path) -> None:
    seen = import_file.run(tmp_path, 400, NOW)
    assert seen["rows"] == 400
    assert set(seen["rates"]) == {"keep", "judge", "both"}  # type: ignore[call-overload]
    pace = import_file.Pace(30)
    for count in (10, 11, 9):
        pace.tell(count)
    assert len(pace.seconds()) == import_file.TENTHS


def test_every_search_of_the_benchmark_finds_the_same_with_and_without_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 100)
    copy = searches.build(tmp_path / "s", 3_000, NOW)
    asked = searches.asked(NOW).items()
    plain = {name: search(copy, choice, limit=25) for name, (_, choice) in asked}
    assert word_index.extend(copy) == 3_000
    assert len(word_parts.parts(copy)) == 1
    assert {name: search(copy, choice, limit=25) for name, (_, choice) in asked} == plain
    assert plain["common word"].total > 1_000
    assert plain["person"].total > 0
    assert plain["nothing like that"].total == 0
