"""Counts per hour, for charts and for the early warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.db import Connection, aware, stored

# A mention is never seen before it was published; clocks of sources may be a day ahead of ours.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hourly:
    """Relevant mentions of one entity in the hour that starts at `hour`, by their claimed time (else first seen)."""

    entity: str
    hour: datetime
    negatives: int
    others: int


def hourly(con: Connection, since: datetime) -> list[Hourly]:
    """All hours at or after the hour of `since` that have a relevant, judged mention; oldest first.

    Hours without any are not listed. Mentions of unreadable language (unscored) count as others.
    """
    rows = con.execute(
        """
        SELECT m.entity, date_trunc('hour', coalesce(m.published, m.seen)) AS hour,
               count(*) FILTER (a.label = 'negative'), count(*) FILTER (a.label <> 'negative')
        FROM mention m JOIN assessment a USING (no)
        WHERE m.seen >= ? AND coalesce(m.published, m.seen) >= ? AND a.relevant
        GROUP BY ALL ORDER BY hour, m.entity
        """,
        [stored(since - AHEAD), stored(since.replace(minute=0, second=0, microsecond=0))],
    ).fetchall()
    return [Hourly(entity, aware(hour), negatives, others) for entity, hour, negatives, others in rows]
