"""Which mentions tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from storage import arrow, keys, sequence
from storage.arrow import column
from storage.columns import insert
from storage.db import Connection


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
