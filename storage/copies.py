"""Where copies of the record and of parts of it went: backups, exports. So that forgetting somebody reaches them.

A list beside the record, one line of JSON each; a place is listed once, with the time of its last writing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

What = Literal["backup", "export"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that we wrote outside the record, by its absolute path."""

    path: Path
    what: What
    at: datetime


def file_of(record: Path) -> Path:
    return record.with_suffix(".copies")


def note(record: Path, path: Path, what: What, at: datetime) -> None:
    """Remembers a copy. That the list cannot be written (a full disk) must not undo the copy."""
    kept = [each for each in known(record) if each.path != path.resolve()]
    keep(record, [*kept, Copy(path.resolve(), what, at)])


def keep(record: Path, copies: list[Copy]) -> None:
    """Writes the list, whole or not at all."""
    place = file_of(record)
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    lines = [json.dumps({**asdict(each), "path": str(each.path), "at": each.at.isoformat()}) for each in copies]
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        fresh.replace(place)


def known(record: Path) -> list[Copy]:
    """Every copy on the list, also those whose file is gone; a line that is not ours is passed over."""
    found = []
    with suppress(OSError, UnicodeDecodeError):
        for line in file_of(record).read_text("utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                said = json.loads(line)
                found.append(Copy(Path(said["path"]), said["what"], datetime.fromisoformat(said["at"])))
    return found
