"""What we think of mentions: one assessment each, replaced in place when the rules get better.

Replacing (delete and insert in one transaction) instead of keeping every version with "the latest wins": every reader
joins this table, and a window over all versions would cost each of them more than the writer pays once. What was
thought before can be had again by replaying history under the older rules.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from storage import keys, sequence
from storage.arrow import column
from storage.columns import ASSESSMENT, back, insert, quoted, table
from storage.db import Connection
from storage.model import Assessment


def save(con: Connection, items: Sequence[Assessment]) -> int:
    """Stores assessments, replacing earlier ones of the same mentions; returns how many mentions are here.

    Assessments of mentions that are not in the record are dropped.
    """
    latest = {item.mention: item for item in items}
    here = keys.find(con, list(latest))
    kept = [item for item in latest.values() if item.mention in here]
    if not kept:
        return 0
    numbers = [here[item.mention].no for item in kept]
    for target in ("assessment", "waiting"):
        con.execute(f"DELETE FROM {target} WHERE no IN (SELECT unnest(?))", [numbers])  # noqa: S608
    insert(con, "assessment", table(Assessment, kept, no=column("BIGINT", numbers)))
    sequence.changed(con)
    return len(kept)


def of(con: Connection, ids: Collection[str]) -> dict[str, Assessment]:
    """Mention id -> its current assessment, for those that have one."""
    found = keys.find(con, list(ids))
    if not found:
        return {}
    rows = con.execute(
        f"SELECT {quoted(ASSESSMENT)} FROM assessment WHERE no IN (SELECT unnest(?))",  # noqa: S608
        [[each.no for each in found.values()]],
    ).fetchall()
    return {each.mention: each for each in back(Assessment, rows)}
