"""What is due, as a calendar a phone can subscribe to: promises to keep, check-ins to make (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from analysis.case import Promise
from pipelines.casebook import Entry
from pipelines.letters.card import line

LENGTH = timedelta(minutes=15)


def feed(
    entries: Iterable[Entry], *, business: str, check_in_after: timedelta, now: datetime, person: str = ""
) -> bytes:
    """The feed. `person` limits it to what is theirs. UIDs stay, so a calendar that reads again moves its entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Earlyword//promises//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", line(f"{business}: promised to customers"))
    for entry in entries:
        for promise in entry.case.promises:
            if promise.state == "open" and person in ("", promise.by):
                calendar.add_component(_promise(entry, promise, now))
        case = entry.case
        if case.state == "resolved" and case.resolved is not None and person in ("", case.assignee):
            calendar.add_component(_check_in(entry, case.resolved + check_in_after, now))
    return bytes(calendar.to_ical())


def _promise(entry: Entry, promise: Promise, now: datetime) -> Event:
    event = _event(f"promise-{promise.case}-{promise.number}", promise.due, now)
    event.add("summary", line(f"{promise.by}: {promise.what} ({entry.who})"))
    event.add("description", f"Case {promise.case}. They said: {entry.words[:500]}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", line(promise.what))
    alarm.add("trigger", timedelta(hours=-2))
    event.add_component(alarm)
    return event


def _check_in(entry: Entry, due: datetime, now: datetime) -> Event:
    event = _event(f"check-in-{entry.case.id}-{due:%Y%m%dT%H%M%S}", due, now)
    event.add("summary", line(f"Was all well? A word with {entry.who}"))
    event.add("description", f"Case {entry.case.id} was resolved; the check-in is due.")
    return event


def _event(uid: str, due: datetime, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@earlyword")
    event.add("dtstamp", now)
    event.add("dtstart", due - LENGTH)
    event.add("dtend", due)
    return event
