"""Cases and promises as flat tables, for files. Times are UTC; clocks are hours of opening time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analysis import ledger
from pipelines import casebook
from pipelines.casebook import Entry
from pipelines.config import Config
from pipelines.team import calendar

CASES = (
    "case", "state", "urgent", "who", "entity", "source", "topics", "assignee", "opened", "answer_due",
    "hours_since_posted", "hours_since_seen", "answers", "promises_open", "small_things", "stars_back", "words",
)  # fmt: skip
PROMISES = ("case", "promise", "to", "what", "by", "made", "due", "state", "settled", "kept_late")

Table = tuple[Sequence[str], list[Sequence[object]]]


def cases(found: Sequence[Entry], config: Config, now: datetime) -> Table:
    """One row a case, the open and urgent first."""
    hours, within = calendar(config), config.team.answer_within
    rows: list[Sequence[object]] = []
    for entry in found:
        case, line = entry.case, casebook.row(entry, hours, within, now)
        more = {
            "entity": case.entity,
            "topics": ", ".join(case.topics),
            "opened": case.opened,
            "answers": len(case.answers),
            "small_things": sum(each.amount for each in case.spent),
            "stars_back": len(case.credits),
            "words": entry.words,
        }
        rows.append([{**line, **more}[name] for name in CASES])
    return CASES, rows


def promises(found: Sequence[Entry], config: Config, now: datetime) -> Table:
    """One row a promise, the open ones first by date."""
    del config  # promises have dates of their own
    who = {entry.case.id: entry.who for entry in found}
    rows: list[Sequence[object]] = [
        (p.case, p.number, who[p.case], p.what, p.by, p.made, p.due, p.state, p.settled, p.kept_late)
        for p in ledger.promises([entry.case for entry in found], now).promises
    ]
    return PROMISES, rows
