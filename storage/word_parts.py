"""The index of words as a search finds it: which of its files tell of this copy, and the stretches to look through.

A file is believed when it was made of the same record, of no later state of it, and ends with the same mention. A copy
that was set back to a backup, or belongs to another record, has none; then the texts themselves are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from storage import sequence
from storage.db import Connection

NAME = "words-{first}-{last}.duckdb"
_NAME = re.compile(NAME.format(first=r"(\d+)", last=r"(\d+)"))
BLOCK = 100_000  # numbers of arrival in one stretch
SAID = "coalesce(published, seen)"
# Words and stars that a later look showed otherwise. Most looks hold none, and whole blocks of them are passed over.
EDITED = """
    SELECT no, arg_max(title, "at") AS title, arg_max("text", "at") AS "text", arg_max(rating, "at") AS rating,
           count(*) AS looks
    FROM {copy}snapshot WHERE (title IS NOT NULL OR "text" IS NOT NULL OR rating IS NOT NULL) {which} GROUP BY no
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: mentions number `first` to `last`."""

    path: Path
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """Mentions that arrived one after the other, and between which times they were said. `part`: who knows their words
    (place in the list of parts); None when nobody does."""

    first: int
    last: int
    oldest: datetime
    newest: datetime
    part: int | None


def folder(published: Path) -> Path:
    """Where the index of a copy lies."""
    return published.with_name("words")


def parts(published: Path) -> list[Part]:
    """The files, in order; none tells of a mention that another one tells of."""
    fits = ((path, _NAME.fullmatch(path.name)) for path in folder(published).glob("*-*.duckdb"))
    found = [Part(path, int(fit[1]), int(fit[2])) for path, fit in fits if fit]
    chosen: list[Part] = []
    for part in sorted(found, key=lambda each: (each.first, -each.last)):
        if not chosen or part.first > chosen[-1].last:
            chosen.append(part)
    return chosen


def names(found: Sequence[Part]) -> dict[str, Path]:
    """The files by the names they go under in a query."""
    return {f"words{place}": part.path for place, part in enumerate(found)}


def trusted(con: Connection, found: Sequence[Part]) -> list[int]:
    """Places of those parts (attached to `con` by `names`) that tell of the copy that `con` reads."""
    if not found:
        return []
    each = " UNION ALL ".join(f"SELECT {place} AS place, * FROM words{place}.about" for place in range(len(found)))  # noqa: S608
    mark = sequence.inside(con)
    asked = f"SELECT place FROM ({each}) JOIN mention ON no = last WHERE id = last_id AND record = $1 AND batch <= $2"  # noqa: S608
    return sorted(place for (place,) in con.execute(asked, [mark.record, mark.batch]).fetchall())


def blocks(con: Connection, found: Sequence[Part], sound: Sequence[int]) -> list[Block]:
    """All mentions of the copy in stretches, those with the newest words first."""
    rows = []
    if sound:
        each = " UNION ALL ".join(f"SELECT *, {place} AS part FROM words{place}.block" for place in sound)  # noqa: S608
        rows += con.execute(each).fetchall()
    for first, last in gaps([found[place] for place in sound]):
        rows += con.execute(
            f"SELECT min(no), max(no), min({SAID}), max({SAID}), NULL FROM mention "  # noqa: S608
            "WHERE no BETWEEN ? AND ? GROUP BY (no - 1) // ?",
            [first, last, BLOCK],
        ).fetchall()
    return sorted((Block(*row) for row in rows), key=lambda block: block.newest, reverse=True)


def gaps(known: Sequence[Part]) -> list[tuple[int, int]]:
    """Numbers that none of these parts tells of, as first and last; the last gap has no end."""
    edges = [(0, 0), *((part.first, part.last) for part in known), (2**62, 2**62)]
    return [(before[1] + 1, after[0] - 1) for before, after in pairwise(edges) if after[0] - before[1] > 1]


def edited_since(con: Connection, sound: Sequence[int]) -> list[int]:
    """Numbers of mentions whose words were changed (or taken away) after their part was made."""
    if not sound:
        return []
    now = EDITED.format(copy="", which="")
    then = " UNION ALL ".join(f"SELECT * FROM words{place}.edited" for place in sound)  # noqa: S608
    asked = (
        f"SELECT no FROM (SELECT no, looks FROM ({now})) n FULL JOIN ({then}) t USING (no) "  # noqa: S608
        "WHERE n.looks IS DISTINCT FROM t.looks"
    )
    return [no for (no,) in con.execute(asked).fetchall()]
