"""What was done about a case, event by event: only ever appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from storage import sequence
from storage.columns import back, insert, names, quoted, table
from storage.db import Connection, stored
from storage.model import CaseEvent
from storage.results import number

COLUMNS = names(CaseEvent)
# The words of the events that close a case, and of those that a closed case may see and stay closed.
CLOSING = ("resolve", "check_in", "dismiss")
REMARKS = ("note", "suggest", "answer_suggestion", "credit")


class SomebodyWasFirst(Exception):
    """Another event took this place in the case's history; read the case again before deciding."""


def append(con: Connection, event: CaseEvent) -> None:
    """Adds the next event of a case. `event.seq` says which place the writer believes to be free (the first is 1).

    Raises SomebodyWasFirst when it is not the next one any more: nothing is written, the other event stands.
    """
    last = number(con.execute('SELECT coalesce(max(seq), 0) FROM case_event WHERE "case" = ?', [event.case]))
    if event.seq != last + 1:
        raise SomebodyWasFirst(f"This case has changed meanwhile (event {last} is there).")
    insert(con, "case_event", table(CaseEvent, [replace(event, payload=json.dumps(dict(event.payload)))]))  # type: ignore[arg-type]  # as stored
    sequence.changed(con)


def append_all(con: Connection, new: Sequence[CaseEvent]) -> None:
    """Adds events of many cases at once, each case's in order; like `append`, all or nothing."""
    if not new:
        return
    last = dict(
        con.execute(
            'SELECT "case", max(seq) FROM case_event WHERE "case" IN (SELECT unnest(?::VARCHAR[])) GROUP BY "case"',
            [sorted({event.case for event in new})],
        ).fetchall()
    )
    for event in new:
        if event.seq != last.get(event.case, 0) + 1:
            raise SomebodyWasFirst(f"Case {event.case} has changed meanwhile.")
        last[event.case] = event.seq
    insert(con, "case_event", table(CaseEvent, [replace(each, payload=json.dumps(dict(each.payload))) for each in new]))  # type: ignore[arg-type]  # as stored
    sequence.changed(con)


def next_id(con: Connection) -> str:
    """The id of the next case to be opened: "1", "2", "3" ... Ask in the session that opens it."""
    last = number(con.execute('SELECT coalesce(max(TRY_CAST("case" AS BIGINT)), 0) FROM case_event WHERE seq = 1'))
    return str(last + 1)


def of(con: Connection, case: str) -> list[CaseEvent]:
    """The history of one case, oldest first."""
    return load(con, [case]).get(case, [])


def load(con: Connection, cases: Collection[str]) -> dict[str, list[CaseEvent]]:
    """Case -> its history, oldest first; unknown cases are left out."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM case_event WHERE "case" IN (SELECT unnest(?::VARCHAR[])) ORDER BY "case", seq',  # noqa: S608
        [list(cases)],
    ).fetchall()
    return _by_case(events(rows))


def all_(con: Connection) -> dict[str, list[CaseEvent]]:
    """Case -> its history, for every case there ever was."""
    rows = con.execute(f'SELECT {quoted(COLUMNS)} FROM case_event ORDER BY "case", seq').fetchall()  # noqa: S608
    return _by_case(events(rows))


def open_(con: Connection, *, resolved: bool = False) -> list[str]:
    """Ids of the cases that nobody has closed, in the order in which they were opened.

    `resolved`: those that were put right too, while nobody has asked whether all was well.
    """
    closing = [kind for kind in CLOSING if kind != "resolve"] if resolved else list(CLOSING)
    rows = con.execute(
        'SELECT "case" FROM case_event WHERE kind NOT IN (SELECT unnest(?::VARCHAR[])) '
        'GROUP BY "case" HAVING arg_max(kind, seq) NOT IN (SELECT unnest(?::VARCHAR[])) AND min(seq) = 1 '
        'AND arg_min(kind, seq) = \'open\' ORDER BY min("at"), "case"',
        [list(REMARKS), closing],
    ).fetchall()
    return [case for (case,) in rows]


def with_kind(con: Connection, kind: str) -> list[str]:
    """Ids of the cases that hold an event of this kind, the shop's own remarks included."""
    rows = con.execute('SELECT DISTINCT "case" FROM case_event WHERE kind = ? ORDER BY 1', [kind]).fetchall()
    return [case for (case,) in rows]


def changed_since(con: Connection, moment: datetime) -> list[str]:
    """Ids of the cases in which something was done at or after `moment`."""
    rows = con.execute('SELECT DISTINCT "case" FROM case_event WHERE "at" >= ? ORDER BY 1', [stored(moment)]).fetchall()
    return [case for (case,) in rows]


def by_mentions(con: Connection, mentions: Collection[str]) -> dict[str, str]:
    """Mention -> the case it belongs to, the newest when there are several; mentions of no case are left out."""
    rows = con.execute(
        """
        WITH said AS (SELECT * FROM case_event WHERE kind IN ('open', 'speak', 'reopen', 'note'))
        SELECT mention, arg_max("case", "at") FROM (
            SELECT payload->>'$.mention' AS mention, "case", "at" FROM said
            UNION ALL SELECT unnest(json_extract_string(payload, '$.earlier[*]')), "case", "at" FROM said
        ) WHERE mention IN (SELECT unnest(?::VARCHAR[])) GROUP BY mention
        """,
        [list(mentions)],
    ).fetchall()
    return dict(rows)


def by_customer(con: Connection, names_: Collection[str]) -> list[str]:
    """Ids of cases that were typed in for one of these customers, upper and lower case alike."""
    rows = con.execute(
        "SELECT DISTINCT \"case\" FROM case_event WHERE kind = 'open' AND lower(trim(payload->>'$.customer')) IN "
        "(SELECT lower(trim(unnest(?::VARCHAR[])))) ORDER BY 1",
        [[name for name in names_ if name.strip()]],
    ).fetchall()
    return [case for (case,) in rows]


def answers(con: Connection, *, but: str = "", limit: int) -> list[str]:
    """The words of our answers in every case but one, the newest first."""
    rows = con.execute(
        "SELECT payload->>'$.words' FROM case_event WHERE kind IN ('answer', 'answer_seen') AND \"case\" <> ? "
        'ORDER BY "at" DESC, "case", seq DESC LIMIT ?',
        [but, limit],
    ).fetchall()
    return [words for (words,) in rows if words]


def since(con: Connection, moment: datetime) -> list[CaseEvent]:
    """Everything done in any case at or after `moment`, oldest first."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM case_event WHERE "at" >= ? ORDER BY "at", "case", seq',  # noqa: S608
        [stored(moment)],
    ).fetchall()
    return events(rows)


def events(rows: Sequence[tuple[object, ...]]) -> list[CaseEvent]:
    return [replace(event, payload=json.loads(str(event.payload))) for event in back(CaseEvent, rows)]


def _by_case(found: Sequence[CaseEvent]) -> dict[str, list[CaseEvent]]:
    cases: dict[str, list[CaseEvent]] = {}
    for event in found:
        cases.setdefault(event.case, []).append(event)
    return cases
