"""The number beside the record that notices a lost tail.

A write-ahead log that vanished, was cut or belongs to another file can leave a database that opens without complaint
and lacks its last changes. So every session that changes something raises a number inside the database, and the same
number is written to a small file beside it after the commit. A database that is behind its file has lost something.
The other way round is harmless: a process killed between the two writes.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

import duckdb

# Connections whose transaction has changed something; a connection that is gone is forgotten.
_changed: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a record stands: its identity and the number of its last committed change."""

    record: str
    batch: int


def seq_path(path: Path) -> Path:
    return path.with_suffix(".seq")


def inside(con: duckdb.DuckDBPyConnection) -> Mark:
    """The number as the database has it."""
    found = dict(con.execute("SELECT name, value FROM meta WHERE name IN ('record', 'batch')").fetchall())
    return Mark(str(found["record"]), int(found["batch"]))


def known(con: duckdb.DuckDBPyConnection) -> bool:
    """Is there a number at all? Not in a file whose very first session was killed."""
    return bool(con.execute("SELECT 1 FROM duckdb_tables() WHERE NOT internal AND table_name = 'meta'").fetchall())


def changed(con: duckdb.DuckDBPyConnection) -> None:
    """Every function that writes says so; the session then raises the number once, in the same transaction."""
    _changed.add(con)


def raise_if_changed(con: duckdb.DuckDBPyConnection) -> None:
    """At the end of a transaction."""
    if con not in _changed:
        return
    con.execute("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS VARCHAR) WHERE name = 'batch'")
    _changed.discard(con)


def beside(path: Path) -> Mark | None:
    """The number as the file has it; None when there is none, or it cannot be read."""
    try:
        record, batch, check = seq_path(path).read_text("ascii").split()
        if int(check) != zlib.crc32(f"{record} {batch}".encode()):
            return None
        return Mark(record, int(batch))
    except (OSError, ValueError):
        return None


def note(path: Path, mark: Mark) -> None:
    """Writes the number so that it survives a power cut. In place: shorter than a disk sector, with a check sum."""
    line = f"{mark.record} {mark.batch:020d}"
    line = f"{line} {zlib.crc32(line.encode()):010d}\n"
    new = not seq_path(path).exists()
    file = os.open(seq_path(path), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode("ascii"))
        os.ftruncate(file, len(line))
        os.fsync(file)
    finally:
        os.close(file)
    if new:
        fsync_folder(path.parent)


def fsync_folder(folder: Path) -> None:
    """Makes a rename or a new name in `folder` survive a power cut (where the system can)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
