"""Keep what looks bring: several in one transaction when several are ready.

Opening the record takes longer than keeping fifty mentions. So whoever finds the record busy leaves what it brought in
line, and the next one who gets in keeps it all; one look that cannot be kept does not take the others with it. A look
that brought nothing waits for nobody: it is written down with whatever comes next, at the latest when the round's
looks are over. Dying before that only means looking again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from collectors.source import Batch
from storage import mentions, polls
from storage.db import Connection, Record
from storage.model import Poll

T = TypeVar("T")


@dataclass
class Brought:
    """What a look brought, until it is kept. `started` is monotonic."""

    poll: Poll
    batch: Batch
    fetched: datetime
    started: float
    kept: Future[Poll] = field(default_factory=Future)


class Keeper:
    """For many threads. Call `finish` at the end."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._line: deque[Brought] = deque()
        self._asides: deque[Poll] = deque()  # looks with nothing to keep but themselves
        self._turn = threading.Lock()

    def keep(self, brought: Brought) -> Poll:
        """Returns once it is committed. Raises what keeping it raises."""
        self._line.append(brought)
        with self._turn:
            if not brought.kept.done():
                self._keep(_all_of(self._line))
        return brought.kept.result()

    def note(self, poll: Poll) -> None:
        """Write a look down some time soon."""
        self._asides.append(poll)

    def finish(self) -> None:
        """Write down what is left. Raises what that raises."""
        with self._turn:
            if self._asides:
                self._write([])

    def _keep(self, line: list[Brought]) -> None:
        """Keeps these together; where that fails each by itself, so that only those fail that cannot be kept."""
        try:
            done = self._write(line)
        except BaseException as wrong:  # noqa: BLE001 - handed on to the one whose look it is
            if len(line) > 1 and isinstance(wrong, Exception):
                for each in line:
                    self._keep([each])
                return
            for each in line:
                each.kept.set_exception(wrong)
            return
        for each, poll in zip(line, done, strict=True):
            each.kept.set_result(poll)

    def _write(self, line: Sequence[Brought]) -> list[Poll]:
        asides = _all_of(self._asides)
        names = ", ".join([each.poll.source for each in line][:3]) or "looks"
        try:
            with self._record.session(f"keep {names}") as con:
                polls.save_all(con, asides)
                return [_kept(con, each) for each in line]
        except BaseException:
            self._asides.extend(asides)  # for the next one
            raise


def _all_of(line: deque[T]) -> list[T]:
    """Takes everything out that is in it now, while others may put more in."""
    return [line.popleft() for _ in range(len(line))]


def _kept(con: Connection, brought: Brought) -> Poll:
    batch = brought.batch
    kept = mentions.keep(con, batch.mentions, batch.snapshots, batch.gone, at=brought.fetched)
    poll = replace(
        brought.poll,
        status="ok" if kept.new or kept.edited else "nothing_new",
        new=len(kept.new),
        seconds=time.monotonic() - brought.started,
    )
    polls.save(con, poll)
    return poll
