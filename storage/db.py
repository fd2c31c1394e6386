"""The one door to the record: wait in line, open, migrate, one short transaction, close.

A connection is never kept: while a process has a DuckDB file open nobody else can open it, not even to read. Do
network I/O and thinking before or after a session, never inside. TIMESTAMP columns are UTC; `stored` and `aware` are
the only places where a time crosses the border.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import duckdb

from storage import sequence
from storage.errors import DiskFull, RecordBusy, RecordDamaged, RecordError
from storage.faults import explain
from storage.lock import waiting_line
from storage.migrations import migrate

__all__ = ["Connection", "DiskFull", "Record", "RecordBusy", "RecordDamaged", "RecordError", "aware", "stored"]

Connection: TypeAlias = duckdb.DuckDBPyConnection

# Nothing outside the file is ever read or loaded, whatever a query says.
CLOSED_DOORS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
MAGIC = b"DUCK"  # bytes 8 to 12 of every DuckDB file
RETRY = 0.1  # seconds between two tries while a stranger has the file open


def stored(moment: datetime) -> datetime:
    """An aware time as the record keeps it: UTC without a zone. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).replace(tzinfo=None)


def stored_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else stored(moment)


def aware(moment: datetime) -> datetime:
    """A time from the record, aware and in UTC."""
    return moment.replace(tzinfo=UTC)


def aware_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else aware(moment)


class Record:
    """One DuckDB file, its waiting line and its sequence file. Holds nothing open; safe to share between threads."""

    def __init__(self, path: Path, wait: timedelta = timedelta(seconds=30)) -> None:
        self.path = path
        self.wait = wait

    @contextmanager
    def session(self, purpose: str) -> Iterator[Connection]:
        """One read-write transaction: committed at the end, rolled back when the body raises.

        `purpose` is what others read while they wait ("collect google-news"). Raises RecordBusy after `wait`,
        RecordDamaged when the file is not what we last wrote (nothing is changed then), DiskFull when there is no
        space; the next session works again once there is.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + self.wait.total_seconds()
        with waiting_line(self.path, purpose, self.wait):
            con = None
            try:
                con = self.open(deadline)
                yield from self._transaction(con)
            except duckdb.Error as error:
                problem = explain(error, self.path)
                if problem is error:
                    raise
                raise problem from error
            finally:
                if con is not None:
                    close(con)

    def _transaction(self, con: Connection) -> Iterator[Connection]:
        before = self.mark(con)
        con.begin()
        try:
            yield con
            after = sequence.inside(con)
            con.commit()
        except BaseException:
            undo(con)
            raise
        if after != before or sequence.beside(self.path) != after:
            sequence.note(self.path, after)

    def mark(self, con: Connection) -> sequence.Mark:
        """The database's number; raises RecordDamaged when the file beside it says that more was committed."""
        mark = sequence.inside(con)
        noted = sequence.beside(self.path)
        if noted and noted.record != mark.record:
            raise RecordDamaged(
                f"The record {self.path} is not the one that was here before (its sequence file belongs to another); "
                "restore it with `earlyword restore`."
            )
        if noted and noted.batch > mark.batch:
            raise RecordDamaged(
                f"The record {self.path} has lost its last changes ({mark.batch} of {noted.batch} are there): its "
                "write-ahead log was removed, cut or replaced. Nothing was overwritten; run `earlyword doctor`."
            )
        return mark

    def open(self, deadline: float) -> Connection:
        """A migrated read-write connection with every other door locked; for this folder, inside the waiting line."""
        look(self.path)
        while True:
            try:
                con = duckdb.connect(str(self.path), config=CLOSED_DOORS)
                break
            except duckdb.Error as error:
                problem = explain(error, self.path)
                if not isinstance(problem, RecordBusy) or time.monotonic() >= deadline:
                    raise problem from error
                time.sleep(RETRY)
        try:
            con.execute("SET lock_configuration = true")
            migrate(con, self.path)
        except BaseException:
            close(con)
            raise
        return con


def undo(con: Connection) -> None:
    """Rolls back if there is still something to roll back: after a fatal error DuckDB has already done it."""
    try:
        con.rollback()
    except duckdb.Error:
        return


def close(con: Connection) -> None:
    """Closes; a checkpoint that fails at this point loses nothing, the write-ahead log still has it all."""
    try:
        con.close()
    except duckdb.Error:
        return


def look(path: Path) -> None:
    """Reads the first bytes before DuckDB does: it would create what is missing and guess at what is foreign."""
    log = path.with_name(path.name + ".wal")
    if not path.exists():
        if sequence.beside(path) or log.exists():
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
    what = (
        "is empty" if not head else "is an SQLite database" if head.startswith(b"SQLite format 3") else "is no record"
    )
    raise RecordDamaged(
        f"{path} {what}; it was left untouched. Move it away, or restore a backup with `earlyword restore`."
    )
