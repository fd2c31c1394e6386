"""What the outside said: kept once, whoever brings it and however often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage import arrow, forgotten, keys, looks, sequence
from storage.arrow import column
from storage.columns import MENTION, back, insert, quoted, table
from storage.db import Connection, stored
from storage.model import Mention, Snapshot
from storage.results import one


@dataclass(frozen=True, slots=True)
class Kept:
    """What `keep` did with a batch. `edited` are known mentions whose words or stars read differently now."""

    new: tuple[str, ...]
    known: int
    edited: tuple[str, ...]


def keep(
    con: Connection,
    mentions: Iterable[Mention],
    snapshots: Iterable[Snapshot] = (),
    gone: Iterable[str] = (),
    *,
    at: datetime,
) -> Kept:
    """Stores the mentions not known yet, and what this look (at `at`) shows of the known ones.

    Any order and repetition of batches leaves the same mentions. A known mention with another title, text or rating
    becomes a Snapshot with what changed; ids in `gone` become Snapshots that say deleted; a snapshot that says nothing
    new, or speaks of a mention that is not here, is not stored. Whoever asked to be forgotten is not stored either.
    """
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.id, mention)
    batch = not_forgotten(con, first.values())
    snapshots, gone = list(snapshots), list(gone)
    if not (batch or snapshots or gone):
        return Kept((), 0, ())
    here = keys.find(con, [*first, *(each.mention for each in snapshots), *gone])
    new = [mention for mention in batch if mention.id not in here]
    silent = wordless(con, here)
    known = [mention for mention in batch if mention.id in here and mention.id not in silent]
    here |= add(con, new)
    reread = looks.reread(con, known, here, at)
    grown = [*snapshots, *(Snapshot(each, at, deleted=True) for each in gone)]
    grown = [replace(s, title=None, text=None, reply=None) if s.mention in silent else s for s in grown]
    grown_looks = looks.keep(con, [each for each in grown if each.mention in here], here)
    edited = reread.edited | grown_looks.edited
    wait_for_judgement(con, [here[each].no for each in edited])
    if new or edited or reread.stored or grown_looks.stored:
        sequence.changed(con)
    return Kept(tuple(mention.id for mention in new), len(batch) - len(new), tuple(sorted(edited)))


def not_forgotten(con: Connection, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions without those of people who asked to be forgotten."""
    gone = forgotten.of(con)
    return [each for each in mentions if gone is None or not gone.holds(each)]


def wordless(con: Connection, here: Mapping[str, keys.Found]) -> set[str]:
    """Those of these known mentions whose words are not kept any more: what they say now is not read either."""
    if not here:
        return set()
    numbers = [found.no for found in here.values()]
    rows = con.execute("SELECT no FROM dropped WHERE no IN (SELECT unnest(?::BIGINT[]))", [numbers]).fetchall()
    silent = {no for (no,) in rows}
    return {mention for mention, found in here.items() if found.no in silent}


def add(con: Connection, new: Sequence[Mention]) -> dict[str, keys.Found]:
    """Appends mentions that are not there yet and gives them their numbers of arrival."""
    if not new:
        return {}
    last = arrivals(con)
    here = {
        mention.id: keys.Found(no, looks.state(mention.title, mention.text, mention.rating), mention.source)
        for no, mention in enumerate(new, last + 1)
    }
    rows = table(
        Mention,
        new,
        no=column("BIGINT", [each.no for each in here.values()]),
        key=column("UBIGINT", [keys.key(mention.id) for mention in new]),
        state=column("UBIGINT", [each.state for each in here.values()]),
    )
    insert(con, "mention", rows)
    moments = column("TIMESTAMP", [mention.when for mention in new])
    insert(con, "waiting", arrow.rows(no=rows.column("no"), moment=moments))
    con.execute("UPDATE meta SET value = ? WHERE name = 'arrivals'", [str(last + len(new))])
    keys.sort_again(con, last + len(new))
    return here


def arrivals(con: Connection) -> int:
    """Number of the last mention that arrived."""
    row = one(con.execute("SELECT value FROM meta WHERE name = 'arrivals'"))
    return int(row[0]) if row else 0


def wait_for_judgement(con: Connection, numbers: Sequence[int]) -> None:
    """Puts mentions in line that read differently now, unless they stand there already or have no words any more."""
    if numbers:
        con.execute(
            "INSERT INTO waiting SELECT no, coalesce(published, seen) FROM mention ANTI JOIN waiting USING (no) "
            "ANTI JOIN dropped USING (no) WHERE no IN (SELECT unnest(?))",
            [list(numbers)],
        )


def count(con: Connection) -> int:
    row = one(con.execute("SELECT count(*) FROM mention"))
    return int(row[0]) if row else 0


def by_ids(con: Connection, ids: Collection[str]) -> dict[str, Mention]:
    """The mentions with these ids as they read now; unknown ids are left out."""
    found = keys.find(con, list(ids))
    return {mention.id: mention for mention in by_numbers(con, [each.no for each in found.values()])}


