"""A person out of the record: their mentions and all that hangs on them, and their name and words out of the rest.

Works on rows inside the caller's transaction; `storage.rewrite` then takes them out of the file's bytes. Cases keep a
stub: what was done, by whom and when, without words and without a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import keys, rewrite, sequence
from storage.db import Connection, stored
from storage.model import Json
from storage.results import number
from storage.traces import ERASED, REMOVED, Traces, words

BY_NUMBER = ("mention", "known_key", "snapshot", "edit", "assessment", "waiting", "story_link", "dropped")
HANDLED = {*BY_NUMBER, "meta", "poll", "alert", "notification", "state", "correction", "case_event"}
# What a case's event keeps when its person is forgotten; everything else in it is words.
STUB = (
    "mention", "earlier", "entity", "source", "topics", "story", "posted", "seen", "ratings", "urgent",
    "content", "edited", "to", "by", "due", "promise", "amount", "role", "suggestion", "verdict", "topic", "since",
    "when", "before", "after", "answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each sort were removed or changed."""

    mentions: int
    snapshots: int
    judgements: int
    corrections: int
    alerts: int
    letters: int
    case_events: int
    states: int
    others: int  # texts of other people in which the name stood

    @property
    def anything(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def erase(con: Connection, traces: Traces, cases: Collection[str], at: datetime) -> Erased:
    """Erases the mentions `traces.ids`, blanks these cases' events, and cleans every other row of what it quotes."""
    numbers = [found.no for found in keys.find(con, list(traces.ids)).values()]
    gone = {table: remove(con, table, numbers) for table in BY_NUMBER}
    done = Erased(
        mentions=gone["mention"],
        snapshots=gone["snapshot"],
        judgements=gone["assessment"],
        corrections=corrections(con, traces),
        alerts=alerts(con, traces, at),
        letters=letters(con, traces, cases),
        case_events=case_events(con, traces, set(cases)),
        states=states(con, traces),
        others=others(con, traces) + elsewhere(con, traces),
    )
    if done.anything:
        rewrite.wanted(con, at.isoformat())
    return done


def remove(con: Connection, table: str, numbers: Sequence[int]) -> int:
    if not numbers:
        return 0
    return number(con.execute(f"DELETE FROM {table} WHERE no IN (SELECT unnest(?::BIGINT[]))", [list(numbers)]))  # noqa: S608


def corrections(con: Connection, traces: Traces) -> int:
    """What people said of the person's mentions."""
    rows = con.execute("SELECT rowid, mention, what FROM correction").fetchall()
    wrong = [row for row, mention, what in rows if mention in traces.ids or traces.about(what) or traces.named(what)]
    return number(con.execute("DELETE FROM correction WHERE rowid IN (SELECT unnest(?::BIGINT[]))", [wrong]))


def alerts(con: Connection, traces: Traces, at: datetime) -> int:
    """Alerts about the person lose their words and are closed; in others only what quotes the person goes."""
    done = 0
    rows = con.execute("SELECT key, headline, mentions, reasons, usual FROM alert").fetchall()
    for key, headline, mentions, reasons, usual in rows:
        rest = [each for each in mentions if each not in traces.ids]
        if mentions and not rest:
            fresh: tuple[str, list[str], list[str], str] = (ERASED, [], [ERASED], "")
            con.execute("UPDATE alert SET closed = coalesce(closed, ?) WHERE key = ?", [stored(at), key])
        else:
            fresh = (traces.cleaned(headline), rest, [traces.cleaned(each) for each in reasons], traces.cleaned(usual))
        if fresh != (headline, mentions, reasons, usual):
            con.execute("UPDATE alert SET headline=?, mentions=?, reasons=?, usual=? WHERE key=?", [*fresh, key])
            done += 1
    return done


def letters(con: Connection, traces: Traces, cases: Collection[str] = ()) -> int:
    """Letters about the person lose their words, or are not sent at all; others lose the lines that quote them."""
    done = 0
    about_case = tuple(f"case:{case}:" for case in cases)
    rows = con.execute('SELECT key, recipient, subject, "text", html, error, status FROM notification').fetchall()
    for key, recipient, subject, text, html, error, status in rows:
        where = [key, recipient]
        theirs = traces.about(key) or (about_case and key.startswith(about_case))
        if theirs and status == "waiting":
            con.execute("DELETE FROM notification WHERE key = ? AND recipient = ?", where)
            done += 1
            continue
        if theirs:
            fresh = [ERASED, ERASED, "", ""]
        elif any(map(traces.found, (subject, text, html, error))) or traces.about(html):
            fresh = [traces.cleaned(subject), kept_lines(text, traces), "", traces.cleaned(error)]
        else:
            continue
        if fresh != [subject, text, html, error]:
            con.execute(
                'UPDATE notification SET subject=?, "text"=?, html=?, error=? WHERE key=? AND recipient=?',
                [*fresh, *where],
            )
            done += 1
    return done


def kept_lines(text: str, traces: Traces) -> str:
    """A letter without the paragraphs that quote the person; quotations run over line ends."""
    parts = re.split(r"(\n\s*\n)", text)
    return "".join(ERASED if traces.found(part) or traces.about(part) else part for part in parts)


def case_events(con: Connection, traces: Traces, cases: Collection[str]) -> int:
    """The person's cases keep stubs; the events of other cases lose what quotes the person."""
    done = 0
    for case, seq, payload in con.execute('SELECT "case", seq, payload FROM case_event').fetchall():
        said: dict[str, Json] = json.loads(payload)
        if case in cases:
            fresh = {name: value for name, value in said.items() if name in STUB}
        elif traces.found(payload):
            fresh = {name: cleaned(value, traces) for name, value in said.items()}
        else:
            continue
        if fresh != said:
            con.execute(
                'UPDATE case_event SET payload = ? WHERE "case" = ? AND seq = ?', [json.dumps(fresh), case, seq]
            )
            done += 1
    return done


def cleaned(value: Json, traces: Traces) -> Json:
    match value:
        case str():
            return traces.cleaned(value)
        case list():
            return [cleaned(each, traces) for each in value]
        case dict():
            return {key: cleaned(each, traces) for key, each in value.items()}
    return value


def states(con: Connection, traces: Traces) -> int:
    """What detectors remember: entries about the person go."""
    done = 0
    for name, value in con.execute("SELECT name, value FROM state").fetchall():
        if not (traces.about(value) or traces.found(value)):
            continue
        said = json.loads(value)
        fresh = traces.pruned(said)
        if fresh != said:
            con.execute("UPDATE state SET value = ? WHERE name = ?", [json.dumps(fresh, sort_keys=True), name])
            done += 1
    return done


def others(con: Connection, traces: Traces) -> int:
    """The name where it stands in what other people wrote, and in what we said of it."""
    done = 0
    for name in traces.names:
        row = r"[^\pL\pN]+".join(map(re.escape, words(name)))
        look = rf"(?i)(^|[^\pL\pN])@?{row}($|[^\pL\pN])"
        for table, columns in (("mention", ("title", "text")), ("snapshot", ("title", "text", "reply"))):
            wrong = " OR ".join(f'regexp_matches("{column}", $look)' for column in columns)
            fresh = ", ".join(f'"{column}" = {_twice(_quoted(column))}' for column in columns)
            values = {"look": look, "put": rf"\1{REMOVED}\2"}
            done += number(con.execute(f"UPDATE {table} SET {fresh} WHERE {wrong}", values))  # noqa: S608
        done += number(
            con.execute(
                f"UPDATE assessment SET reasons = list_transform(reasons, lambda each: {_twice('each')}), "  # noqa: S608
                "topics = list_transform(topics, lambda hit: {'topic': hit.topic, 'polarity': hit.polarity, "
                f"'quote': {_twice('hit.quote')}}}) WHERE regexp_matches(CAST(reasons AS VARCHAR), $look) "
                "OR regexp_matches(CAST(topics AS VARCHAR), $look)",
                {"look": look, "put": rf"\1{REMOVED}\2"},
            )
        )
        done += number(con.execute("UPDATE poll SET error = ? WHERE regexp_matches(error, ?)", [ERASED, look]))
    if done:
        sequence.changed(con)
    return done


def _quoted(column: str) -> str:
    return f'"{column}"'


def _twice(value: str) -> str:
    """Twice, because two names in a row share the sign between them."""
    once = f"regexp_replace({value}, $look, $put, 'g')"
    return f"regexp_replace({once}, $look, $put, 'g')"


def elsewhere(con: Connection, traces: Traces) -> int:
    """Tables this file knows nothing of: every text in them is cleaned, so that a new table is no hiding place."""
    done = 0
    columns = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE NOT internal AND data_type = 'VARCHAR' AND database_name = current_database() "
        "AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT internal) ORDER BY ALL"
    ).fetchall()
    for table, column in columns:
        if table in HANDLED:
            continue
        for row, value in con.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall():  # noqa: S608
            if value and (traces.found(value) or traces.about(value)):
                fresh = ERASED if traces.about(value) else traces.cleaned(value)
                con.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', [fresh, row])  # noqa: S608
                done += 1
    return done
