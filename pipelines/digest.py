"""The letter of the morning: once a day and person, at the owner's hour in the owner's zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from pipelines import grades, morning
from pipelines.alarm import WAITING
from pipelines.desk import Desk
from pipelines.letters.card import line
from pipelines.letters.digest import letter
from pipelines.timetable import digest_time, is_weekly, today
from storage import outbox, states
from storage.db import Connection
from storage.model import Json

WRITTEN = "digest written"  # the local day of the last one


def due(desk: Desk, now: datetime) -> date | None:
    """The local day whose digest should be written now; None when today's is not due or is written."""
    with desk.record.session("see whether the digest is due") as con:
        return _due(con, desk, now)


def write(desk: Desk, now: datetime) -> int:
    """Puts today's digest into the outbox if it is due; returns how many letters that made.

    A morning that was slept through is made up for on the same day. The first day of a new shop, which has nothing to
    tell yet, begins with the next morning.
    """
    if (day := due(desk, now)) is None:
        return 0
    week = _week(desk, now) if is_weekly(desk.config, day) else ()
    with desk.record.session("write the digest") as con:
        if _due(con, desk, now) is None:
            return 0  # somebody else wrote it meanwhile
        first = states.load(con, WRITTEN) is None
        states.save(con, WRITTEN, day.isoformat())
        if first and not _waiting(states.load(con, WAITING)):
            return 0
        told = morning.read(con, desk.config, now, day, _waiting(states.load(con, WAITING)))
        told = replace(told, week=week)
        letters = [letter(told, desk.config, person, now) for person in desk.config.people]
        if put := outbox.put(con, [each for each in letters if each is not None]):
            states.save(con, WAITING, [])  # when today's went before, because the clock was put back, it tells tomorrow
        return put


def _due(con: Connection, desk: Desk, now: datetime) -> date | None:
    day = today(desk.config, now)
    written = states.load(con, WRITTEN)
    # a day ahead of us was noted by a clock that has been put back since
    if now < digest_time(desk.config, day) or written == day.isoformat():
        return None
    return day


def _week(desk: Desk, now: datetime) -> tuple[str, ...]:
    """The report card in sentences, all sources together first."""
    if not desk.published.exists():
        return ()
    whole, *each = grades.report(desk.published, now).grades
    lines = [f"All sources, last 90 days: {whole.sentence()}."]
    return (*lines, *(f"{line(grade.source)}: {grade.sentence()}." for grade in each if len(each) > 1))


def _waiting(value: Json) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
