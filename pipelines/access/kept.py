"""Small JSON files beside the record that nobody but the account Earlyword runs under may read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from storage.model import Json


def load(path: Path) -> dict[str, Json]:
    """What is kept there; nothing when there is no such file or it holds no JSON of ours. Raises OSError otherwise."""
    try:
        said = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def save(path: Path, value: dict[str, Json]) -> None:
    """Replace the whole file in one step. Raises OSError; the old one then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def changed(path: Path) -> tuple[int, int]:
    """Another value whenever somebody has replaced the file; (0, 0) when there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
