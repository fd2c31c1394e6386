"""What was done about a case, event by event: only ever appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storage import sequence
from storage.columns import back, insert, names, quoted, table
from storage.db import Connection, stored
from storage.model import CaseEvent
from storage.results import number

COLUMNS = names(CaseEvent)


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


def of(con: Connection, case: str) -> list[CaseEvent]:
    """The history of one case, oldest first."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM case_event WHERE "case" = ? ORDER BY seq',  # noqa: S608
        [case],
    ).fetchall()
    return events(rows)


def since(con: Connection, moment: datetime) -> list[CaseEvent]:
    """Everything done in any case at or after `moment`, oldest first."""
    rows = con.execute(
        f'SELECT {quoted(COLUMNS)} FROM case_event WHERE "at" >= ? ORDER BY "at", "case", seq',  # noqa: S608
        [stored(moment)],
    ).fetchall()
    return events(rows)


def events(rows: Sequence[tuple[object, ...]]) -> list[CaseEvent]:
    return [replace(event, payload=json.loads(str(event.payload))) for event in back(CaseEvent, rows)]
