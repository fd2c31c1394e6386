"""Whoever erases waits for rounds, and rounds wait for whoever erases; rounds do not wait for each other."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import RecordBusy
from storage.turns import erasing, judging

AT_ONCE = timedelta()
HOLD = """
import sys, time
from pathlib import Path
from storage.turns import judging
with judging(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(60)
"""


def test_rounds_go_side_by_side_and_an_erasure_waits_for_the_last(tmp_path: Path) -> None:
    record, erased = tmp_path / "r.duckdb", threading.Event()

    def erase() -> None:
        with erasing(record):
            erased.set()

    waiting = threading.Thread(target=erase)
    with judging(record):
        with judging(record, AT_ONCE):
            with pytest.raises(RecordBusy, match="A round is under way"), erasing(record, AT_ONCE):
                pass
            waiting.start()
        assert not erased.wait(0.1)
    waiting.join(5)
    assert erased.is_set()


def test_no_round_begins_while_somebody_is_being_forgotten(tmp_path: Path) -> None:
    record = tmp_path / "r.duckdb"
    with erasing(record):
        for turn in (judging, erasing):
            with pytest.raises(RecordBusy, match="Try again"), turn(record, AT_ONCE):
                pass
    with judging(record, AT_ONCE):
        pass


def test_a_killed_round_holds_nobody_up(tmp_path: Path) -> None:
    record = tmp_path / "r.duckdb"
    command = [sys.executable, "-c", HOLD, str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"inside\n"
        with pytest.raises(RecordBusy), erasing(record, AT_ONCE):
            pass
        killed.kill()
    with erasing(record, AT_ONCE):
        pass
