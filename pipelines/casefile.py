"""One case with everything around it that somebody who answers wants to know: the person, the events, what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.case import Case
from pipelines import coach
from pipelines.casebook import Entry, entries
from pipelines.config import Config
from pipelines.person import PersonHistory, history_of, promised
from pipelines.playbook import opening
from storage import assessments, cases
from storage.db import Connection
from storage.model import Assessment, CaseEvent, Mention


@dataclass(frozen=True)
class CaseFile:
    """A case as one look at the record found it. `earlier_replies` are ours to other customers, the newest first."""

    entry: Entry
    events: tuple[CaseEvent, ...]
    person: PersonHistory
    complaint: Mention  # what a draft answers
    thoughts: Mapping[str, Assessment]  # of what was said in this case
    earlier_replies: tuple[str, ...]
    opening: str  # how an answer begins by the owner's playbook; "" where none fits

    @property
    def case(self) -> Case:
        return self.entry.case

    def about(self, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
        """Who this is, in sentences: what they said elsewhere, the cases they had, and what they were promised."""
        elsewhere = replace(self.person, cases=self.other_cases).sentences(now, zone)
        return (*elsewhere, *(promised(promise, now, zone) for promise in self.case.promises))

    @property
    def before(self) -> tuple[Mention, ...]:
        """What the same person said elsewhere and before, beyond this case, the newest first."""
        here = {*self.case.mentions, self.case.id}
        return tuple(each for each in reversed(self.person.said) if each.id not in here)

    @property
    def other_cases(self) -> tuple[Case, ...]:
        """Cases the same person had besides this one, the newest first."""
        return tuple(case for case in reversed(self.person.cases) if case.id != self.case.id)


def read(con: Connection, config: Config, case: str) -> CaseFile | None:
    """The case with this number; None when there is none. `con` may be the record or a published copy."""
    found = entries(con, ids=[case])
    if not found:
        return None
    entry = found[0]
    complaint = coach.complaint_of(con, entry.case)
    thoughts = assessments.of(con, list(entry.case.mentions))
    return CaseFile(
        entry=entry,
        events=tuple(cases.of(con, case)),
        person=history_of(con, complaint),
        complaint=complaint,
        thoughts=thoughts,
        earlier_replies=tuple(coach.earlier_replies(con, but=case)),
        opening=opening(config, complaint, thoughts.get(complaint.id)),
    )
