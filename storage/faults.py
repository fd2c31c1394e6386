"""DuckDB's complaints in our words."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import duckdb

from storage.errors import DiskFull, RecordBusy, RecordDamaged, RecordError

# Nothing outside the file is ever read or loaded, whatever a query says.
CLOSED_DOORS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
HELD = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
FULL = ("No space left", "disk full", "File too large", "Disk quota exceeded", "Could not write")
BROKEN = (
    "not a valid DuckDB database file",
    "Could not read enough bytes",
    "checksum",
    "Corrupt",
    "corrupt",
    "WAL",
    "invalidated",
    "deserialize",
    "Serialization Error",
)


FILE_TROUBLE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)


def explain(error: duckdb.Error, path: Path) -> Exception:
    """The error to raise instead of `error`: one of ours where we know what happened, else `error` itself."""
    text = str(error)
    if held := HELD.search(text):
        return RecordBusy(
            f"The record {path} is held open by process {held['pid']} ({Path(held['program']).name}), which is not "
            "Earlyword; close it there. Analysts should open the published copy instead."
        )
    if any(word in text for word in FULL):
        return DiskFull(
            f"No space left for the record {path}; nothing that was stored before is lost. Free some space on that "
            "disk: the next round goes on by itself."
        )
    about_file = type(error) is duckdb.Error or isinstance(error, FILE_TROUBLE)
    if about_file and any(word in text for word in BROKEN):
        return RecordDamaged(
            f"The record {path} cannot be read ({first_sentence(text)}); it was left untouched. "
            "Run `earlyword doctor`; it says what can be restored."
        )
    return error


def full(error: OSError) -> bool:
    """Does this system error mean that there is no space?"""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unreadable(error: OSError, path: Path) -> RecordError:
    return RecordError(f"{path} cannot be used: {error.strerror}.")


def first_sentence(text: str) -> str:
    return " ".join(text.splitlines()[0].split())[:200] if text else "no reason given"
