"""No space left: nothing acknowledged is lost, it is said, and it goes on by itself when space returns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import backup, check, mentions, publish
from storage.db import DiskFull, Record
from storage.errors import RecordError
from storage.files import copy_file
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


def fill(disk: Path) -> Path:
    """Takes every byte there is; gives the file to remove."""
    filler = disk / "holiday.mp4"
    with filler.open("ab", buffering=0) as file:
        for size in (100_000, 4_096, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    return filler


@pytest.fixture
def crowded(small_disk: Path, said: Callable[..., Mention], now: Any) -> Record:
    """A record of some megabytes, published, on the small disk."""
    record = Record(small_disk / "earlyword.duckdb", timedelta(seconds=5))
    with record.session("keep") as con:
        mentions.keep(con, [said(each, text=f"{each} " + os.urandom(400).hex()) for each in range(1_000)], at=now)
    publish.publish(record, small_disk / "published.duckdb")
    return record


def test_a_disk_that_fills_up_while_a_copy_is_published(
    crowded: Record, small_disk: Path, said: Callable[..., Mention], now: Any
) -> None:
    published = small_disk / "published.duckdb"
    with crowded.session("keep") as con:
        mentions.keep(con, [said(-1)], at=now)
    filler = fill(small_disk)
    for _ in range(2):
        with pytest.raises(DiskFull, match="No space left"):
            publish.publish(crowded, published)
    assert publish.ask(published, "SELECT count(*) FROM mention")[1] == [(1_000,)]  # the old one, whole
    assert not list(small_disk.glob("*.new-*"))
    filler.unlink()
    publish.publish(crowded, published)
    assert publish.ask(published, "SELECT count(*) FROM mention")[1] == [(1_001,)]


def test_a_disk_that_fills_up_while_a_backup_is_made(crowded: Record, small_disk: Path, now: Any) -> None:
    filler = fill(small_disk)
    with pytest.raises(DiskFull, match="No space left"):
        backup.backup(crowded, small_disk / "backups", now)
    assert [path for path in (small_disk / "backups").rglob("*") if path.is_file()] == []
    with crowded.session("look") as con:
        assert check.integrity(con) == []
    filler.unlink()
    (small_disk / "published.duckdb").unlink()
    made = backup.backup(crowded, small_disk / "backups", now)
    assert (made.mentions, made.path.exists()) == (1_000, True)


def test_what_copies_complains_in_the_language_we_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cp").write_text('#!/bin/sh\necho "language $LC_ALL" >&2; exit 1\n')
    (tmp_path / "cp").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    with pytest.raises(RecordError, match=r"language C$"):
        copy_file(tmp_path / "cp", tmp_path / "copied")


def test_a_disk_that_is_full_and_then_is_not(small_disk: Path, said: Callable[..., Mention], now: Any) -> None:
    record = Record(small_disk / "earlyword.duckdb", timedelta(seconds=5))
    acknowledged: list[int] = []
    filler = small_disk / "holiday.mp4"
    filler.write_bytes(bytes(3_000_000))
    with pytest.raises(DiskFull, match="No space left"):  # noqa: PT012 - some rounds go well before it
        for number in range(10_000):
            batch = [said(number * 100 + item, text=os.urandom(600).hex()) for item in range(100)]
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
