"""What other processes do to the record, so that tests can watch and kill them. See `Child` in conftest.py."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from storage import backup, mentions, publish, sequence
from storage.db import DiskFull, Record
from storage.model import Mention, mention_id
from storage.spool import Spool

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIZE = 40  # mentions in a batch


def batch(number: int, times: int = 1) -> list[Mention]:
    """Mentions that tell their batch; `times` makes them longer than any compression likes."""
    return [
        Mention(
            mention_id("child", str(number), str(item)), f"batch {number}", "child", "review",
            "", "Ana", "", words(number, item, times), NOW, NOW,
        )
        for item in range(SIZE)
    ]  # fmt: skip


def words(number: int, item: int, times: int) -> str:
    return " ".join(hashlib.sha512(f"{number} {item} {part}".encode()).hexdigest() for part in range(times))


def keep(line: Connection, path: Path, start: int = 0) -> None:
    """Keeps batch after batch and says its number after each commit."""
    record = Record(path)
    for number in range(start, start + 100_000):
        with record.session(f"keep batch {number}") as con:
            mentions.keep(con, batch(number), at=NOW)
        line.send(number)


def leave_a_log(line: Connection, path: Path, batches: int) -> None:
    """Dies after some commits, before anything moved from the write-ahead log into the database."""
    record = Record(path)
    with record.session("start") as con:
        mentions.keep(con, batch(0), at=NOW)
    con = record.open(time.monotonic() + 10)
    for number in range(1, batches + 1):
        con.begin()
        mentions.keep(con, batch(number), at=NOW)
        sequence.raise_if_changed(con)
        mark = sequence.inside(con)
        con.commit()
        sequence.note(path, mark)
    line.send(batches)
    os.kill(os.getpid(), signal.SIGKILL)


def publish_on(line: Connection, path: Path, target: Path) -> None:
    """Publishes without end."""
    while True:
        publish.publish(Record(path), target)
        line.send("published")


def hold(line: Connection, path: Path, read_only: bool) -> None:
    """A stranger with a database open; says how many mentions it sees each time it is asked."""
    con = duckdb.connect(str(path), read_only=read_only)
    line.send("open")
    while line.recv():
        line.send(con.execute("SELECT count(*) FROM mention").fetchall()[0][0])


def try_to_open(line: Connection, path: Path) -> None:
    """A second writer that does not stand in line: may it open the live file?"""
    try:
        duckdb.connect(str(path)).close()
        line.send("opened")
    except duckdb.IOException as error:
        line.send(str(error).splitlines()[0])


def sit(line: Connection, path: Path) -> None:
    """Sits in a session until told to leave."""
    with Record(path).session("thinking it over"):
        line.send("inside")
        line.recv()


def read_often(line: Connection, path: Path, times: int) -> None:
    """Reads a published copy many times; says how many mentions each look saw."""
    for _ in range(times):
        with publish.read(path) as con:
            line.send(con.execute("SELECT count(*) FROM mentions").fetchall()[0][0])


def back_up(line: Connection, path: Path, folder: Path) -> None:
    """Makes backup after backup; says how many mentions each one holds."""
    for number in range(1000):
        line.send(backup.backup(Record(path), folder, NOW + timedelta(seconds=number)).mentions)


def fill_up(line: Connection, path: Path, target: Path, limit: int) -> None:
    """Keeps batches until no file may grow beyond `limit` bytes, tries the rest too, and goes on when told."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    record, spool = Record(path), Spool(path.parent / "spool")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    for number in range(1, 10_000):
        try:
            with record.session("keep") as con:
                mentions.keep(con, batch(number, 200), at=NOW)
            line.send(number)
        except DiskFull as full:
            line.send(str(full))
            break
    for attempt in (
        lambda: publish.publish(record, target),
        lambda: backup.backup(record, target.parent, NOW),
        lambda: spool.put("big", None, [bytes(limit + 1)]),
    ):
        try:
            attempt()
            line.send("done")
        except DiskFull as full:
            line.send(str(full))
    line.recv()
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with record.session("keep") as con:
        mentions.keep(con, batch(100_000), at=NOW)
    line.send(100_000)
