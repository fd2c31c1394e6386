"""What is due next in a case: the answer, a promise, or the word after it was put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from analysis.case import Case, Promise
from analysis.clocks import Calendar


@dataclass(frozen=True, slots=True)
class NextDue:
    """`at`: the last moment that is in time. `promise` is the one that falls due, where it is one."""

    kind: Literal["answer", "promise", "check_in"]
    at: datetime
    promise: Promise | None = None

    def late(self, now: datetime) -> bool:
        return self.at <= now


def answer_due(case: Case, calendar: Calendar, within: timedelta) -> datetime | None:
    """When our answer is due; None when the customer waits for none. Whoever is handed a case has the whole time."""
    if case.asked is None or case.closed:
        return None
    return calendar.after(max(case.asked, case.assigned or case.asked), within)


def next_due(case: Case, calendar: Calendar, within: timedelta, check_in_after: timedelta) -> NextDue | None:
    """The earliest thing due in a case; None where nothing is, as while we wait for the customer."""
    found = [NextDue("promise", promise.due, promise) for promise in case.open_promises]
    if (answer := answer_due(case, calendar, within)) is not None:
        found.append(NextDue("answer", answer))
    if case.state == "resolved" and case.resolved is not None:
        found.append(NextDue("check_in", case.resolved + check_in_after))
    return min(found, key=lambda each: each.at, default=None)
