"""Backups that were read back before anybody relies on them, made while everything runs; and the way home."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage import copies, damage, forgotten, sequence
from storage.db import Connection, Record
from storage.errors import RecordDamaged, RecordError
from storage.faults import full, unreadable
from storage.files import copy_file, force, no_space, set_aside, unused
from storage.lock import waiting_line
from storage.migrations import STEPS, version
from storage.publish import copy, read


@dataclass(frozen=True, slots=True)
class Backup:
    """One file that holds the whole record as it stood at one change. `size` in bytes."""

    path: Path
    batch: int
    mentions: int
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The record is a backup's again. `aside` is what was there before; None when nothing was."""

    batch: int
    mentions: int
    aside: Path | None


def backup(record: Record, folder: Path, now: datetime) -> Backup:
    """Writes `earlyword-<time>.duckdb` into `folder`, reads every block of it back, and only then gives it its name.

    Writers wait while the file is copied, not while it is checked. Raises RecordBusy, RecordDamaged, DiskFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"earlyword-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.duckdb"
        half = path.with_name(f"{path.name}.half-{os.getpid()}")
        try:
            mark = copy(record, half, "backup")
            found, mentions = whole(half)
            if found != mark:
                raise RecordDamaged(f"The copy in {folder} is not what was copied; it was removed.")
            force(half)
            half.replace(path)
            sequence.fsync_folder(folder)
            copies.note(record.path, path, "backup", now)
            gone = forgotten.load(record.path)
            if gone.digests:
                forgotten.save(path, gone)
        finally:
            half.unlink(missing_ok=True)
        return Backup(path, mark.batch, mentions, path.stat().st_size)
    except OSError as error:
        raise (no_space(folder / "x") if full(error) else unreadable(error, folder)) from error


def restore(record: Record, source: Path, now: datetime) -> Restored:
    """Makes the record what it was in a backup (or a published copy); what was there is kept beside it.

    The source is read from first to last block before anything is touched. Raises RecordError when it is missing,
    RecordDamaged when it is broken or no record of ours.
    """
    if not source.exists():
        raise RecordError(f"There is no backup at {source}.")
    if record.path.exists() and source.samefile(record.path):
        raise RecordError(f"{source} is the record itself, not a backup of it.")
    damage.look(source)
    mark, mentions = whole(source)
    try:
        record.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = record.path.with_name(f"{record.path.name}.restored")
        with waiting_line(record.path, "restore", record.wait):
            try:
                copy_file(source, fresh)
                if whole(fresh)[0] != mark:
                    raise RecordDamaged(f"The backup {source} could not be copied whole; nothing was changed.")
                force(fresh)
                aside = put_in_place(record.path, fresh, mark, now)
            finally:
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise (no_space(record.path) if full(error) else unreadable(error, record.path)) from error
    forgotten.again(record.path, source)
    return Restored(mark.batch, mentions, aside)


def put_in_place(path: Path, fresh: Path, mark: sequence.Mark, now: datetime) -> Path | None:
    """Sets the present files aside and gives their names to the restored ones; inside the waiting line."""
    aside = unused(path.with_name(f"{path.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    log = damage.log_path(path)
    had = path.exists()
    if had:
        set_aside(path, aside)
    if log.exists():
        os.replace(log, damage.log_path(aside))
    os.replace(fresh, path)
    sequence.note(path, mark)
    sequence.fsync_folder(path.parent)
    return aside if had else None


def whole(path: Path) -> tuple[sequence.Mark, int]:
    """Reads every block of a copy (DuckDB checks each one's sum); returns where it stands and how many mentions.

    Raises RecordDamaged when it is broken, not ours, or has a write-ahead log of its own (then it is no copy at rest).
    """
    log = damage.log_path(path)
    if log.exists() and log.stat().st_size:
        raise RecordDamaged(f"{path} has a write-ahead log beside it, so it is a live record and no backup.")
    with read(path) as con:
        if version(con, path) > len(STEPS):
            raise RecordError(f"The backup {path} was made by a newer Earlyword; install that version first.")
        for name in tables(con):
            con.execute(f'SELECT count(*), bit_xor(hash(t)) FROM "{name}" t').fetchall()  # noqa: S608 - from the catalog
        rows = con.execute("SELECT count(*) FROM mention").fetchall()
        return sequence.inside(con), int(rows[0][0])


def tables(con: Connection) -> list[str]:
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database() ORDER BY ALL"
    )
    return [name for (name,) in found.fetchall()]
