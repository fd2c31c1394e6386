"""What the regular look at the cases works with: the cases as they stand, whom to tell, and what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analysis import recovery
from analysis.case import SHOP, Case
from analysis.clocks import Calendar
from analysis.folding import step
from analysis.moves import Verb
from analysis.routing import Member, Team
from pipelines.config import Config
from pipelines.letters.card import clock, line, shortened
from pipelines.letters.reminder import Reminder
from pipelines.person import who_is
from pipelines.team import CLOCK
from storage.db import Connection
from storage.model import CaseEvent, Json, Mention


@dataclass
class Bench:
    """One look, inside one transaction. `write` makes an event, `tell` a letter; both are counted."""

    con: Connection
    config: Config
    team: Team
    now: datetime
    cases: dict[str, Case]
    said: dict[str, Mention]
    next_number: int = 1  # of the next case to be opened
    events: list[CaseEvent] = field(default_factory=list)  # made by this look, to be appended at its end
    reminders: list[Reminder] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def calendar(self) -> Calendar:
        return self.team.calendar

    def live(self) -> list[Case]:
        """Customers' cases nobody has closed, as they stand right now; the shop's own remarks wait for nobody."""
        return [case for case in self.cases.values() if not case.closed and case.id != SHOP]

    def write(self, case: str, verb: Verb, payload: Mapping[str, Json]) -> Case:
        before = self.cases.get(case)
        new = recovery.event(before, case, verb, CLOCK, payload, self.now)
        self.events.append(new)
        self.done[verb] += 1
        self.cases[case] = step(before, new) if before is not None else recovery.fold([new])
        return self.cases[case]

    def open(self, payload: Mapping[str, Json]) -> Case:
        """A new case under the next number."""
        self.next_number += 1
        return self.write(str(self.next_number - 1), "open", payload)

    def tell(
        self,
        people: Iterable[Member | None],
        key: str,
        subject: str,
        lines: Iterable[str],
        case: str = "",
        page: str = "",
    ) -> None:
        """A letter for each of them who has an address, once each. It leads to the case, else to the page."""
        told = {person.email: person for person in people if person is not None and person.email}
        self.reminders += [Reminder(key, email, subject, tuple(lines), case, page) for email in told]

    def tell_spoke(self, case: str, how: str, what: str) -> None:
        """The customer of an open case has said more: whoever has the case hears of it."""
        now = self.cases[case]
        subject = f"Case {case}: {self.who(now)} {how}"
        self.tell([self.holder(now)], f"case:{case}:spoke:{what}", subject, [self.words(now)], case)

    def tell_reopened(self, case: str, how: str, what: str) -> None:
        """A case that was closed, or waited for the customer, is ours again."""
        now = self.cases[case]
        lines = [self.words(now), *(f"{p.by} had promised “{p.what}” by {self.when(p.due)}." for p in now.promises)]
        subject = f"Case {case} is open again: {self.who(now)} {how}"
        self.tell([self.holder(now), self.head()], f"case:{case}:reopened:{what}", subject, lines, case)

    def holder(self, case: Case) -> Member | None:
        """Who has the case; whoever answers for the shop while they are away, or where nobody has it."""
        member = self.team.member(case.assignee)
        return self.head() if member is None or self.team.away(member.name, self.now) else member

    def head(self) -> Member | None:
        """Who answers for the shop now."""
        return self.team.in_charge(self.now)

    def who(self, case: Case) -> str:
        """The customer's name, for a sentence."""
        return line(who_is(case, [self.said[each] for each in case.mentions if each in self.said]))

    def words(self, case: Case) -> str:
        """The beginning of what the customer said last."""
        last = next((self.said[each] for each in reversed(case.mentions) if each in self.said), None)
        text = (last.text or last.title) if last else case.words
        return f"“{shortened(line(text), 280)}”" if text.strip() else ""

    def when(self, moment: datetime) -> str:
        return clock(moment, self.config.zone)
