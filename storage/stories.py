"""Which mentions tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import pyarrow as pa

from storage import keys, sequence
from storage.columns import insert, plain
from storage.db import Connection


def save(con: Connection, links: Mapping[str, str]) -> int:
    """Mention id -> story id; a mention's earlier story is replaced. Unknown mentions are dropped."""
    here = keys.find(con, list(links))
    if not here:
        return 0
    rows = [(found.no, mention, plain(links[mention])) for mention, found in here.items()]
    con.execute("DELETE FROM story_link WHERE no IN (SELECT unnest(?))", [[no for no, _, _ in rows]])
    columns = dict(
        zip(("no", "mention", "story"), (pa.array(column) for column in zip(*rows, strict=True)), strict=True)
    )
    insert(con, "story_link", pa.table(columns))
    sequence.changed(con)
    return len(rows)


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