def as_first_read(con: Connection, ids: Collection[str]) -> list[Mention]:
    """The mentions with these ids in the words in which they were first seen, oldest arrival first."""
    found = keys.find(con, list(ids))
    rows = con.execute(
        f"SELECT {quoted(MENTION)} FROM mention WHERE no IN (SELECT unnest(?::BIGINT[])) ORDER BY no",  # noqa: S608
        [[each.no for each in found.values()]],
    ).fetchall()
    return list(back(Mention, rows))


def by_numbers(con: Connection, numbers: Sequence[int]) -> list[Mention]:
    """Mentions by number of arrival, as they read now, newest claimed time first."""
    if not numbers:
        return []
    rows = con.execute(
        f"SELECT {quoted(MENTION)}, no FROM mention WHERE no IN (SELECT unnest(?)) "  # noqa: S608
        "ORDER BY coalesce(published, seen) DESC, no DESC",
        [list(numbers)],
    ).fetchall()
    return as_read_now(con, rows)


def as_read_now(con: Connection, rows: Sequence[Sequence[object]]) -> list[Mention]:
    """Rows (fields of Mention, then no) as mentions, with later edits of title, text and rating put in."""
    edits = looks.edits(con, [int(str(row[-1])) for row in rows])
    said = back(Mention, (row[:-1] for row in rows))
    return [
        replace(mention, **change) if (change := edits.get(int(str(row[-1])))) else mention
        for mention, row in zip(said, rows, strict=True)
    ]


def unassessed(con: Connection, version: str, limit: int) -> list[Mention]:
    """At most `limit` mentions without an assessment by `version` of the rules, newest first, as they read now.

    The first call with a new version puts every mention in line again; nobody else ever searches the whole record.
    """
    row = one(con.execute("SELECT value FROM meta WHERE name = 'rules'"))
    if row is None or row[0] != version:
        con.execute("DELETE FROM waiting")
        con.execute(
            "INSERT INTO waiting SELECT no, coalesce(published, seen) FROM mention ANTI JOIN "
            "(SELECT no FROM assessment WHERE version = ? UNION ALL SELECT no FROM dropped) done USING (no)",
            [version],
        )
        con.execute("INSERT OR REPLACE INTO meta VALUES ('rules', ?)", [version])
        sequence.changed(con)
    newest = con.execute("SELECT no FROM waiting ORDER BY moment DESC, no DESC LIMIT ?", [limit]).fetchall()
    return by_numbers(con, [no for (no,) in newest])


def young(con: Connection, source: str, since: datetime) -> list[Mention]:
    """Mentions of one source first seen at or after `since`: those worth looking at again for growth. Newest first."""
    rows = con.execute(
        f"SELECT {quoted(MENTION)}, no FROM mention WHERE seen >= ? AND source = ? ORDER BY seen DESC, no DESC",  # noqa: S608
        [stored(since), source],
    ).fetchall()
    return as_read_now(con, rows)


def by_person(con: Connection, authors: Collection[str], since: datetime) -> list[Mention]:
    """Mentions seen since `since` by any of these author names, upper and lower case alike. Newest first."""
    rows = con.execute(
        f"SELECT {quoted(MENTION)}, no FROM mention WHERE seen >= ? AND lower(trim(author)) IN "  # noqa: S608
        "(SELECT lower(trim(unnest(?::VARCHAR[])))) ORDER BY coalesce(published, seen) DESC, no DESC",
        [stored(since), [name for name in authors if name.strip()]],
    ).fetchall()
    return as_read_now(con, rows)


def snapshots(con: Connection, ids: Collection[str], since: datetime) -> dict[str, list[Snapshot]]:
    """Mention id -> what later looks at or after `since` saw of it, oldest first; ids without any are left out."""
    return looks.of(con, keys.find(con, list(ids)), since)


def before_last_edit(con: Connection, ids: Collection[str]) -> dict[str, tuple[datetime, Mention]]:
    """Mention id -> when it was last seen to read differently, and how it read until then; others are left out."""
    here = keys.find(con, list(ids))
    found = looks.before_last_edit(con, [each.no for each in here.values()])
    said = by_ids(con, [mention for mention, each in here.items() if each.no in found])
    changed = {mention: found[here[mention].no] for mention in said}
    return {
        mention: (at, replace(said[mention], **{name: words[name] for name in looks.WORDS}))
        for mention, (at, words) in changed.items()
    }


def our_replies(con: Connection, ids: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """Mention id -> when our public answer was first seen as it reads now, and its words; others are left out."""
    return looks.replies(con, keys.find(con, list(ids)))


def waiting(con: Connection) -> int:
    """How many mentions have no judgement by the current rules."""
    row = con.execute("SELECT count(DISTINCT no) FROM waiting").fetchone()
    return int(row[0]) if row else 0
