"""The waiting line in front of the record: one at a time, across threads and processes, with a bounded wait.

DuckDB's own lock refuses at once and says only a pid. The lock file makes people wait their turn, and the note beside
it says who is inside, since when and what for. The operating system drops the lock when its holder dies, so a killed
process never leaves the record shut; a note it left behind is overwritten by the next one in.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import RecordBusy

LOOK_AGAIN = 0.01  # seconds between two tries: a session takes about 30 ms


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is inside: process id, command line, what for, since when (the note's own time stamp)."""

    pid: int
    command: str
    purpose: str
    since: datetime

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command}), {self.purpose}, since {self.since:%Y-%m-%d %H:%M:%S} UTC"


def lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def note_path(path: Path) -> Path:
    return path.with_name(path.name + ".holder")


@contextmanager
def waiting_line(path: Path, purpose: str, wait: timedelta) -> Iterator[None]:
    """Waits at most `wait` for one's turn at the file `path`; raises RecordBusy that names the holder."""
    lock = FileLock(lock_path(path), timeout=wait.total_seconds(), poll_interval=LOOK_AGAIN, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        who = holder(path)
        raise RecordBusy(
            f"The record {path} is in use by {who or 'another process'}; waited {wait.total_seconds():g} s. "
            "Try again when it has finished."
        ) from None
    try:
        say(path, purpose)
        yield
    finally:
        note_path(path).unlink(missing_ok=True)
        lock.release()


def is_taken(path: Path) -> bool:
    """Is somebody inside just now? Asked of the lock itself: a note may be left over from whoever was killed."""
    if not lock_path(path).exists():
        return False
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def say(path: Path, purpose: str) -> None:
    """Writes the note. On a full disk people wait without knowing for whom, and that is all."""
    with suppress(OSError):
        said = json.dumps({"pid": os.getpid(), "command": command(), "purpose": purpose})
        note_path(path).write_text(said, encoding="utf-8")


def holder(path: Path) -> Holder | None:
    """Who has the record now, as far as the note says; None when there is no readable note."""
    note = note_path(path)
    try:
        said = json.loads(note.read_text("utf-8"))
        since = datetime.fromtimestamp(note.stat().st_mtime, UTC)
        return Holder(int(said["pid"]), str(said["command"]), str(said["purpose"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def command() -> str:
    """The command of this process without its arguments' values (they could hold a secret)."""
    name = Path(sys.argv[0]).name or "python"
    verb = next((word for word in sys.argv[1:2] if word.isalpha()), "")
    return f"{name} {verb}".strip()
