"""What was said in a span of time, counted for the monthly report. `start` belongs to it, `end` does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.db import Connection, aware, stored
from storage.results import one

WHEN = "coalesce(m.published, m.seen)"
# words that their source has removed since are counted, but never quoted
THERE = 'm.no NOT IN (SELECT no FROM snapshot GROUP BY no HAVING arg_max(deleted, "at"))'
IN_TIME = f"a.relevant AND {WHEN} >= $start AND {WHEN} < $end"


@dataclass(frozen=True, slots=True)
class Slot:
    """Mentions about us in a quarter of an hour: fine enough for every time zone's days."""

    start: datetime
    mentions: int
    negative: int
    unscored: int  # in a language we cannot judge


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: how many spoke of it gladly and unhappily, and a sentence of each ("" where there is none)."""

    name: str
    glad: int
    unhappy: int
    praise: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Told:
    """A story: how often it was told in this time, by how many people, how many of the tellings were negative."""

    title: str
    mentions: int
    authors: int
    negative: int
    first: datetime


def slots(con: Connection, start: datetime, end: datetime) -> list[Slot]:
    """Quarter hours that have a mention about us, oldest first."""
    rows = con.execute(
        f"""
        SELECT time_bucket(INTERVAL 15 MINUTE, {WHEN}) AS slot, count(*), count(*) FILTER (a.label = 'negative'),
               count(*) FILTER (a.label = 'unscored')
        FROM mention m JOIN assessment a USING (no) WHERE {IN_TIME} GROUP BY slot ORDER BY slot
        """,  # noqa: S608
        _span(start, end),
    ).fetchall()
    return [Slot(aware(slot), *counts) for slot, *counts in rows]


def stars(con: Connection, start: datetime, end: datetime) -> tuple[int, float | None]:
    """How many ratings there were, and their mean on 0..1; None when there was none."""
    row = one(
        con.execute(
            f"SELECT count(m.rating), avg(m.rating) FROM mention m JOIN assessment a USING (no) WHERE {IN_TIME}",  # noqa: S608
            _span(start, end),
        )
    )
    return (int(row[0]), row[1]) if row else (0, None)


def topics(con: Connection, start: datetime, end: datetime) -> list[Topic]:
    """Topics, the most spoken of first. A sentence is quoted from the gladdest and from the unhappiest words."""
    rows = con.execute(
        f"""
        SELECT hit.topic, count(*) FILTER (hit.polarity > 0) AS glad, count(*) FILTER (hit.polarity < 0) AS unhappy,
               coalesce(max_by(hit.quote, hit.polarity) FILTER (hit.polarity > 0 AND there), ''),
               coalesce(min_by(hit.quote, hit.polarity) FILTER (hit.polarity < 0 AND there), '')
        FROM (
            SELECT unnest(a.topics) AS hit, {THERE} AS there FROM mention m JOIN assessment a USING (no) WHERE {IN_TIME}
        )
        GROUP BY hit.topic ORDER BY glad + unhappy DESC, hit.topic
        """,  # noqa: S608
        _span(start, end),
    ).fetchall()
    return [Topic(*row) for row in rows]


def stories(con: Connection, start: datetime, end: datetime, limit: int) -> list[Told]:
    """What was told at least twice, the most often told first."""
    rows = con.execute(
        f"""
        SELECT arg_min(CASE WHEN m.title <> '' THEN m.title ELSE m."text" END, m.no), count(*) AS mentions,
               count(DISTINCT m.author), count(*) FILTER (a.label = 'negative') AS negative, min({WHEN})
        FROM story_link l JOIN mention m USING (no) JOIN assessment a USING (no) WHERE {IN_TIME} AND {THERE}
        GROUP BY l.story HAVING count(*) > 1 ORDER BY mentions DESC, negative DESC, l.story LIMIT $limit
        """,  # noqa: S608
        {**_span(start, end), "limit": limit},
    ).fetchall()
    return [Told(title, mentions, authors, bad, aware(first)) for title, mentions, authors, bad, first in rows]


def by_source(con: Connection, start: datetime, end: datetime) -> dict[str, tuple[int, int]]:
    """Source -> mentions about us and the negative ones among them."""
    rows = con.execute(
        f"SELECT m.source, count(*), count(*) FILTER (a.label = 'negative') "  # noqa: S608
        f"FROM mention m JOIN assessment a USING (no) WHERE {IN_TIME} GROUP BY m.source",
        _span(start, end),
    ).fetchall()
    return {source: (mentions, negative) for source, mentions, negative in rows}


def _span(start: datetime, end: datetime) -> dict[str, datetime]:
    return {"start": stored(start), "end": stored(end)}
