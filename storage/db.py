"""The one door to the record: wait in line, open, migrate, one short transaction, close.

A connection is never kept beyond the moment (`sitting`): while a process has a DuckDB file open nobody else can open
it, not even to read. Do network I/O and thinking before or after a session, never inside. TIMESTAMP columns are UTC;
`stored` and `aware` are the only places where a time crosses the border.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn, TypeAlias

import duckdb

from storage import damage, forgotten, sequence
from storage.errors import DiskFull, RecordBusy, RecordDamaged, RecordError
from storage.faults import CLOSED_DOORS, explain, full, unreadable
from storage.files import no_space
from storage.lock import waiting_line
from storage.migrations import migrate

__all__ = ["Connection", "DiskFull", "Record", "RecordBusy", "RecordDamaged", "RecordError", "aware", "stored"]

Connection: TypeAlias = duckdb.DuckDBPyConnection

RETRY = 0.1  # seconds between two tries while a stranger has the file open


def stored(moment: datetime) -> datetime:
    """An aware time as the record keeps it: UTC without a zone. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    """A time from the record, aware and in UTC."""
    return moment.replace(tzinfo=UTC)


def aware_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else aware(moment)


class Record:
    """One DuckDB file, its waiting line and its sequence file. Holds nothing open; safe to share between threads."""

    def __init__(self, path: Path, wait: timedelta = timedelta(seconds=30)) -> None:
        self.path = path.resolve()  # one waiting line, whatever way leads to the file
        self.wait = wait
        self._sitting = threading.local()  # `con`: what this thread opened for several sessions in a row

    @contextmanager
    def session(self, purpose: str) -> Iterator[Connection]:
        """One read-write transaction: committed at the end, rolled back when the body raises.

        `purpose` is what others read while they wait ("collect google-news"). Raises RecordBusy after `wait`,
        RecordDamaged when the file is not what we last wrote (nothing is changed then), DiskFull when there is no
        space; the next session works again once there is.
        """
        if (kept := getattr(self._sitting, "con", None)) is not None:
            yield from self._explained(kept)
            return
        with self._opened(purpose) as con:
            yield from self._explained(con)

    @contextmanager
    def sitting(self, purpose: str) -> Iterator[None]:
        """Sessions of this thread in here follow each other through one opening; each commits for itself.

        Most of what a short session costs is the opening, and a verb at which a person waits takes several. Nobody else
        gets at the record meanwhile, so it is for moments only; whoever wants `turns` too takes them first. Within a
        sitting, another one is the same. Raises as `session`.
        """
        if getattr(self._sitting, "con", None) is not None:
            yield
            return
        with self._opened(purpose) as con:
            self._sitting.con = con
            try:
                yield
            finally:
                self._sitting.con = None

    @contextmanager
    def _opened(self, purpose: str) -> Iterator[Connection]:
        make_folder(self.path.parent)
        deadline = time.monotonic() + self.wait.total_seconds()
        with waiting_line(self.path, purpose, self.wait):
            try:
                con = self.open(deadline)
            except duckdb.Error as error:
                self._explain(error)
            try:
                yield con
            finally:
                close(con)

    def _explained(self, con: Connection) -> Iterator[Connection]:
        try:
            yield from self._transaction(con)
        except duckdb.Error as error:
            self._explain(error)

    def _explain(self, error: duckdb.Error) -> NoReturn:
        problem = explain(error, self.path)
        if problem is error:
            raise error
        raise problem from error

    def at_rest(self) -> sequence.Mark:
        """Brings everything into the database file, for a copy; inside the waiting line. Returns where it stands."""
        con = None
        try:
            con = self.open(time.monotonic() + self.wait.total_seconds())
            mark = sequence.inside(con)
            damage.compare(self.path, mark)
            con.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise explain(error, self.path) from error
        finally:
            if con is not None:
                close(con)
        log = damage.log_path(self.path)
        if log.exists() and log.stat().st_size:
            raise RecordError(f"The record {self.path} could not be brought to rest for a copy; try again.")
        return mark

    def recover(self, now: datetime) -> damage.Recovered | None:
        """Call once at every start: sets a lost or broken write-ahead log right; None when all is well.

        The originals are kept as `*.corrupt-<time>`. What is not in the record any more came from fetches that are
        still in the spool (`Spool.again`). Raises RecordDamaged when the database file itself is broken or foreign:
        that needs `earlyword restore`.
        """
        try:
            with self.session("look at the record"):
                return None
        except RecordDamaged as error:
            reason = str(error)
        with waiting_line(self.path, "set the record right", self.wait):
            damage.look(self.path)
            return damage.set_right(self.path, reason, now)

    def _transaction(self, con: Connection) -> Iterator[Connection]:
        before = sequence.inside(con)
        damage.compare(self.path, before)
        con.begin()
        try:
            yield con
            sequence.raise_if_changed(con)
            after = sequence.inside(con)
            con.commit()
        except BaseException:
            undo(con)
            raise
        if after != before or sequence.beside(self.path) != after:
            try:
                sequence.note(self.path, after)
            except OSError as error:  # what was done is committed; only its number could not be noted
                place = sequence.seq_path(self.path)
                raise (no_space(place) if full(error) else unreadable(error, place)) from error

    def open(self, deadline: float) -> Connection:
        """A migrated read-write connection with every other door locked; for this folder, inside the waiting line."""
        damage.look(self.path)
        while True:
            try:
                damage.try_log(self.path)
                con = duckdb.connect(str(self.path), config=CLOSED_DOORS)
                break
            except duckdb.Error as error:
                if not isinstance(explain(error, self.path), RecordBusy) or time.monotonic() >= deadline:
                    raise
                time.sleep(RETRY)
        try:
            con.execute("SET lock_configuration = true")
            migrate(con, self.path)
            forgotten.belongs(con, self.path)
        except BaseException:
            close(con)
            raise
        return con


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise (no_space(folder / "record") if full(error) else unreadable(error, folder)) from error


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
