"""Rounds and erasures take turns: rounds go on side by side, an erasure only while none is under way.

A round reads, thinks with the record closed, and writes again. Somebody forgotten in between would be written down
once more: in an alert, a letter, a detector's memory. So whoever thinks outside a session says so with `judging`, and
an erasure waits until nobody does. The lock is the operating system's: whoever is killed has let go of it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from storage.errors import RecordBusy
from storage.faults import full, unreadable
from storage.files import no_space

LONGEST = timedelta(minutes=10)  # a round judges for a minute and waits for slow sources; an erasure rewrites the file
LOOK_AGAIN = 0.05  # seconds between two tries


@contextmanager
def judging(record: Path, wait: timedelta = LONGEST) -> Iterator[None]:
    """While this holds nobody is forgotten. Raises RecordBusy when an erasure takes longer than `wait`."""
    with _held(record, fcntl.LOCK_SH, wait, "Somebody is being forgotten just now"):
        yield


@contextmanager
def erasing(record: Path, wait: timedelta = LONGEST) -> Iterator[None]:
    """While this holds no round is under way. Raises RecordBusy when one takes longer than `wait`."""
    with _held(record, fcntl.LOCK_EX, wait, "A round is under way"):
        yield


@contextmanager
def _held(record: Path, how: int, wait: timedelta, busy: str) -> Iterator[None]:
    place = record.with_name(record.name + ".turns.lock")
    until = time.monotonic() + wait.total_seconds()
    try:
        file = place.open("a")
    except OSError as error:
        raise (no_space(place) if full(error) else unreadable(error, place)) from error
    with file:
        while True:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise RecordBusy(
                        f"{busy} and has not ended within {wait.total_seconds():g} s. Try again when it has."
                    ) from None
                time.sleep(LOOK_AGAIN)
        yield
