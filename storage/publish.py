"""A read-only copy for analysts, so that nobody who looks ever stops the collectors.

The copy is made by another process: opening and closing the live file here would drop the lock that DuckDB holds on
it. A new copy takes the place of the old one in one step; whoever has the old one open keeps reading it unchanged.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage import sequence
from storage.db import CLOSED_DOORS, Connection, Record, close
from storage.errors import DiskFull, RecordDamaged, RecordError
from storage.faults import explain, full
from storage.lock import waiting_line


@dataclass(frozen=True, slots=True)
class Published:
    """A verified copy: where, up to which committed change, how large (bytes), how long it took."""

    path: Path
    batch: int
    size: int
    seconds: float


def publish(record: Record, target: Path) -> Published:
    """Copies the record as it stands now to `target` and puts it in place once it was opened and checked.

    Raises RecordBusy, RecordDamaged, DiskFull; the old copy then stays as it was.
    """
    start = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{target.name}.new-*"):
        left.unlink(missing_ok=True)
    fresh = target.with_name(f"{target.name}.new-{os.getpid()}-{os.urandom(3).hex()}")
    try:
        mark = copy(record, fresh, "publish")
        verify(fresh, mark)
        force(fresh)
        size = fresh.stat().st_size
        fresh.replace(target)
        sequence.fsync_folder(target.parent)
    except OSError as error:
        raise trouble(error, target) from error
    finally:
        fresh.unlink(missing_ok=True)
    return Published(target, mark.batch, size, time.monotonic() - start)


def copy(record: Record, to: Path, purpose: str) -> sequence.Mark:
    """A consistent copy of the file, made while nobody writes; returns where the record stood."""
    with waiting_line(record.path, purpose, record.wait):
        con = record.open(time.monotonic() + record.wait.total_seconds())
        try:
            mark = record.mark(con)
            con.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise explain(error, record.path) from error
        finally:
            close(con)
        log = record.path.with_name(record.path.name + ".wal")
        if log.exists() and log.stat().st_size:
            raise RecordError(f"The record {record.path} could not be brought to rest for a copy; try again.")
        copy_file(record.path, to)
    return mark


def copy_file(source: Path, to: Path) -> None:
    """Copies in a child process, sharing blocks with the original where the file system can."""
    if sys.platform.startswith("linux"):
        command = ["cp", "--reflink=auto", "--", str(source), str(to)]
    else:
        command = [
            sys.executable,
            "-I",
            "-c",
            "import shutil, sys; shutil.copyfile(*sys.argv[1:])",
            str(source),
            str(to),
        ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        if "No space left" in done.stderr or "File too large" in done.stderr:
            raise DiskFull(
                f"No space left for a copy at {to.parent}; the old copy stays. Free some space on that disk."
            )
        raise RecordError(f"The record could not be copied to {to.parent}: {done.stderr.strip()[-200:]}")


def verify(copied: Path, mark: sequence.Mark) -> None:
    """Opens the copy and finds the same record at the same change in it; raises RecordDamaged otherwise."""
    with read(copied) as con:
        if sequence.inside(con) != mark:
            raise RecordDamaged(f"The copy at {copied.parent} is not what was copied; the old one stays.")


@contextmanager
def read(target: Path) -> Iterator[Connection]:
    """A read-only connection to a published copy, with every other door locked. Sees one state until it is closed.

    Raises RecordError when there is no copy yet, RecordDamaged when it cannot be read.
    """
    if not target.exists():
        raise RecordError(f"There is no published copy at {target} yet; `earlyword publish` makes one.")
    con = duckdb.connect(":memory:")
    try:
        name = str(target).replace("'", "''")
        con.execute(f"ATTACH '{name}' AS published (READ_ONLY)")
        con.execute("USE published")
        for setting, value in CLOSED_DOORS.items():
            con.execute(f"SET {setting} = {value}")
        con.execute("SET lock_configuration = true")
        yield con
    except duckdb.IOException as error:
        problem = explain(error, target)
        if problem is error:
            raise
        raise problem from error
    finally:
        close(con)


def force(path: Path) -> None:
    """Everything of the file is on disk after this."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def trouble(error: OSError, target: Path) -> RecordError:
    if full(error):
        return DiskFull(
            f"No space left for a copy at {target.parent}; the old copy stays. Free some space on that disk."
        )
    return RecordError(f"The copy at {target} cannot be written: {error.strerror}.")
