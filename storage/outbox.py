"""Letters on their way: one per key and recipient, in here until delivered or refused.

At least once: a letter is claimed for a while (the lease), sent, and only then marked. Whoever dies in between leaves a
lease that runs out, and the letter goes again with the same Message-ID, which is made from its key.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage import sequence
from storage.arrow import column
from storage.columns import back, insert, names, quoted, table
from storage.db import Connection, aware, aware_or_none, stored
from storage.model import Notification
from storage.results import one

COLUMNS = names(Notification)
FURTHEST = timedelta(days=2)  # no letter waits longer: quiet hours and retries end within a day
Status = Literal["waiting", "sent", "refused"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A notification and how it fares. `due`: not before this; `sent`: when the server took it."""

    notification: Notification
    status: Status
    due: datetime
    sent: datetime | None


def put(con: Connection, notifications: Sequence[Notification], *, not_before: datetime | None = None) -> int:
    """Adds letters whose (key, recipient) was never here; returns how many. They go at once, or at `not_before`."""
    first: dict[tuple[str, str], Notification] = {}
    for each in notifications:
        first.setdefault((each.key, each.recipient), each)
    here = con.execute(
        "SELECT key, recipient FROM notification WHERE key IN (SELECT unnest(?::VARCHAR[]))",
        [[key for key, _ in first]],
    ).fetchall()
    new = [each for pair, each in first.items() if pair not in set(here)]
    if not new:
        return 0
    due = column("TIMESTAMP", [not_before or each.created for each in new])
    insert(con, "notification", table(Notification, new, status=column("VARCHAR", ["waiting"] * len(new)), due=due))
    sequence.changed(con)
    return len(new)


def known(con: Connection, keys: Collection[str]) -> set[tuple[str, str]]:
    """The (key, recipient) pairs among these keys that were ever put in here."""
    rows = con.execute(
        "SELECT key, recipient FROM notification WHERE key IN (SELECT unnest(?::VARCHAR[]))", [list(keys)]
    ).fetchall()
    return {(key, recipient) for key, recipient in rows}


def claim(con: Connection, now: datetime, lease: timedelta) -> Notification | None:
    """The letter that waits longest and is due, yours until `now + lease`; None when none is due.

    Its `attempts` count this one already. One that is due only in `FURTHEST` was written while the clock was wrong.
    """
    soon, wrong = stored(now), stored(now + FURTHEST)
    row = one(
        con.execute(
            "SELECT key, recipient FROM notification WHERE status = 'waiting' AND (due <= ? OR due > ?) "
            "ORDER BY due, created, key, recipient LIMIT 1",
            [soon, wrong],
        )
    )
    if row is None:
        return None
    rows = con.execute(
        "UPDATE notification SET due = ?, attempts = attempts + 1 "  # noqa: S608
        f"WHERE key = ? AND recipient = ? AND status = 'waiting' AND (due <= ? OR due > ?) RETURNING {quoted(COLUMNS)}",
        [stored(now + lease), *row, soon, wrong],
    ).fetchall()
    sequence.changed(con)
    return next(back(Notification, rows), None)


def sent(con: Connection, notification: Notification, at: datetime) -> None:
    """The server took it."""
    con.execute(
        "UPDATE notification SET status = 'sent', sent = ?, error = '' WHERE key = ? AND recipient = ?",
        [stored(at), notification.key, notification.recipient],
    )
    sequence.changed(con)


def failed(con: Connection, notification: Notification, error: str, retry_at: datetime | None) -> None:
    """It did not go: again at `retry_at`, or, when that is None, refused for good and visible as such."""
    con.execute(
        "UPDATE notification SET status = ?, due = coalesce(?, due), error = ? "
        "WHERE key = ? AND recipient = ? AND status = 'waiting'",
        [
            "waiting" if retry_at else "refused",
            stored(retry_at) if retry_at else None,
            error,
            notification.key,
            notification.recipient,
        ],
    )
    sequence.changed(con)


def list_(con: Connection, *, status: Status | None = None, limit: int = 100) -> list[Letter]:
    """Letters, newest first, all or those of one status."""
    rows = con.execute(
        f"SELECT {quoted(COLUMNS)}, status, due, sent FROM notification "  # noqa: S608
        "WHERE ? IS NULL OR status = ? ORDER BY created DESC, key LIMIT ?",
        [status, status, limit],
    ).fetchall()
    return [
        Letter(next(back(Notification, [row[:-3]])), row[-3], aware(row[-2]), aware_or_none(row[-1])) for row in rows
    ]


def counts(con: Connection) -> dict[Status, int]:
    """How many letters stand where."""
    return dict(con.execute("SELECT status, count(*) FROM notification GROUP BY status").fetchall())
