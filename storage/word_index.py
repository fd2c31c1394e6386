"""Which words stand in which mentions: an index beside the published copy, so that a search need not read every text.

Files of one range of arrival each, sorted by word, never changed: a reader keeps the one it has open. New mentions wait
until there are enough for a file of their own (until then a search reads their texts); small files become one larger
file, so that there are few. Everything in here follows from the copy: `forget` throws it away and it is made again.
A word is folded as `analysis.query` folds it; `@` in front means that it is of the author's name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.errors import RecordError
from storage.faults import explain
from storage.publish import read, trouble
from storage.results import number, one

FEWEST = 20_000  # mentions of a file; reading so many texts takes no longer than opening it
LARGEST = 1_000_000
AT_ONCE = 200_000  # mentions of one call: some ten seconds
LONGEST = 40
TEXT = "title || ' ' || \"text\""
_SIGNS = r"\p{Han}\p{Hiragana}\p{Katakana}"  # scripts without spaces: every sign is a word
_WORD = rf"[{_SIGNS}]|[\p{{L}}\p{{N}}]+"


def words(text: str) -> str:
    """SQL for the list of words of the SQL value `text` (ours, never a person's), as `analysis.query` sees them."""
    return f"regexp_extract_all({folded(text)}, '{_WORD}')"


def folded(text: str) -> str:
    """SQL for the SQL value `text` without case and accents."""
    return f"replace(lower(strip_accents({text})), 'ß', 'ss')"


@dataclass(frozen=True, slots=True)
class Part:
    """One file: mentions number `first` to `last`."""

    path: Path
    first: int
    last: int


def folder(published: Path) -> Path:
    """Where the index of a copy lies."""
    return published.with_name("words")


def parts(published: Path) -> list[Part]:
    """The files that together tell of mentions 1 to the last one's `last`, without a gap, in order."""
    found = []
    for path in folder(published).glob("*-*.duckdb"):
        first, _, last = path.stem.partition("-")
        if first.isdecimal() and last.isdecimal():
            found.append(Part(path, int(first), int(last)))
    chain: list[Part] = []
    for part in sorted(found, key=lambda each: (each.first, -each.last)):
        if part.first == (chain[-1].last + 1 if chain else 1):
            chain.append(part)
    return chain


def extend(published: Path) -> int:
    """Index what has arrived since last time, `AT_ONCE` mentions at most; returns how many are new in the index.

    Raises RecordError. One process at a time: the round, which also publishes.
    """
    place, before = folder(published), parts(published)
    with read(published) as con:
        top = number(con.execute("SELECT coalesce(max(no), 0) FROM mention"))
        ends = dict(con.execute("SELECT no, id FROM mention WHERE no IN (SELECT unnest(?::BIGINT[]))",
                                [[part.last for part in before]]).fetchall())  # fmt: skip
    if before and top - before[-1].last < FEWEST and _end(before[-1].path) == ends.get(before[-1].last):
        return 0
    chain: list[Part] = []
    for part in before:
        if _end(part.path) != ends.get(part.last):
            break  # another record, or one that was set back
        chain.append(part)
    known = chain[-1].last if chain else 0
    last = min(top, known + AT_ONCE)
    merged = []
    if last - known >= FEWEST:
        first = known + 1
        while chain and _joins(chain[-1], first, last):
            merged.append(chain.pop())
            first = merged[-1].first
        place.mkdir(parents=True, exist_ok=True)
        chain.append(_make(published, place, first, last))
    keep = {part.path for part in chain}
    for path in place.glob("*"):
        if path not in keep:
            path.unlink(missing_ok=True)
    return max(0, last - known) if last - known >= FEWEST else 0


def forget(published: Path) -> None:
    """Throw the index away, words and all: after somebody's words were erased. Rounds make it again."""
    for path in folder(published).glob("*"):
        path.unlink(missing_ok=True)


def _joins(part: Part, first: int, last: int) -> bool:
    """A file becomes part of the next one once that is as large: few files, and each word is written few times."""
    return part.last - part.first <= 2 * (last - first) and last - part.first < LARGEST


def _end(path: Path) -> str:
    """The id of the file's last mention; "" when it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = one(con.execute("SELECT last_id FROM about"))
            return str(row[0]) if row else ""
    except duckdb.Error:
        return ""


def _make(published: Path, place: Path, first: int, last: int) -> Part:
    fresh = place / f"new-{os.getpid()}.writing"
    done = place / f"{first}-{last}.duckdb"
    try:
        with duckdb.connect(str(fresh), config={"memory_limit": "1GB", "threads": 1}) as con:
            name = str(published).replace("'", "''")
            con.execute(f"ATTACH '{name}' AS copy (READ_ONLY)")
            con.execute(
                f"""
                CREATE TABLE posting AS SELECT left(word, {LONGEST}) AS word, no FROM (
                    SELECT no, unnest({words(TEXT)}) AS word FROM copy.mention
                    WHERE no BETWEEN $first AND $last
                    UNION ALL
                    SELECT no, '@' || unnest({words("author")}) FROM copy.mention WHERE no BETWEEN $first AND $last
                ) ORDER BY word, no
                """,  # noqa: S608 - our own constants
                {"first": first, "last": last},
            )
            con.execute("CREATE TABLE about AS SELECT id AS last_id FROM copy.mention WHERE no = ?", [last])
            con.execute("DETACH copy")
            con.execute("CHECKPOINT")
        os.replace(fresh, done)
    except OSError as wrong:
        raise trouble(wrong, done) from wrong
    except duckdb.Error as wrong:
        problem = explain(wrong, done)
        raise problem if isinstance(problem, RecordError) else RecordError(str(wrong)) from wrong
    finally:
        fresh.unlink(missing_ok=True)
    return Part(done, first, last)
