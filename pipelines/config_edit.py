"""Changes to config.yaml from the page: checked before they are saved, whole or not at all, the old file kept beside.

The verb decides who may change what; a page only asks. `saw` is the text the person was looking at: when somebody else
has changed the file since, nothing is written and `Changed` shows the difference.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any

from analysis.recovery import NotAllowed
from pipelines import roles
from pipelines.config import Config, understood
from pipelines.roles import Deed
from pipelines.yaml_edit import CannotEdit, edited
from pipelines.yaml_lines import Key, parse, spelled
from storage import audit
from storage.errors import RecordBusy
from storage.lock import waiting_line

__all__ = ["REFUSALS", "CannotEdit", "Changed", "NotAllowed", "NotWritten", "Saved", "opened", "save", "values"]
KEPT = 20  # backups
MOST_ABOUT = 500  # characters of the keys that are noted as changed
PATIENCE = timedelta(seconds=5)
Values = dict[str, Any]  # the file as plain values, as `parse` reads it
# what somebody other than the owner may change: where it stands ("*" is any place of a list), and the deed it is
OPEN: tuple[tuple[Key, Deed], ...] = (
    (("business", "hours"), "words"),
    (("business", "holidays"), "words"),
    (("brands", "*", "aliases"), "words"),
    (("brands", "*", "not_us"), "words"),
    (("brands", "*", "near"), "words"),
    (("topics",), "words"),
    (("playbooks",), "words"),
    (("people", "*", "hours"), "words"),
    (("team", "absences"), "words"),
    (("rules",), "search"),
)


class Changed(Exception):
    """Somebody else has changed the file. `difference` is a unified diff from what was seen to what stands there."""

    def __init__(self, file: str, difference: str) -> None:
        self.difference = difference
        super().__init__(f"{file} was changed by somebody else since you opened this page; nothing was saved.")


class NotWritten(Exception):
    """There is no file to change, or the disk refuses; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The configuration as it is now, its text, and where the file before it is kept."""

    config: Config
    text: str
    backup: Path


REFUSALS = (NotAllowed, Changed, NotWritten, CannotEdit)  # besides ConfigError; each is a sentence


def opened(config: Config) -> str:
    """The text of config.yaml as it stands now: what `save` wants to hear again. Raises `NotWritten`."""
    if config.path is None:
        raise NotWritten("There is no config.yaml yet; make one first.")
    try:
        return config.path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise NotWritten(f"{config.path.name} cannot be read; run: earlyword check") from wrong


def values(text: str) -> Values:
    """The file as plain values, to be changed and handed to `save`."""
    return parse(text.encode()).value


def save(config: Config, who: str, saw: str, change: Callable[[Values], object], now: datetime) -> Saved:
    """Write config.yaml with `change` applied to its values; everything else in it stays as it was, comments too.

    Raises NotAllowed, `Changed`, `NotWritten`, `CannotEdit`, and `ConfigError` with its sentence for what would be
    refused at the next start.
    """
    path = config.path
    if path is None:
        raise NotWritten("There is no config.yaml yet; make one first.")
    try:
        with waiting_line(path, "changing the settings", PATIENCE):
            text = opened(config)
            if text != saw:
                raise Changed(path.name, _difference(saw, text, path.name))
            old, new = values(text), values(text)
            change(new)
            _may(understood(text.encode(), path), who, old, new)
            fresh = edited(text, new)
            checked = understood(fresh.encode(), path)
            backup = _replace(path, fresh, now)
    except RecordBusy as busy:
        raise NotWritten(f"Somebody else is changing {path.name} just now; try again in a moment.") from busy
    except OSError as wrong:
        raise NotWritten(f"{path} cannot be written: {wrong.strerror}.") from wrong
    about = ", ".join(dict.fromkeys(spelled(key) for key in touched(old, new)))[:MOST_ABOUT]
    audit.note(config.data, audit.Entry(now, who, "settings", about))
    return Saved(checked, fresh, backup)


def _may(config: Config, who: str, old: Values, new: Values) -> None:
    """Raises NotAllowed for the first change that this person may not make. Asked of the file as it was."""
    for key in touched(old, new):
        deed: Deed = next((deed for place, deed in OPEN if _under(key, place)), "settings")
        roles.allow(config, who, deed)


def touched(old: Any, new: Any, key: Key = ()) -> list[Key]:
    """Keys whose value differs, as deep as both sides have the same shape."""
    if old == new:
        return []
    if (old is None and isinstance(new, Mapping)) or (new is None and isinstance(old, Mapping)):
        old, new = old or {}, new or {}  # a section that is not there is one with nothing in it
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = dict.fromkeys((*old, *new))
        return [each for name in names for each in touched(old.get(name), new.get(name), (*key, name))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [each for place, pair in pairs for each in touched(*pair, (*key, place))]
    return [key]


def _under(key: Key, place: Key) -> bool:
    return len(key) >= len(place) and all(
        wanted == ("*" if isinstance(part, int) else part) for part, wanted in zip(key, place, strict=False)
    )


def _replace(path: Path, text: str, now: datetime) -> Path:
    """The old file kept under its date, the new one in its place in one step."""
    stamp = f"{path.name}.{now.astimezone(UTC):%Y-%m-%dT%H%M}"
    backup, more = path.with_name(stamp), 2
    while backup.exists():
        backup, more = path.with_name(f"{stamp}-{more}"), more + 1
    fresh = path.with_name(f"{path.name}.writing")
    try:
        shutil.copy2(path, backup)
        with fresh.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(path, fresh)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    for old in backups(path)[:-KEPT]:
        old.unlink(missing_ok=True)
    return backup


def backups(path: Path) -> list[Path]:
    """Earlier files kept beside this one, the oldest first."""
    found = path.parent.glob(f"{path.name}.[0-9][0-9][0-9][0-9]-*T[0-9][0-9][0-9][0-9]*")
    return sorted(found, key=lambda each: (each.stat().st_mtime_ns, each.name))


def _difference(before: str, after: str, file: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), "as you saw it", f"{file} now", lineterm="", n=1)
    return "\n".join(lines)
