"""Real processes, killed at random moments. Fifty kills in a row are in benchmarks/kill.py."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import check, publish
from storage.db import Record

Start = Callable[..., Any]
SIZE = 40  # mentions in a batch of child.py


def batches(record: Record) -> dict[int, int]:
    """Batch number -> how many of its mentions are in the record."""
    with record.session("look") as con:
        assert check.integrity(con) == []
        rows = con.execute("SELECT entity, count(*) FROM mention GROUP BY entity").fetchall()
    return {int(entity.split()[1]): count for entity, count in rows}


@pytest.mark.timeout(60)
def test_killed_at_random_moments_every_acknowledged_batch_is_whole(record: Record, child: Start) -> None:
    chance = random.Random(20260302)
    acknowledged: set[int] = set()
    for kill in range(10):
        at_work = child("keep", record.path, kill * 1000)
        acknowledged.add(at_work.hear())
        time.sleep(chance.uniform(0, 0.15))  # the random moment itself, not a wait for anything
        acknowledged.update(at_work.kill())
        start = time.monotonic()
        found = batches(record)
        assert time.monotonic() - start < 2
        assert acknowledged <= set(found)
        assert set(found.values()) == {SIZE}
    assert len(acknowledged) >= 10


@pytest.mark.timeout(60)
def test_killed_while_publishing_the_copy_always_opens(record: Record, child: Start, tmp_path: Path) -> None:
    chance = random.Random(7)
    target = tmp_path / "published.duckdb"
    child("leave_a_log", record.path, 3).process.join()
    publish.publish(record, target)
    for _ in range(4):
        at_work = child("publish_on", record.path, target)
        at_work.hear()
        time.sleep(chance.uniform(0, 0.2))  # the random moment itself
        at_work.kill()
        with publish.read(target) as con:
            assert con.execute("SELECT count(*) FROM mentions").fetchall() == [(4 * SIZE,)]
    publish.publish(record, target)
    assert list(tmp_path.glob("published.duckdb.new*")) == []  # nothing half-made lies about


def test_a_process_killed_before_its_first_commit_leaves_a_record_that_starts(
    record: Record, child: Start, now: Any
) -> None:
    at_work = child("sit", record.path)
    assert at_work.hear() == "inside"
    at_work.kill()
    assert batches(record) == {}
    assert record.recover(now) is None
