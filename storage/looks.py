"""Later looks at a mention: growth, edits, removal. Only what changed is stored.

A look is judged against what was known at its own time, so bringing an old look again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from storage import arrow
from storage.arrow import column
from storage.columns import SNAPSHOT, back, insert, plain, quoted, table
from storage.db import Connection, aware, stored
from storage.keys import Found
from storage.model import Mention, Snapshot

WORDS = ("title", "text", "rating")
GONE = 0  # the state of a mention that its source says was removed
VALUES = [name for name in SNAPSHOT if name not in ("mention", "at", "deleted")]


@dataclass(frozen=True, slots=True)
class Looks:
    """What came of some looks: how many were stored, and the ids of mentions that read differently since."""

    stored: int
    edited: set[str]


def state(title: str, text: str, rating: float | None) -> int:
    """64 bits that change when the words or the stars do; never 0."""
    said = "\x1f".join((title, text, "" if rating is None else repr(float(rating))))
    digest = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1


def reread(con: Connection, known: Sequence[Mention], here: Mapping[str, Found], at: datetime) -> Looks:
    """Known mentions that were seen again at `at`: stores what reads differently.

    Two sources may show the same mention in different words for ever (a snippet, a whole text). So another source than
    the one that brought it is believed only when it shows something never seen before.
    """
    states = {mention.id: state(mention.title, mention.text, mention.rating) for mention in known}
    last = last_states(con, [here[each].no for each in states], at)
    other = [each for each in known if states[each.id] != last.get(here[each.id].no, here[each.id].state)]
    strangers = [here[each.id] for each in other if each.source != here[each.id].source]
    if strangers:
        seen = all_states(con, [each.no for each in strangers]) | {(each.no, each.state) for each in strangers}
        other = [
            each
            for each in other
            if each.source == here[each.id].source or (here[each.id].no, states[each.id]) not in seen
        ]
    if not other:
        return Looks(0, set())
    before = as_of(con, {here[each.id].no: at for each in other})
    changed: list[Snapshot] = []
    edited: set[str] = set()
    for mention in other:
        words = before[here[mention.id].no]
        said = {name: plain(getattr(mention, name)) for name in WORDS}
        differs = {name: value for name, value in said.items() if value is not None and value != words[name]}
        if differs:
            edited.add(mention.id)
        if differs or words["deleted"]:
            changed.append(Snapshot(mention.id, at, **differs))
    store(con, changed, here)
    remember(con, [(here[each.id].no, at, states[each.id]) for each in other])
    return Looks(len(changed), edited)


def keep(con: Connection, snapshots: Sequence[Snapshot], here: Mapping[str, Found]) -> Looks:
    """Stores the snapshots that say something new."""
    if not snapshots:
        return Looks(0, set())
    series: dict[str, list[Snapshot]] = defaultdict(list)
    for each in sorted(snapshots, key=lambda snapshot: snapshot.at):
        series[each.mention].append(each)
    known = as_of(con, {here[name].no: looks[0].at for name, looks in series.items()})
    fresh: list[Snapshot] = []
    marks: list[tuple[int, datetime, int]] = []
    edited: set[str] = set()
    for name, looks in series.items():
        now = dict(known[here[name].no])
        for look in looks:
            said = {field: plain(getattr(look, field)) for field in VALUES}
            news = {field: value for field, value in said.items() if value is not None and now[field] != value}
            if not news and look.deleted == now["deleted"]:
                continue
            fresh.append(replace(look, title=news.get("title"), text=news.get("text"), rating=news.get("rating")))
            turned = look.deleted != now["deleted"]
            now |= news | {"deleted": look.deleted}
            if turned or set(WORDS) & set(news):
                words = GONE if look.deleted else state(now["title"], now["text"], now["rating"])
                marks.append((here[name].no, look.at, words))
            if set(WORDS) & set(news):
                edited.add(name)
    store(con, fresh, here)
    remember(con, marks)
    return Looks(len(fresh), edited)


def store(con: Connection, snapshots: Sequence[Snapshot], here: Mapping[str, Found]) -> None:
    numbers = column("BIGINT", [here[each.mention].no for each in snapshots])
    insert(con, "snapshot", table(Snapshot, snapshots, no=numbers))


def remember(con: Connection, marks: Sequence[tuple[int, datetime, int]]) -> None:
    """Notes how mentions read from some time on, so that the next look need not read their words."""
    fresh = arrow.rows(
        no=column("BIGINT", [no for no, _, _ in marks]),
        at=column("TIMESTAMP", [at for _, at, _ in marks]),
        state=column("UBIGINT", [words for _, _, words in marks]),
    )
    insert(con, "edit", fresh)


def last_states(con: Connection, numbers: Sequence[int], at: datetime) -> dict[int, int]:
    """How those mentions read at `at` that did not always read the same."""
    if not numbers:
        return {}
    rows = con.execute(
        'SELECT no, arg_max(state, "at") FROM edit WHERE "at" <= ? AND no IN (SELECT unnest(?)) GROUP BY no',
        [stored(at), list(numbers)],
    ).fetchall()
    return dict(rows)


def all_states(con: Connection, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """Every way these mentions ever read after the first, as (number, state)."""
    found = con.execute("SELECT no, state FROM edit WHERE no IN (SELECT unnest(?))", [list(numbers)]).fetchall()
    return set(found)


def as_of(con: Connection, when: Mapping[int, datetime]) -> dict[int, dict[str, Any]]:
    """All that was known of mentions at given times: the last value of every field up to then."""
    asked = arrow.rows(no=column("BIGINT", list(when)), moment=column("TIMESTAMP", list(when.values())))
    con.register("asked", asked)
    folded = ", ".join(f'arg_max(s."{name}", s."at") AS "{name}"' for name in [*VALUES, "deleted"])
    try:
        later = con.execute(
            f'SELECT no, {folded} FROM snapshot s JOIN asked USING (no) WHERE s."at" <= moment GROUP BY no'  # noqa: S608
        ).fetchall()
        words = con.execute("SELECT no, title, text, rating FROM mention SEMI JOIN asked USING (no)").fetchall()
    finally:
        con.unregister("asked")
    known: dict[int, dict[str, Any]] = {
        no: {**dict.fromkeys(VALUES), "title": title, "text": text, "rating": rating, "deleted": False}
        for no, title, text, rating in words
    }
    for no, *values in later:
        known[no] |= {
            name: value for name, value in zip([*VALUES, "deleted"], values, strict=True) if value is not None
        }
    return known


def edits(con: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """For mentions that were edited: the words and stars that differ from the first ones, as they read now."""
    if not numbers:
        return {}
    changed = con.execute("SELECT DISTINCT no FROM edit WHERE no IN (SELECT unnest(?))", [list(numbers)]).fetchall()
    if not changed:
        return {}
    rows = con.execute(
        'SELECT no, arg_max(title, "at"), arg_max("text", "at"), arg_max(rating, "at") FROM snapshot '
        "WHERE no IN (SELECT unnest(?)) GROUP BY no",
        [[no for (no,) in changed]],
    ).fetchall()
    found = {no: dict(zip(WORDS, words, strict=True)) for no, *words in rows}
    return {no: {k: v for k, v in words.items() if v is not None} for no, words in found.items()}


def before_last_edit(con: Connection, numbers: Sequence[int]) -> dict[int, tuple[datetime, dict[str, Any]]]:
    """For mentions that were edited: when they were last seen to read differently, and what was known until then."""
    rows = con.execute(
        f'SELECT no, max("at") FROM edit WHERE state <> {GONE} AND no IN (SELECT unnest(?::BIGINT[])) GROUP BY no',  # noqa: S608
        [list(numbers)],
    ).fetchall()
    last = {no: aware(at) for no, at in rows}
    before = as_of(con, {no: at - timedelta(microseconds=1) for no, at in last.items()}) if last else {}
    return {no: (last[no], known) for no, known in before.items()}


def replies(con: Connection, ids: Mapping[str, Found]) -> dict[str, tuple[datetime, str]]:
    """Mention -> our public answer as its source shows it, and when that was first seen to read so."""
    rows = con.execute(
        "SELECT mention, \"at\", reply FROM snapshot WHERE reply <> '' AND no IN (SELECT unnest(?::BIGINT[])) "
        'ORDER BY "at"',
        [[each.no for each in ids.values()]],
    ).fetchall()
    found: dict[str, tuple[datetime, str]] = {}
    for mention, at, reply in rows:
        if mention not in found or found[mention][1] != reply:
            found[mention] = (aware(at), reply)
    return found


def of(con: Connection, ids: Mapping[str, Found], since: datetime) -> dict[str, list[Snapshot]]:
    """The snapshots of these mentions since `since`, oldest first."""
    rows = con.execute(
        f'SELECT {quoted(SNAPSHOT)} FROM snapshot WHERE no IN (SELECT unnest(?)) AND "at" >= ? ORDER BY "at"',  # noqa: S608
        [[each.no for each in ids.values()], stored(since)],
    ).fetchall()
    found: dict[str, list[Snapshot]] = defaultdict(list)
    for each in back(Snapshot, rows):
        found[each.mention].append(each)
    return dict(found)
