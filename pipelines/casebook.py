"""Cases as a table, a JSON object or a page shows them: the person first, then the words, then the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from analysis.case import SHOP, Case
from analysis.clocks import Calendar, clocks
from analysis.folding import fold_all
from analysis.next_due import answer_due
from pipelines.letters.card import line, shortened
from pipelines.person import who_is
from storage import cases, mentions
from storage.db import Connection
from storage.model import CaseEvent, Mention


@dataclass(frozen=True)
class Entry:
    """A case with the mentions it is about."""

    case: Case
    said: tuple[Mention, ...]  # in the order of the case

    @property
    def who(self) -> str:
        return line(who_is(self.case, self.said))

    @property
    def words(self) -> str:
        """What they said, the newest first."""
        text = (self.said[-1].text or self.said[-1].title) if self.said else self.case.words
        return line(text)


def entries(con: Connection, *, everything: bool = False, ids: Sequence[str] = ()) -> list[Entry]:
    """The open cases, all of them, or those named; the urgent ones first, then in the order they were opened."""
    histories = cases.all_(con) if everything else cases.load(con, ids or cases.open_(con))
    folded = fold_all(event for id_, events in histories.items() if id_ != SHOP for event in events)
    said = mentions.by_ids(con, {mention for case in folded.values() for mention in case.mentions})
    found = [Entry(c, tuple(said[m] for m in c.mentions if m in said)) for c in folded.values()]
    return sorted(found, key=lambda each: (each.case.closed, not each.case.urgent, each.case.opened, each.case.id))


def shop(con: Connection) -> Case | None:
    """Suggestions without a case, and changes to the shop; None when there was none yet."""
    return fold_all(cases.of(con, SHOP)).get(SHOP)


def row(entry: Entry, calendar: Calendar, within: timedelta, now: datetime) -> dict[str, Any]:
    """One line of the list. Clocks are hours of opening time."""
    case = entry.case
    both = clocks(case, calendar, now)
    due = answer_due(case, calendar, within)
    return {
        "case": case.id,
        "seq": case.seq,
        "state": case.state,
        "urgent": case.urgent,
        "who": entry.who,
        "source": case.source,
        "topics": list(case.topics),
        "assignee": case.assignee,
        "answer_due": due,
        "hours_since_posted": hours(both.posted.running),
        "hours_since_seen": hours(both.seen.running),
        "promises_open": len(case.open_promises),
        "words": shortened(entry.words, 100),
    }


def whole(entry: Entry, events: Sequence[CaseEvent], calendar: Calendar, now: datetime) -> dict[str, Any]:
    """Everything about one case, with its history."""
    both = clocks(entry.case, calendar, now)
    return {
        **asdict(entry.case),
        "case": entry.case.id,
        "who": entry.who,
        "said": [asdict(mention) for mention in entry.said],
        "clocks": {
            name: {"answered": hours(c.answered), "resolved": hours(c.resolved), "running": hours(c.running)}
            for name, c in (("posted", both.posted), ("seen", both.seen))
        },
        "events": [asdict(event) for event in events],
    }


def hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 2)
