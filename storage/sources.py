"""What each source brought over all its looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.db import Connection, aware, aware_or_none, stored


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over the looks that are still remembered. `newest` is the newest published time ever shown."""

    checks: int
    failed: int
    found: int
    new: int
    last_good: datetime | None
    newest: datetime | None


def totals(con: Connection) -> dict[str, Total]:
    """Source name -> its sums."""
    rows = con.execute(
        """
        SELECT source, count(*), count(*) FILTER (status IN ('blocked', 'broken')), sum(found), sum("new"),
               max("at") FILTER (status IN ('ok', 'nothing_new')), max(newest)
        FROM poll GROUP BY source
        """
    ).fetchall()
    return {
        source: Total(checks, failed, int(found), int(new), aware_or_none(good), aware_or_none(newest))
        for source, checks, failed, found, new, good, newest in rows
    }


def first_looks(con: Connection) -> dict[str, datetime]:
    """Source name -> the first look that went well, among those that are still remembered."""
    rows = con.execute(
        """SELECT source, min("at") FROM poll WHERE status IN ('ok', 'nothing_new') GROUP BY source"""
    ).fetchall()
    return {source: aware(at) for source, at in rows}


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when a source fails, brings nothing new, and when it last answered well; None where it never did."""

    failing_since: datetime | None
    last_new: datetime | None
    last_good: datetime | None


def standings(con: Connection) -> dict[str, Standing]:
    """Source name -> where it stands by the looks that are still remembered."""
    rows = con.execute(
        """
        WITH good AS (
            SELECT source, max("at") AS "at", max("at") FILTER ("new" > 0) AS brought
            FROM poll WHERE status IN ('ok', 'nothing_new') GROUP BY source
        )
        SELECT p.source, min(p."at") FILTER (g."at" IS NULL OR p."at" > g."at"), any_value(g.brought),
               any_value(g."at")
        FROM poll p LEFT JOIN good g USING (source) GROUP BY p.source
        """
    ).fetchall()
    return {source: Standing(*map(aware_or_none, times)) for source, *times in rows}


def looks(con: Connection, source: str, since: datetime) -> list[tuple[datetime, int]]:
    """Hours with a good look at the source since then, in order, each with how many new items it brought."""
    rows = con.execute(
        """
        SELECT date_trunc('hour', "at") AS hour, sum("new") FROM poll
        WHERE source = ? AND "at" >= ? AND status IN ('ok', 'nothing_new') GROUP BY hour ORDER BY hour
        """,
        [source, stored(since)],
    ).fetchall()
    return [(aware(hour), int(new)) for hour, new in rows]
