"""Every look at every source, and where each one stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from storage import sequence
from storage.columns import back, insert, names, plain, quoted, table
from storage.db import Connection, aware, stored
from storage.model import Poll
from storage.results import one

COLUMNS = names(Poll)
AHEAD = timedelta(hours=1)  # longer than a look takes, so that two rounds at once never take each other's for wrong
INSERT = f"INSERT INTO poll ({quoted(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


def save(con: Connection, poll: Poll) -> None:
    """Notes one look; the same look (source and time) noted twice stays one.

    Looks at the source that were noted under a time more than `AHEAD` later are forgotten: the clock was wrong then and
    has been put back, and they would stand as the last look, cursor and all, until it gets there again.
    """
    save_all(con, [poll])


def save_all(con: Connection, looks: Sequence[Poll]) -> None:
    """Notes several looks at once: a hundred cost hardly more than one."""
    first: dict[tuple[str, datetime], Poll] = {}
    for poll in looks:
        first.setdefault((poll.source, poll.at), poll)
    here = con.execute(
        'SELECT source, "at" FROM poll WHERE "at" IN (SELECT unnest(?::TIMESTAMP[]))',
        [[stored(at) for at in {at for _, at in first}]],
    ).fetchall()
    known = {(source, aware(at)) for source, at in here}
    new = [poll for look, poll in first.items() if look not in known]
    if len(new) == 1:
        [poll] = new
        values = [plain(getattr(poll, name)) for name in COLUMNS if name != "cursor"]
        con.execute(INSERT, [*values, json.dumps(dict(poll.cursor))])
    if len(new) > 1:
        insert(con, "poll", table(Poll, [replace(poll, cursor=json.dumps(dict(poll.cursor))) for poll in new]))  # type: ignore[arg-type]  # as stored
    if new:
        con.executemany('DELETE FROM poll WHERE source = ? AND "at" > ?', believable(new))
        sequence.changed(con)


def believable(looks: Sequence[Poll]) -> list[tuple[str, datetime]]:
    """Each source with the latest time that another look at it may bear."""
    found: dict[str, datetime] = {}
    for poll in looks:
        found[poll.source] = max(poll.at, found.get(poll.source, poll.at))
    return [(source, stored(at + AHEAD)) for source, at in found.items()]


def last(con: Connection) -> dict[str, Poll]:
    """Source name -> the latest look at it, with its cursor."""
    rows = con.execute(
        f"SELECT {quoted(COLUMNS)} FROM poll "  # noqa: S608
        'SEMI JOIN (SELECT source, max("at") AS "at" FROM poll GROUP BY source) latest USING (source, "at")'
    ).fetchall()
    return {poll.source: poll for poll in as_polls(rows)}


def since(con: Connection, moment: datetime) -> list[Poll]:
    """All looks at or after `moment`, oldest first: for counts of checks and failures."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM poll WHERE "at" >= ? ORDER BY "at", source',  # noqa: S608
        [stored(moment)],
    ).fetchall()
    return as_polls(rows)


def prune(con: Connection, before: datetime) -> int:
    """Forgets looks older than `before`, but for the few that tell where a source stands; returns how many went.

    Of each source stay: the last look with its cursor, the first and the last good one, the last that brought something
    new, the first failure since the last good one, and the one that showed the newest item.
    """
    row = one(
        con.execute(
            """
            WITH good AS (
                SELECT source, min("at") AS first, max("at") AS last, max("at") FILTER ("new" > 0) AS brought
                FROM poll WHERE status IN ('ok', 'nothing_new') GROUP BY source
            ), telling AS (
                SELECT p.source, unnest([
                    max(p."at"), any_value(g.first), any_value(g.last), any_value(g.brought),
                    min(p."at") FILTER (g.last IS NULL OR p."at" > g.last), arg_max(p."at", p.newest)
                ]) AS "at"
                FROM poll p LEFT JOIN good g USING (source) GROUP BY p.source
            )
            DELETE FROM poll WHERE "at" < ? AND NOT EXISTS (
                SELECT 1 FROM telling t WHERE t.source = poll.source AND t."at" = poll."at"
            )
            """,
            [stored(before)],
        )
    )
    gone = int(row[0]) if row else 0
    if gone:
        sequence.changed(con)
    return gone


def as_polls(rows: list[tuple[object, ...]]) -> list[Poll]:
    return [replace(poll, cursor=json.loads(str(poll.cursor))) for poll in back(Poll, rows)]
