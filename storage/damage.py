"""Looks at the record's files before DuckDB does, and sets a lost tail right without throwing anything away.

DuckDB creates what is missing, guesses at what is foreign, and opens a database whose write-ahead log was cut or
replaced as if nothing had been lost. So: the first bytes are read, a log left by a killed process is tried read-only,
which changes nothing, and the number of the last change is compared with the file beside the record.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from storage import sequence
from storage.errors import RecordDamaged, RecordError
from storage.faults import CLOSED_DOORS, explain
from storage.files import copy_file, set_aside, unused

MAGIC = b"DUCK"  # bytes 8 to 12 of every DuckDB file
BAD_BYTE = re.compile(r"entry at byte position (\d+)")
TRIES = 3


def log_path(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def look(path: Path) -> None:
    """Raises RecordDamaged when the file is missing though it was here, or is no DuckDB file; touches nothing."""
    if not path.exists():
        if sequence.beside(path) or log_path(path).exists():
            raise RecordDamaged(
                f"The record {path} is gone, but what lies beside it says that it was here; "
                "restore it with `earlyword restore`."
            )
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise RecordError(f"The record {path} cannot be read: {error.strerror}.") from error
    if head[8:12] == MAGIC:
        return
    sort = "an SQLite database" if head.startswith(b"SQLite format 3") else "no record"
    raise RecordDamaged(
        f"{path} {f'is {sort}' if head else 'is empty'}; it was left untouched. "
        "Move it away, or restore a backup with `earlyword restore`."
    )


def compare(path: Path, mark: sequence.Mark) -> None:
    """Raises RecordDamaged when the number inside the record is behind the number beside it."""
    noted = sequence.beside(path)
    if noted and noted.record != mark.record:
        raise RecordDamaged(
            f"The record {path} is not the one that was here before (its sequence file belongs to another); "
            "put the right one back with `earlyword restore`."
        )
    if noted and noted.batch > mark.batch:
        lost = noted.batch - mark.batch
        raise RecordDamaged(
            f"The record {path} has lost its last {lost} change{'s'[: lost > 1]}: its write-ahead log was removed, "
            "cut or replaced. Nothing was overwritten; the next start sets it right, `earlyword doctor` says more."
        )


def try_log(path: Path) -> None:
    """When a killed process left a write-ahead log: reads the record with it, changing nothing, and compares."""
    if not log_path(path).exists():
        return
    con = duckdb.connect(str(path), read_only=True, config=CLOSED_DOORS)
    try:
        if sequence.known(con):
            compare(path, sequence.inside(con))
    finally:
        con.close()


@dataclass(frozen=True, slots=True)
class Recovered:
    """A lost tail was noticed: what is there now, what had been committed, and where the originals are kept."""

    reason: str
    batch: int
    noted: int
    kept: Path

    @property
    def lost(self) -> int:
        """Changes that are not in the record any more; those that came from a fetch are in the spool."""
        return max(0, self.noted - self.batch)


def set_right(path: Path, reason: str, now: datetime) -> Recovered:
    """Makes a record with a bad write-ahead log usable again; for `Record.recover`, inside the waiting line.

    Works on a copy: the log's good beginning is replayed, the rest is given up. Then the originals are set aside as
    `*.corrupt-<time>` and the copy takes their place. Raises RecordDamaged when the database file itself is broken;
    nothing is changed then.
    """
    noted = sequence.beside(path)
    if noted is None and not log_path(path).exists():
        raise RecordDamaged(reason)  # nothing says that anything was ever lost: the file itself is not ours
    trial = path.with_name(f"{path.name}.trial")
    log = log_path(path)
    for left in (trial, log_path(trial)):
        left.unlink(missing_ok=True)
    try:
        copy_file(path, trial)
        mark = replay(trial, log.read_bytes() if log.exists() else b"", path)
    except RecordError:
        for left in (trial, log_path(trial)):
            left.unlink(missing_ok=True)
        raise
    aside = unused(path.with_name(f"{path.name}.corrupt-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    set_aside(path, aside)
    if log.exists():
        os.replace(log, log_path(aside))
    os.replace(trial, path)
    sequence.note(path, mark)
    sequence.fsync_folder(path.parent)
    return Recovered(reason, mark.batch, noted.batch if noted else mark.batch, aside)


def replay(trial: Path, log: bytes, path: Path) -> sequence.Mark:
    """Opens the copy with as much of the log as can be read; returns where it stands then."""
    for _ in range(TRIES):
        log_path(trial).unlink(missing_ok=True)
        if log:
            log_path(trial).write_bytes(log)
        try:
            con = duckdb.connect(str(trial), config=CLOSED_DOORS)
        except duckdb.Error as error:
            if not log:
                raise explain(error, path) from error
            bad = BAD_BYTE.search(str(error))
            log = log[: int(bad[1])] if bad and int(bad[1]) < len(log) else b""
            continue
        try:
            if not sequence.known(con):
                raise RecordDamaged(f"{path} is not an Earlyword record; it was left untouched.")
            mark = sequence.inside(con)
            con.execute("CHECKPOINT")
        finally:
            con.close()
        return mark
    return replay(trial, b"", path)
