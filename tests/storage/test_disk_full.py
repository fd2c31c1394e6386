"""No space left: nothing acknowledged is lost, it is said, and it goes on by itself when space returns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import check, mentions, publish
from storage.db import DiskFull, Record
from storage.model import Mention

Start = Callable[..., Any]
SIZE = 40  # mentions in a batch of child.py


def counts(record: Record) -> dict[str, int]:
    with record.session("look") as con:
        assert check.integrity(con) == []
        return dict(con.execute("SELECT entity, count(*) FROM mention GROUP BY entity").fetchall())


@pytest.mark.timeout(60)
def test_files_that_may_not_grow(record: Record, child: Start, tmp_path: Path) -> None:
    """As every user can see it: the system refuses to let any file grow further."""
    with record.session("start"):
        pass
    publish.publish(record, tmp_path / "published.duckdb")
    busy = child("fill_up", record.path, tmp_path / "published.duckdb", record.path.stat().st_size)
    kept = []
    while isinstance(said := busy.hear(), int):
        kept.append(said)
    assert "No space left" in said
    assert str(record.path) in said
    publishing, backing_up, spooling = busy.hear(), busy.hear(), busy.hear()
    for refused in (publishing, backing_up, spooling):
        assert refused == "done" or "No space left" in refused
    assert "No space left for the spool" in spooling
    assert publish.ask(tmp_path / "published.duckdb", "SELECT count(*) >= 0 FROM mentions")[1] == [(True,)]
    assert busy.ask() == 100_000
    busy.process.join()
    assert set(kept) | {100_000} <= {int(entity.split()[1]) for entity in counts(record)}
    assert set(counts(record).values()) == {SIZE}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 9 MB; only where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(place)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root; the limit on file size above was still tested")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_is_full_and_then_is_not(small_disk: Path, said: Callable[..., Mention], now: Any) -> None:
    record = Record(small_disk / "earlyword.duckdb", timedelta(seconds=5))
    acknowledged: list[int] = []
    filler = small_disk / "holiday.mp4"
    filler.write_bytes(bytes(3_000_000))
    with pytest.raises(DiskFull, match="No space left"):  # noqa: PT012 - some rounds go well before it
        for number in range(10_000):
            batch = [said(number * 100 + item, text=f"{number} {item} " * 500) for item in range(100)]
            with record.session("keep") as con:
                mentions.keep(con, batch, at=now)
            acknowledged.append(number)
    assert acknowledged
    filler.unlink()
    with record.session("look") as con:
        assert check.integrity(con) == []
        there = mentions.by_ids(con, [said(number * 100 + item).id for number in acknowledged for item in range(100)])
        assert len(there) == 100 * len(acknowledged)
        assert mentions.keep(con, [said(-1)], at=now).new
    assert record.recover(now) is None
