"""A person says that a judgement is wrong: kept for ever, and what the rules are measured against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import sequence
from storage.columns import back, names, quoted
from storage.db import Connection, stored


@dataclass(frozen=True, slots=True)
class Correction:
    """`what` should have been said of the mention ("label:positive", "relevant:no"), by whom and when."""

    mention: str
    what: str
    by: str
    at: datetime


def add(con: Connection, correction: Correction) -> None:
    con.execute(
        "INSERT INTO correction VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [correction.mention, correction.what, correction.by, stored(correction.at)],
    )
    sequence.changed(con)


def since(con: Connection, moment: datetime) -> list[Correction]:
    """Corrections at or after `moment`, oldest first."""
    rows = con.execute(
        f'SELECT {quoted(names(Correction))} FROM correction WHERE "at" >= ? ORDER BY "at"',  # noqa: S608
        [stored(moment)],
    ).fetchall()
    return list(back(Correction, rows))
