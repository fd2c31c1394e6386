"""Which words stand in which mentions: an index beside the published copy, so that a search need not read every text.

Files of one range of arrival each, sorted by word, never changed: a reader keeps the one it has open. New mentions wait
until there are enough for a file of their own (until then a search reads their texts); small files become one larger
file, so that there are few. A file in which too much has been edited, or whose mentions lost their words, is made
again. Everything in here follows from the copy: `forget` throws it away and it is made again.
A word is folded as `analysis.query` folds it; `@` in front means that it is of the author's name.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage import sequence
from storage.db import Connection
from storage.errors import RecordError
from storage.faults import explain
from storage.publish import read, trouble
from storage.results import number
from storage.word_parts import BLOCK, EDITED, NAME, SAID, Part, edited_since, folder, gaps, names, parts, trusted

FEWEST = 20_000  # mentions of a file; reading so many texts takes no longer than opening it
LARGEST = 1_000_000  # some 25 seconds of work
LONGEST = 40
_SIGNS = r"\p{Han}\p{Hiragana}\p{Katakana}"  # scripts without spaces: every sign is a word
_WORD = rf"[{_SIGNS}]|[\p{{L}}\p{{N}}]+"


def words(text: str) -> str:
    """SQL for the list of words of the SQL value `text` (ours, never a person's), as `analysis.query` sees them."""
    return f"regexp_extract_all({folded(text)}, '{_WORD}')"


def folded(text: str) -> str:
    """SQL for the SQL value `text` without case and accents."""
    return f"replace(lower(strip_accents({text})), 'ß', 'ss')"


@dataclass(frozen=True, slots=True)
class _State:
    """What is there (files that tell of this copy), and what there should be."""

    mark: sequence.Mark
    top: int
    kept: list[Part]


def extend(published: Path, seconds: float | None = None) -> int:
    """Index what has arrived since last time; returns of how many mentions the words are new in the index.

    After `seconds` no further file is begun: the next call goes on. Raises RecordError. One process at a time: the
    round, which also publishes.
    """
    started, done = time.monotonic(), 0
    now = _state(published)
    _tidy(published, now.kept)
    chain = list(now.kept)
    for first, last in _missing(now):
        if seconds is not None and time.monotonic() - started >= seconds:
            break
        done += last - first + 1
        joined = list(_to_join(chain, first, last))
        start = min([first, *(part.first for part in joined)])
        fresh = _make(published, now.mark, start, last)
        chain = sorted([*(part for part in chain if part not in joined), fresh], key=lambda part: part.first)
        _tidy(published, chain)
    return done


def forget(published: Path) -> None:
    """Throw the index away, words and all: after somebody's words were erased, or the record was set back."""
    for path in folder(published).glob("*"):
        path.unlink(missing_ok=True)


def _state(published: Path) -> _State:
    found = [part for part in parts(published) if _opens(part.path)]
    with read(published, names(found)) as con:
        top = number(con.execute("SELECT coalesce(max(no), 0) FROM mention"))
        sound = _unworn(con, found, trusted(con, found))
        return _State(sequence.inside(con), top, [found[place] for place in sound])


def _opens(path: Path) -> bool:
    with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True) as con:
        for table in ("about", "block", "edited"):
            con.execute(f"SELECT count(*) FROM (SELECT * FROM {table})").fetchall()  # noqa: S608 - one of three
        return True
    return False


def _unworn(con: Connection, found: list[Part], sound: list[int]) -> list[int]:
    """Without those that still hold words which are gone, or in which much was edited since."""
    edits = sorted(edited_since(con, sound))
    gone = "SELECT count(*) FROM dropped WHERE no BETWEEN ? AND ?"
    return [
        place
        for place in sound
        for part in (found[place],)
        if number(con.execute(gone, [part.first, part.last]))
        == number(con.execute(f"SELECT dropped FROM words{place}.about"))  # noqa: S608
        and sum(part.first <= no <= part.last for no in edits) < FEWEST
    ]


def _missing(now: _State) -> Iterator[tuple[int, int]]:
    """Ranges of which files have to be made: the newest first, because that is what people look for."""
    for first, end in reversed(gaps(now.kept)):
        last = min(end, now.top)
        while last - first + 1 >= (FEWEST if end > now.top else 1):
            start = max(first, last - LARGEST + 1)
            yield start, last
            last = start - 1


def _to_join(chain: list[Part], first: int, last: int) -> Iterator[Part]:
    """A file becomes part of the next one once that is as large: few files, and each word is written few times."""
    for part in reversed([each for each in chain if each.last < first]):
        small = part.last - part.first <= 2 * (last - first) and last - part.first < LARGEST
        if part.last != first - 1 or not small:
            return
        yield part
        first = part.first


def _tidy(published: Path, chain: list[Part]) -> None:
    keep = {part.path for part in chain}
    for path in folder(published).glob("*"):
        if path not in keep:
            path.unlink(missing_ok=True)


def _make(published: Path, mark: sequence.Mark, first: int, last: int) -> Part:
    place = folder(published)
    place.mkdir(parents=True, exist_ok=True)
    fresh, done = place / f"new-{os.getpid()}.writing", place / NAME.format(first=first, last=last)
    try:
        with duckdb.connect(str(fresh), config={"memory_limit": "1GB", "threads": 1}) as con:
            con.execute("SET enable_progress_bar = false")
            name = str(published).replace("'", "''")
            con.execute(f"ATTACH '{name}' AS copy (READ_ONLY)")
            _fill(con, mark, first, last)
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


def _fill(con: Connection, mark: sequence.Mark, first: int, last: int) -> None:
    """The tables of a file. See `word_parts` for what reads them."""
    here = f"no BETWEEN {int(first)} AND {int(last)}"
    con.execute(f"CREATE TEMP TABLE changed AS {EDITED.format(copy='copy.', which=f'AND {here}')}")
    con.execute("CREATE TABLE edited AS SELECT no, looks FROM changed")
    text = 'coalesce(c.title, m.title) || \' \' || coalesce(c."text", m."text")'
    con.execute(
        f"""
        CREATE TABLE posting AS SELECT left(word, {LONGEST}) AS word, no FROM (
            SELECT no, unnest({words(text)}) AS word FROM copy.mention m LEFT JOIN changed c USING (no) WHERE {here}
            UNION ALL
            SELECT no, '@' || unnest({words("author")}) FROM copy.mention WHERE {here}
        ) ORDER BY word, no
        """  # noqa: S608 - our own constants
    )
    con.execute(
        f'CREATE TABLE block AS SELECT min(no) AS "first", max(no) AS "last", min({SAID}) AS oldest, '  # noqa: S608
        f"max({SAID}) AS newest FROM copy.mention WHERE {here} GROUP BY (no - 1) // {BLOCK}"
    )
    con.execute(
        f"CREATE TABLE about AS SELECT $record AS record, $batch::BIGINT AS batch, no AS last, id AS last_id, "  # noqa: S608
        f"(SELECT count(*) FROM copy.dropped WHERE {here}) AS dropped FROM copy.mention WHERE {here} "
        "ORDER BY no DESC LIMIT 1",
        {"record": mark.record, "batch": mark.batch},
    )
