"""Words that are not kept: after so many days, never, or when they were deleted at the source.

A mention without words is still a mention: when it was said, at which source, its stars, what we thought of it and
what it was about stay, so that no number of the past changes. Title, text and author go, and our quotations with them.
`storage.rewrite` then takes them out of the file's bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from storage import erase, keys, rewrite, sequence
from storage.db import Connection, stored
from storage.results import number
from storage.traces import Traces

Why = Literal["age", "source", "deleted"]
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
QUOTE = '[“"][^”"]*[”"]'


@dataclass(frozen=True, slots=True)
class Due:
    """A mention whose words have to go, and all the words it has had: title, text, edits, our quotations."""

    no: int
    id: str
    author: str
    texts: tuple[str, ...]


def due(
    con: Connection, source: str, why: Why, limit: int, *, before: datetime | None = None, since: datetime | None = None
) -> list[Due]:
    """At most `limit` judged mentions of a source that still have words and must not: oldest first.

    `age`: first seen before `before`; `source`: all of them; `deleted`: those that the last look found gone. With
    `since`, only what came, or was found gone, after it: that reads the newest blocks and not the whole record.
    """
    which = {
        "age": "m.seen < $moment",
        "source": "m.seen >= $moment",
        "deleted": "m.no IN (SELECT no FROM snapshot WHERE no IN "
        '(SELECT no FROM snapshot WHERE deleted AND "at" >= $moment) GROUP BY no HAVING arg_max(deleted, "at"))',
    }[why]
    moment = before if why == "age" else since
    values = {"source": source, "limit": limit, "moment": stored(moment or ALWAYS)}
    rows = con.execute(
        "SELECT m.no, m.id, m.author, [m.title, m.text], "  # noqa: S608 - one of three conditions above
        "(SELECT list(x) FROM (SELECT unnest([s.title, s.text]) AS x FROM snapshot s WHERE s.no = m.no)) "
        "FROM mention m JOIN assessment a USING (no) ANTI JOIN dropped d USING (no) "
        f"WHERE m.source = $source AND {which} ORDER BY m.no LIMIT $limit",
        values,
    ).fetchall()
    return [
        Due(no, id_, author, tuple(filter(None, [*texts, *(later or ())]))) for no, id_, author, texts, later in rows
    ]


def drop(con: Connection, mentions: Sequence[Due], why: Why, at: datetime) -> list[Due]:
    """Takes the words out; returns those it was done for. A mention that a waiting letter is about waits for it."""
    unsent = con.execute("SELECT key, subject, \"text\" FROM notification WHERE status = 'waiting'").fetchall()
    ready = [each for each in mentions if not _awaited(each, unsent)]
    if not ready:
        return []
    numbers = [each.no for each in ready]
    values = {"numbers": numbers}
    here = "no IN (SELECT unnest($numbers::BIGINT[]))"
    link = "url" if why == "source" else "''"
    con.execute(f"UPDATE mention SET title = '', \"text\" = '', author = '', url = {link} WHERE {here}", values)  # noqa: S608
    con.execute(f'UPDATE snapshot SET title = NULL, "text" = NULL, reply = NULL WHERE {here}', values)  # noqa: S608
    con.execute(
        "UPDATE assessment SET "  # noqa: S608
        "reasons = list_transform(reasons, lambda each: regexp_replace(each, $quote, '“…”', 'g')), "
        "topics = list_transform(topics, lambda hit: {'topic': hit.topic, 'polarity': hit.polarity, 'quote': ''}) "
        f"WHERE {here}",
        values | {"quote": QUOTE},
    )
    erase.remove(con, "waiting", numbers)
    con.execute("INSERT INTO dropped SELECT unnest(?::BIGINT[]), ?, ?", [numbers, stored(at), why])
    traces = traces_of(ready)
    _alerts(con, traces)
    erase.letters(con, traces)
    rewrite.wanted(con, at.isoformat())
    sequence.changed(con)
    return ready


def traces_of(mentions: Sequence[Due]) -> Traces:
    """How to find what was quoted of them."""
    return Traces.of(
        {each.author for each in mentions}, [text for each in mentions for text in each.texts], [m.id for m in mentions]
    )


def _awaited(mention: Due, unsent: Sequence[tuple[str, str, str]]) -> bool:
    if not unsent:
        return False
    own = traces_of([mention])
    return any(own.about(key) or own.found(f"{subject}\n{text}") for key, subject, text in unsent)


def _alerts(con: Connection, traces: Traces) -> None:
    """Alerts about them stay open, without the words."""
    rows = con.execute("SELECT key, headline, mentions, reasons FROM alert").fetchall()
    for key, headline, mentions, reasons in rows:
        if not traces.ids.intersection(mentions):
            continue
        con.execute(
            "UPDATE alert SET headline = regexp_replace($1, $3, '“…”', 'g'), "
            "reasons = list_transform($2::VARCHAR[], lambda each: regexp_replace(each, $3, '“…”', 'g')) WHERE key = $4",
            [traces.cleaned(headline), [traces.cleaned(each) for each in reasons], QUOTE, key],
        )


def why(con: Connection, ids: Sequence[str]) -> dict[str, Why]:
    """Mention id -> why its words are gone, for those of these ids whose words are."""
    here = {found.no: each for each, found in keys.find(con, list(ids)).items()}
    rows = con.execute("SELECT no, why FROM dropped WHERE no IN (SELECT unnest(?::BIGINT[]))", [list(here)]).fetchall()
    return {here[no]: reason for no, reason in rows}


def count(con: Connection) -> int:
    return number(con.execute("SELECT count(*) FROM dropped"))
