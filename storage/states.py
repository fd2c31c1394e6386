"""What detectors and the story index remember between two rounds: small JSON values with a name."""

from __future__ import annotations

import json

from storage import sequence
from storage.db import Connection
from storage.model import Json
from storage.results import one


def load(con: Connection, name: str) -> Json:
    """The value last saved under `name`; None when there is none."""
    row = one(con.execute("SELECT value FROM state WHERE name = ?", [name]))
    value: Json = json.loads(row[0]) if row else None
    return value


def save(con: Connection, name: str, value: Json) -> None:
    """Replaces the value under `name`; writing what is already there changes nothing."""
    said = json.dumps(value, sort_keys=True)
    row = one(con.execute("SELECT value FROM state WHERE name = ?", [name]))
    if row and row[0] == said:
        return
    con.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, said])
    sequence.changed(con)
