"""Pages read while others write: no lock, no half round, no number of another state. Ten thousand: benchmarks/reads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.reads import ALL, run


@pytest.mark.timeout(400)  # of a machine that does much else
def test_eight_threads_read_while_rounds_and_cases_are_written_by_another_process(tmp_path: Path) -> None:
    seen = run(tmp_path, datetime.now(UTC), 42, every=14, least=2)
    assert (seen.failed, seen.wrong, seen.writer) == ([], [], "")
    assert seen.readings.total() >= 42
    assert set(seen.readings) == set(ALL)
    assert min(seen.rounds, seen.cases) >= 2
    assert seen.states > 2  # they read of more than one round, and of the cases beside
