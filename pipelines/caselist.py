"""The list of cases as people triage it: what cannot wait first, then by what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from analysis.clocks import TwoClocks, clocks
from analysis.next_due import NextDue, next_due
from pipelines.casebook import Entry
from pipelines.config import Config
from pipelines.team import calendar

Pick = Literal["open", "mine", "nobody", "waiting", "closed"]
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A case with both clocks (opening time) and what is due next in it."""

    entry: Entry
    clocks: TwoClocks
    due: NextDue | None

    def late(self, now: datetime) -> bool:
        return self.due is not None and self.due.late(now)


def lines(entries: Iterable[Entry], config: Config, now: datetime) -> list[Line]:
    """Every case as a line: the open before the closed, the urgent first, second complaints next, then by date."""
    hours, team = calendar(config), config.team
    found = [
        Line(
            entry,
            clocks(entry.case, hours, now),
            next_due(entry.case, hours, team.answer_within, team.check_in_after),
        )
        for entry in entries
    ]
    return sorted(found, key=_order)


def picked(found: Iterable[Line], pick: Pick, who: str, now: datetime) -> list[Line]:
    """The lines of one drawer. A case that was put right is open once more when its check-in is due."""

    def wanted(line: Line) -> bool:
        case = line.entry.case
        if pick == "closed":
            return case.closed
        if case.closed and not line.late(now):
            return False
        return {
            "mine": case.assignee == who or any(promise.by == who for promise in case.open_promises),
            "nobody": not case.assignee,
            "waiting": case.state == "waiting",
        }.get(pick, True)

    kept = [line for line in found if wanted(line)]
    return sorted(kept, key=lambda line: line.entry.case.changed, reverse=True) if pick == "closed" else kept


def matching(found: Iterable[Line], words: str) -> list[Line]:
    """The lines that say all of these words somewhere: the person, what they said, what we said and promised."""
    wanted = words.casefold().split()
    return [line for line in found if all(word in _text(line.entry) for word in wanted)]


def _order(line: Line) -> tuple[bool, bool, bool, datetime, datetime]:
    case = line.entry.case
    due = line.due.at if line.due else NEVER
    return (case.closed, not case.urgent, not case.again, due, case.opened)


def _text(entry: Entry) -> str:
    case = entry.case
    said = (f"{mention.title} {mention.text} {mention.author}" for mention in entry.said)
    ours = [answer.words for answer in case.answers]
    ours += [note.words for note in case.notes] + [suggestion.words for suggestion in case.suggestions]
    promised = (f"{promise.what} {promise.by}" for promise in case.promises)
    own = (case.id, entry.who, case.words, case.source, case.entity, case.assignee, *case.topics)
    return "\n".join((*own, *said, *ours, *promised)).casefold()
