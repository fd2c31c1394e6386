"""Two clocks in opening hours: since it was posted, and since we could have known. Staff are judged by the second.

Split shifts, nights, holidays and the days on which clocks change count right, because shifts are laid out in local
time and measured in UTC. While we wait for the customer, and while a case is closed, both clocks stand still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from analysis.case import CLOSED, Case

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
LOOK_AHEAD = 400  # days; a shop that is closed longer has other worries


class Shift(Protocol):
    """One span of a day in local time; one that closes at or before it opens ends on the next day."""

    @property
    def opens(self) -> time: ...

    @property
    def closes(self) -> time: ...


Week = Mapping[str, Sequence[Shift]]
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """When the shop is open. Without any hours it is taken to be open always, so that clocks run at all."""

    week: Week = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    zone: tzinfo = UTC

    @property
    def always(self) -> bool:
        return not any(self.week.get(day) for day in DAYS)

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """The open stretches between two times, in UTC, in order, never overlapping."""
        if since >= until:
            return
        if self.always:
            yield since, until
            return
        day, last = since.astimezone(self.zone).date() - DAY, until.astimezone(self.zone).date()
        reached = since
        while day <= last:
            for opens, closes in self._of_day(day):
                start, end = max(opens, reached), min(closes, until)
                if start < end:
                    yield start, end
                    reached = end
            day += DAY

    def open_time(self, since: datetime, until: datetime) -> timedelta:
        """How long the shop was open between two times."""
        return sum((end - start for start, end in self.stretches(since, until)), timedelta())

    def after(self, since: datetime, length: timedelta) -> datetime:
        """The moment by which `length` of opening time has passed since `since`."""
        left = length
        for start, end in self.stretches(since, since + LOOK_AHEAD * DAY):
            if end - start >= left:
                return start + left
            left -= end - start
        return since + LOOK_AHEAD * DAY

    def is_open(self, at: datetime) -> bool:
        return next(self.stretches(at, at + timedelta(seconds=1)), (None, None))[0] == at

    def next_open(self, at: datetime) -> datetime:
        """`at` when the shop is open then, else the moment it opens next (`at` again when it never does)."""
        return next((start for start, _ in self.stretches(at, at + LOOK_AHEAD * DAY)), at)

    def end_of(self, day: date) -> datetime:
        """When the shop closes on a day; on a day on which it stays closed, a minute before midnight."""
        closing = [closes for _, closes in self._of_day(day)]
        return max(closing, default=self._utc(day, time(23, 59)))

    def _of_day(self, day: date) -> list[Stretch]:
        if day in self.holidays:
            return []
        found = []
        for shift in self.week.get(DAYS[day.weekday()], ()):
            ends = day + DAY if shift.closes <= shift.opens else day
            found.append((self._utc(day, shift.opens), self._utc(ends, shift.closes)))
        return sorted(found)

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one case, in opening hours."""

    answered: timedelta | None  # until our first answer; None while there is none
    resolved: timedelta | None  # until it was resolved; None while it is not
    running: timedelta  # until now, or until it was closed


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """Since it was posted, and since we could have known."""

    posted: Clock
    seen: Clock


def clocks(case: Case, calendar: Calendar, now: datetime) -> TwoClocks:
    """Both clocks of a case as they stand."""
    return TwoClocks(
        _clock(case, calendar, case.posted or case.opened, now), _clock(case, calendar, case.seen or case.opened, now)
    )


def waited(case: Case, calendar: Calendar, since: datetime, until: datetime) -> timedelta:
    """Opening time between two moments in which the case was ours to deal with."""
    total = calendar.open_time(since, until)
    for start, end in _standing(case, until):
        total -= calendar.open_time(max(start, since), min(end, until))
    return total


def _clock(case: Case, calendar: Calendar, since: datetime, now: datetime) -> Clock:
    first = case.first_answer
    return Clock(
        answered=waited(case, calendar, since, first) if first else None,
        resolved=waited(case, calendar, since, case.resolved) if case.resolved else None,
        running=waited(case, calendar, since, now),
    )


def _standing(case: Case, until: datetime) -> Iterator[Stretch]:
    """Stretches in which the clocks stand still: waiting for the customer, or closed."""
    ends = [stay.since for stay in case.stays[1:]] + [until]
    for stay, end in zip(case.stays, ends, strict=True):
        if stay.state in CLOSED or stay.state == "waiting":
            yield stay.since, end


def spell(length: timedelta) -> str:
    """Opening time in words: "40 minutes", "3 h 20 min", "26 hours"."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    hours, rest = divmod(minutes, 60)
    if rest == 0 or hours >= 10:
        hours = round(minutes / 60)
        return "1 hour" if hours == 1 else f"{hours} hours"
    return f"{hours} h {rest} min"
