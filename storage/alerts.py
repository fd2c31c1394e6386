"""Judgements worth telling somebody: each key once, for ever."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from storage import sequence
from storage.columns import back, insert, names, quoted, table
from storage.db import Connection, stored
from storage.model import Alert
from storage.results import one

COLUMNS = names(Alert)


def keep_new(con: Connection, alerts: Sequence[Alert]) -> list[Alert]:
    """Stores the alerts whose key is new and returns exactly those, in the order given."""
    first: dict[str, Alert] = {}
    for alert in alerts:
        first.setdefault(alert.key, alert)
    here = con.execute("SELECT key FROM alert WHERE key IN (SELECT unnest(?::VARCHAR[]))", [list(first)]).fetchall()
    known = {key for (key,) in here}
    new = [alert for key, alert in first.items() if key not in known]
    if new:
        insert(con, "alert", table(Alert, new))
        sequence.changed(con)
    return new


def of(con: Connection, key: str) -> Alert | None:
    """The alert with this key; None when there is none."""
    rows = con.execute(f"SELECT {quoted(COLUMNS)} FROM alert WHERE key = ?", [key]).fetchall()  # noqa: S608
    return next(back(Alert, rows), None)


def recent(con: Connection, since: datetime) -> list[Alert]:
    """Alerts at or after `since`, newest first."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM alert WHERE "at" >= ? ORDER BY "at" DESC, key',  # noqa: S608
        [stored(since)],
    ).fetchall()
    return list(back(Alert, rows))


def open_(con: Connection) -> list[Alert]:
    """Alerts that nobody closed yet, newest first."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM alert WHERE closed IS NULL ORDER BY "at" DESC, key'  # noqa: S608
    ).fetchall()
    return list(back(Alert, rows))


def telling(con: Connection, first: Collection[str]) -> list[str]:
    """Keys of the open alerts that tell of these, given by the key told first ("...:again2" tells of "...")."""
    rows = con.execute(
        "SELECT key FROM alert WHERE closed IS NULL "
        "AND regexp_replace(key, ':again[0-9]+$', '') IN (SELECT unnest(?::VARCHAR[]))",
        [list(first)],
    ).fetchall()
    return [key for (key,) in rows]


def reopen(con: Connection, key: str) -> None:
    """Opens a closed alert again."""
    con.execute("UPDATE alert SET closed = NULL WHERE key = ?", [key])
    sequence.changed(con)


def close(con: Connection, keys: Collection[str], at: datetime) -> int:
    """Closes open alerts; returns how many were open."""
    row = one(
        con.execute(
            "UPDATE alert SET closed = ? WHERE closed IS NULL AND key IN (SELECT unnest(?::VARCHAR[]))",
            [stored(at), list(keys)],
        )
    )
    closed = int(row[0]) if row else 0
    if closed:
        sequence.changed(con)
    return closed
