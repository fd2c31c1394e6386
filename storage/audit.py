"""Who did what beside casework, and when: came in or was refused, changed settings or a password, erased somebody.

What is done in a case stands in the case. This is for the rest: one line of JSON each, in a file beside the record that
its owner alone may read. It names people of the team and the addresses they came from, never a customer, and ends: two
files of `LARGEST` bytes, the older of which goes when the newer is full.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

LOG = logging.getLogger(__name__)
FILE, BEFORE = "audit.jsonl", "audit.before.jsonl"
LARGEST = 2_000_000  # bytes; about 15,000 entries
What = Literal["signed in", "refused", "signed out", "password", "settings", "looked into", "forgot", "restored"]


@dataclass(frozen=True, slots=True)
class Entry:
    """`who` is one of the team, or "" for a stranger; `about` says more, in words of ours."""

    at: datetime
    who: str
    what: What
    about: str = ""


def note(folder: Path, entry: Entry) -> None:
    """Adds an entry. That it cannot be written (a full disk) keeps nobody out and undoes nothing; the log says so."""
    place = folder / FILE
    said = {"at": entry.at.astimezone(UTC).isoformat(), "who": entry.who, "what": entry.what, "about": entry.about}
    line = json.dumps(said).encode() + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line)  # one write, so that two processes never mix their lines
            size = os.fstat(handle).st_size
        finally:
            os.close(handle)
        if size > LARGEST:
            os.replace(place, folder / BEFORE)
    except OSError as wrong:
        LOG.warning("what was done could not be noted in %s: %s", place, wrong.strerror)


def entries(folder: Path) -> list[Entry]:
    """Everything that is noted, the oldest first; a line that was cut off is passed over."""
    found = []
    for name in (BEFORE, FILE):
        with suppress(OSError):
            for line in (folder / name).read_text("utf-8", "replace").splitlines():
                with suppress(ValueError, KeyError, TypeError):
                    said = json.loads(line)
                    found.append(Entry(datetime.fromisoformat(said["at"]), said["who"], said["what"], said["about"]))
    return found
