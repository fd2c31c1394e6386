"""Mentions together with what we think of them, as the warning reads them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from storage import keys
from storage.columns import ASSESSMENT, MENTION, back, quoted
from storage.db import Connection, aware, aware_or_none, stored
from storage.looks import GONE
from storage.mentions import as_read_now
from storage.model import Assessment, Judged
from storage.results import one

WHEN = "coalesce(m.published, m.seen)"


def assessed_after(con: Connection, moment: datetime, published_since: datetime) -> list[Judged]:
    """Relevant mentions judged after `moment` and not older than `published_since`, in order of their time."""
    return _read(con, f'a.relevant AND a."at" > ? AND {WHEN} >= ?', [stored(moment), stored(published_since)])


def reworded(con: Connection, judged_after: datetime, edited_since: datetime) -> list[Judged]:
    """Relevant reviews judged after one moment that were edited at or after the other, in order of their time."""
    where = (
        f"a.relevant AND m.kind = 'review' AND a.\"at\" > ? AND m.no IN "  # noqa: S608
        f'(SELECT no FROM edit WHERE state <> {GONE} AND "at" >= ?)'
    )
    return _read(con, where, [stored(judged_after), stored(edited_since)])


def flagged_since(con: Connection, since: datetime) -> list[Judged]:
    """Relevant flagged mentions whose time (claimed, else seen) is `since` or later, in order of it."""
    where = f"a.relevant AND a.flag = 'flag' AND m.seen >= ? AND {WHEN} >= ?"
    return _read(con, where, [stored(since), stored(since)])


def undecided(con: Connection, since: datetime, until: datetime) -> list[Judged]:
    """Flagged mentions said since then and first seen until then that nobody has dealt with, in order of their time.

    A word of a person on the mention, a case it belongs to, or our answer at its source deals with it.
    """
    where = (
        f"a.relevant AND a.flag = 'flag' AND {WHEN} >= ? AND m.seen >= ? AND m.seen <= ? "  # noqa: S608
        "AND a.mention NOT IN (SELECT mention FROM correction) AND a.mention NOT IN ("
        "SELECT payload->>'$.mention' FROM case_event WHERE payload->>'$.mention' IS NOT NULL "
        "UNION ALL SELECT unnest(json_extract_string(payload, '$.earlier[*]')) FROM case_event) "
        "AND m.no NOT IN (SELECT no FROM snapshot WHERE reply <> '' OR deleted)"
    )
    return _read(con, where, [stored(since), stored(since), stored(until)])


def since(con: Connection, moment: datetime) -> list[Judged]:
    """Relevant mentions whose time (claimed, else seen) is `moment` or later, in order of it."""
    return _read(con, f"a.relevant AND {WHEN} >= ?", [stored(moment)])


def of_stories(con: Connection, stories: Collection[str]) -> dict[str, list[Judged]]:
    """Story -> the relevant mentions that tell it, in order of their time."""
    links = con.execute(
        "SELECT no, mention, story FROM story_link WHERE story IN (SELECT unnest(?::VARCHAR[]))", [list(stories)]
    ).fetchall()
    story_of = {mention: story for _, mention, story in links}
    found: dict[str, list[Judged]] = {}
    where = "a.relevant AND m.no IN (SELECT unnest(?::BIGINT[]))"
    for judged in _read(con, where, [[no for no, _, _ in links]]):
        found.setdefault(story_of[judged.mention.id], []).append(judged)
    return found


def _read(con: Connection, where: str, values: Sequence[Any]) -> list[Judged]:
    rows = con.execute(
        f"SELECT l.story, {quoted(ASSESSMENT, 'a')}, {quoted(MENTION, 'm')}, m.no FROM mention m "  # noqa: S608
        f"JOIN assessment a USING (no) LEFT JOIN story_link l USING (no) WHERE {where} ORDER BY {WHEN}, m.id",
        list(values),
    ).fetchall()
    width = 1 + len(ASSESSMENT)
    said = as_read_now(con, [row[width:] for row in rows])
    thought = back(Assessment, (row[1:width] for row in rows))
    return [  # stories grow together after their members were judged, so the link is what counts
        Judged(mention, replace(assessment, story=row[0] or assessment.story))
        for mention, assessment, row in zip(said, thought, rows, strict=True)
    ]


def flags(con: Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids whose mention is relevant and flagged as a complaint."""
    here = keys.find(con, list(ids))
    rows = con.execute(
        "SELECT mention FROM assessment WHERE relevant AND flag = 'flag' AND no IN (SELECT unnest(?::BIGINT[]))",
        [[found.no for found in here.values()]],
    ).fetchall()
    return {mention for (mention,) in rows}


