"""Which mentions tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage import arrow, keys, sequence
from storage.arrow import column
from storage.columns import insert
from storage.db import Connection, aware, stored
from storage.model import Kind


def save(con: Connection, links: Mapping[str, str]) -> int:
    """Mention id -> story id; a mention's earlier story is replaced. Unknown mentions are dropped."""
    here = keys.find(con, list(links))
    if not here:
        return 0
    numbers = [found.no for found in here.values()]
    con.execute("DELETE FROM story_link WHERE no IN (SELECT unnest(?))", [numbers])
    fresh = arrow.rows(
        no=column("BIGINT", numbers),
        mention=column("VARCHAR", list(here)),
        story=column("VARCHAR", [links[mention] for mention in here]),
    )
    insert(con, "story_link", fresh)
    sequence.changed(con)
    return len(numbers)


def of(con: Connection, ids: Collection[str]) -> dict[str, str]:
    """Mention id -> story id, for those that have one."""
    here = keys.find(con, list(ids))
    rows = con.execute(
        "SELECT mention, story FROM story_link WHERE no IN (SELECT unnest(?::BIGINT[]))",
        [[found.no for found in here.values()]],
    ).fetchall()
    return dict(rows)


def members(con: Connection, stories: Collection[str]) -> dict[str, list[str]]:
    """Story id -> ids of the mentions that tell it, in order of arrival."""
    rows = con.execute(
        "SELECT story, mention FROM story_link WHERE story IN (SELECT unnest(?::VARCHAR[])) ORDER BY no",
        [list(stories)],
    ).fetchall()
    found: dict[str, list[str]] = defaultdict(list)
    for story, mention in rows:
        found[story].append(mention)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Finished:
    """A story that nobody tells any more: where it began, when it was told (in order), reposts its source counted."""

    source: str
    kind: Kind
    times: tuple[datetime, ...]
    shares: int


def finished(con: Connection, since: datetime, until: datetime) -> list[Finished]:
    """Relevant stories seen first at or after `since` and last told before `until`, if they were passed on at all."""
    rows = con.execute(
        """
        WITH told AS (
            SELECT l.story, l.no, m.source, m.kind, coalesce(m.published, m.seen) AS "when"
            FROM story_link l JOIN mention m USING (no) JOIN assessment a USING (no)
            WHERE m.seen >= ? AND a.relevant
        ), counted AS (
            SELECT no, max(shares) AS shares FROM snapshot WHERE shares > 0 GROUP BY no
        )
        SELECT arg_min(source, "when"), arg_min(kind, "when"), list("when" ORDER BY "when"),
               coalesce(sum(shares), 0)
        FROM told LEFT JOIN counted USING (no) GROUP BY story
        HAVING max("when") < ? AND (count(*) > 1 OR sum(shares) > 0) ORDER BY story
        """,
        [stored(since), stored(until)],
    ).fetchall()
    return [Finished(source, kind, tuple(map(aware, times)), int(shares)) for source, kind, times, shares in rows]
