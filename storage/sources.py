"""What each source brought over all its looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.db import Connection, aware_or_none


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