def reach(con: Connection, ids: Collection[str]) -> dict[str, int]:
    """How many people each mention has reached as far as its source tells: most views, else followers, ever seen."""
    here = keys.find(con, list(ids))
    rows = con.execute(
        "SELECT mention, coalesce(max(views), max(followers)) FROM snapshot "
        "WHERE no IN (SELECT unnest(?::BIGINT[])) GROUP BY mention",
        [[found.no for found in here.values()]],
    ).fetchall()
    return {mention: count for mention, count in rows if count is not None}


def shares(con: Connection, ids: Collection[str]) -> dict[str, int]:
    """The most often that each mention was passed on as its source counts it; those never passed on are left out."""
    here = keys.find(con, list(ids))
    rows = con.execute(
        "SELECT mention, max(shares) FROM snapshot WHERE shares > 0 AND no IN (SELECT unnest(?::BIGINT[])) "
        "GROUP BY mention",
        [[found.no for found in here.values()]],
    ).fetchall()
    return dict(rows)


def replied(con: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """When a look first saw our reply to each mention; those without one are left out."""
    here = keys.find(con, list(ids))
    rows = con.execute(
        "SELECT mention, min(\"at\") FROM snapshot WHERE reply <> '' AND no IN (SELECT unnest(?::BIGINT[])) "
        "GROUP BY mention",
        [[found.no for found in here.values()]],
    ).fetchall()
    return {mention: aware(at) for mention, at in rows}


def passed_on(con: Connection, after: datetime, published_since: datetime) -> list[Judged]:
    """Flagged mentions not older than `published_since` that a look after `after` saw passed on."""
    where = (
        f"a.relevant AND a.flag = 'flag' AND {WHEN} >= ? AND m.no IN "  # noqa: S608
        '(SELECT no FROM snapshot WHERE shares > 0 AND "at" > ?)'
    )
    return _read(con, where, [stored(published_since), stored(after)])


def glad_since(con: Connection, since: datetime, compound: float, limit: int = 200) -> list[Judged]:
    """Relevant positive mentions first seen since `since` that have words; at most `limit`, the gladdest ones."""
    where = (
        "a.relevant AND a.label = 'positive' AND a.flag = 'none' AND m.seen >= ? AND m.no IN ("
        "SELECT no FROM assessment JOIN mention USING (no) WHERE label = 'positive' AND compound >= ? "
        'AND seen >= ? AND length(trim("text")) >= 20 ORDER BY compound DESC, no LIMIT ?)'
    )
    return _read(con, where, [stored(since), compound, stored(since), limit])


def newest_seen(con: Connection) -> datetime | None:
    """When the newest mention was said, by its own clock (else first seen); None in an empty record."""
    row = one(con.execute(f"SELECT max({WHEN}) FROM mention m WHERE {WHEN} <= m.seen"))  # noqa: S608
    return aware_or_none(row[0]) if row else None


def named_since(con: Connection, since: datetime, names: Collection[str]) -> list[Judged]:
    """Relevant mentions since `since` that are no complaints and in which one of these names stands, as written."""
    named = "len(list_filter(?::VARCHAR[], lambda name: contains(m.title || ' ' || m.\"text\", name))) > 0"
    where = f"a.relevant AND a.flag <> 'flag' AND {WHEN} >= ? AND {named}"
    return _read(con, where, [stored(since), [name for name in names if name]]) if names else []
