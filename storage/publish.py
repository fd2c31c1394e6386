"""A read-only copy for analysts, so that nobody who looks ever stops the collectors.

The copy is made by another process: opening and closing the live file here would drop the lock that DuckDB holds on
it. A new copy takes the place of the old one in one step; whoever has the old one open keeps reading it unchanged.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from storage import sequence
from storage.db import Connection, Record, close
from storage.errors import RecordDamaged, RecordError
from storage.faults import CLOSED_DOORS, explain, full, unreadable
from storage.files import copy_file, force, no_space
from storage.lock import waiting_line
from storage.migrations import STEPS
from storage.results import one


@dataclass(frozen=True, slots=True)
class Published:
    """A verified copy: where, up to which committed change, how large (bytes), how long it took."""

    path: Path
    batch: int
    size: int
    seconds: float


def publish(record: Record, target: Path) -> Published:
    """Copies the record as it stands now to `target` and puts it in place once it was opened and checked.

    One at a time for a target: a round and somebody's click do not take each other's half-made copies away.
    Raises RecordBusy, RecordDamaged, DiskFull; the old copy then stays as it was.
    """
    start = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    with waiting_line(target, "publish", record.wait):
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
        mark = record.at_rest()
        copy_file(record.path, to)
    return mark


def verify(copied: Path, mark: sequence.Mark) -> None:
    """Opens the copy and finds the same record at the same change in it; raises RecordDamaged otherwise."""
    with read(copied) as con:
        if sequence.inside(con) != mark:
            raise RecordDamaged(f"The copy at {copied.parent} is not what was copied; the old one stays.")


@contextmanager
def read(target: Path, beside: Mapping[str, Path] | None = None) -> Iterator[Connection]:
    """A read-only connection to a published copy, with every other door locked. Sees one state until it is closed.

    `beside` are other files that may be read with it, by the name they go under (ours, never a person's).
    Raises RecordError when there is no copy yet, RecordDamaged when it cannot be read.
    """
    if not target.exists():
        raise RecordError(f"There is no published copy at {target} yet; `earlyword publish` makes one.")
    con = duckdb.connect(":memory:")
    try:
        name = str(target).replace("'", "''")
        con.execute(f"ATTACH '{name}' AS published (READ_ONLY)")
        for other, path in (beside or {}).items():
            file = str(path).replace("'", "''")
            con.execute(f"ATTACH '{file}' AS {other} (READ_ONLY)")
        con.execute("USE published")
        con.execute(f"SET temp_directory = '{name}.tmp'")  # for what does not fit into memory
        for setting, value in CLOSED_DOORS.items():
            con.execute(f"SET {setting} = {value}")
        con.execute("SET lock_configuration = true")
        yield con
    except duckdb.Error as error:
        problem = explain(error, target)
        if problem is error:
            raise
        raise problem from error
    finally:
        close(con)


def current(target: Path) -> bool:
    """Was this copy made by this version? One from before an upgrade lacks what this version reads."""
    with read(target) as con:
        row = one(con.execute("SELECT value FROM meta WHERE name = 'schema'"))
    return row is not None and row[0] == str(len(STEPS))


class QueryError(RecordError):
    """A question that DuckDB cannot answer: the first line of its complaint."""


def ask(target: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one query on the copy. Times are UTC without a zone, as in the file.

    Raises QueryError when it does not run, RecordError when there is no copy.
    """
    with read(target) as con:
        try:
            answer = con.execute(query)
            return [name for name, *_ in answer.description or ()], answer.fetchall()
        except duckdb.Error as error:
            raise QueryError(str(error).splitlines()[0]) from error


def trouble(error: OSError, target: Path) -> RecordError:
    return no_space(target) if full(error) else unreadable(error, target)
