from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from storage import backup, check, damage, mentions, publish
from storage.db import Record, RecordDamaged, RecordError
from storage.model import Mention

Said = Callable[..., Mention]
Start = Callable[..., Any]
SIZE = 40  # mentions in a batch of child.py


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def entities(record: Record) -> set[str]:
    with record.session("look") as con:
        assert check.integrity(con) == []
        return {entity for (entity,) in con.execute("SELECT DISTINCT entity FROM mention").fetchall()}


def test_the_way_home(record: Record, said: Said, now: datetime, folder: Path) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1, entity="old")], at=now)
    made = backup.backup(record, folder, now)
    assert (made.path.name, made.batch, made.mentions) == ("earlyword-20260302T120000Z.duckdb", 1, 1)
    assert [path.name for path in folder.iterdir()] == [made.path.name]
    with record.session("test") as con:
        mentions.keep(con, [said(2, entity="new")], at=now)
    restored = backup.restore(record, made.path, now)
    assert (restored.batch, restored.mentions) == (1, 1)
    assert entities(record) == {"old"}
    assert restored.aside is not None
    with duckdb.connect(str(restored.aside), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM mention").fetchall() == [(2,)]
    assert record.recover(now) is None


def test_backups_made_while_another_process_writes_are_whole_and_cost_it_nothing(
    record: Record, child: Start, folder: Path, now: datetime
) -> None:
    writer = child("keep", record.path)
    assert writer.hear() == 0
    for number in range(2):
        made = backup.backup(record, folder, now + timedelta(seconds=number))
        assert made.mentions % SIZE == 0
    acknowledged = {f"batch {number}" for number in [0, *writer.kill()]}
    assert acknowledged <= entities(record)


def test_what_is_no_whole_backup_is_refused_and_nothing_changes(
    record: Record, said: Said, now: datetime, folder: Path
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(number) for number in range(3000)], at=now)
    good = backup.backup(record, folder, now).path.read_bytes()
    broken = bytearray(good)
    for place in range(20_000, len(broken), 100_000):
        broken[place] ^= 0xFF
    before = record.path.read_bytes()
    offered = {"empty": b"", "text": b"hello " * 3000, "sqlite": b"SQLite format 3\x00" + bytes(5000),
               "cut": good[: len(good) // 2], "broken": bytes(broken)}  # fmt: skip
    for name, content in offered.items():
        (folder / name).write_bytes(content)
        with pytest.raises(RecordDamaged):
            backup.restore(record, folder / name, now)
    with duckdb.connect(str(folder / "foreign")) as con:
        con.execute("CREATE TABLE customers (name VARCHAR)")
    with pytest.raises(RecordDamaged, match="not an Earlyword record"):
        backup.restore(record, folder / "foreign", now)
    for wrong in (folder / "missing", record.path):
        with pytest.raises(RecordError):
            backup.restore(record, wrong, now)
    assert record.path.read_bytes() == before
    assert sorted(path.name for path in record.path.parent.iterdir() if path.suffix != ".lock") == [
        "earlyword.copies", "earlyword.duckdb", "earlyword.seq"
    ]  # fmt: skip


def test_a_live_record_with_a_log_is_no_backup(record: Record, child: Start, now: datetime, tmp_path: Path) -> None:
    other = tmp_path / "other" / "earlyword.duckdb"
    other.parent.mkdir()
    child("leave_a_log", other, 2).process.join()
    with pytest.raises(RecordDamaged, match="live record"):
        backup.restore(record, other, now)


def test_a_published_copy_saves_a_record_whose_file_is_broken(
    record: Record, said: Said, now: datetime, tmp_path: Path
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1, entity="kept")], at=now)
    publish.publish(record, tmp_path / "published.duckdb")
    record.path.write_bytes(b"ransom note")
    with pytest.raises(RecordDamaged):
        record.recover(now)
    restored = backup.restore(record, tmp_path / "published.duckdb", now)
    assert entities(record) == {"kept"}
    assert restored.aside is not None
    assert restored.aside.read_bytes() == b"ransom note"


def test_a_log_left_by_a_crash_goes_aside_with_its_database(
    record: Record, said: Said, child: Start, now: datetime, folder: Path, tmp_path: Path
) -> None:
    source = Record(tmp_path / "source" / "earlyword.duckdb")
    with source.session("test") as con:
        mentions.keep(con, [said(1, entity="restored")], at=now)
    made = backup.backup(source, folder, now)
    child("leave_a_log", record.path, 3).process.join()
    restored = backup.restore(record, made.path, now)
    assert restored.aside is not None
    assert damage.log_path(restored.aside).exists()
    assert entities(record) == {"restored"}


def test_a_killed_backup_leaves_no_file_that_looks_like_one(
    record: Record, child: Start, said: Said, folder: Path, now: datetime
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(number) for number in range(500)], at=now)
    busy = child("back_up", record.path, folder)
    assert busy.hear() == 500
    time.sleep(0.03)  # somewhere inside the next one
    busy.kill()
    for path in folder.glob("*.duckdb"):
        assert backup.whole(path)[1] == 500
