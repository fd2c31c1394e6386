"""The small grammar of promise dates: "within 3 working days", "by the end of the week", "on Monday morning", "3 May".

A promise is read strictly: it is due at the last moment that still keeps it. A day named without an hour ends when the
shop closes, a morning at noon, an afternoon at six; a week ends with the last day the shop is open; a span counted in
days ends with its last day. English only: words of another language give no date rather than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from analysis.clocks import DAYS, Calendar
from analysis.promise_words import COUNT, MONTH, PATTERN, WEEKDAYS

DAY = timedelta(days=1)
FURTHEST = 366  # days; whoever promises beyond a year makes no promise
PARTS = {"morning": time(12), "afternoon": time(18), "evening": time(23, 59), "night": time(23, 59)}
Given = dict[str, str]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date named in a text: where, in which words, and the last moment that still keeps it (UTC)."""

    start: int
    end: int
    words: str
    due: datetime


def dates(text: str, now: datetime, calendar: Calendar) -> list[Dated]:
    """The future dates that `text`, written at `now`, names in order; past, impossible and far ones are left out."""
    today = now.astimezone(calendar.zone).date()
    found = []
    for match in PATTERN.finditer(text.replace("’", "'").replace("–", "-")):
        given = {name: value.lower() for name, value in match.groupdict().items() if value}
        due = _due(given, match.group().lower(), now, today, calendar)
        if due is not None and now < due <= now + FURTHEST * DAY:
            words = " ".join(text[match.start() : match.end()].split()).rstrip(" ,.")
            found.append(Dated(match.start(), match.end(), words, due))
    return found


def _due(given: Given, words: str, now: datetime, today: date, calendar: Calendar) -> datetime | None:
    if "unit" in given:
        return _counted(given, now, today, calendar)
    if "abbr" in given:
        return calendar.end_of(_week(today, calendar) if given["abbr"] == "eow" else today)
    if "endof" in given or "nextunit" in given:
        return calendar.end_of(
            _end_of(given.get("endof") or given["nextunit"], today, "nextunit" in given or "endnext" in given, calendar)
        )
    if "after" in given:
        return calendar.end_of(today + 2 * DAY)
    if "part" in given:
        return _utc(today, PARTS[given["part"]], calendar)
    if "near" in given:
        return _at(today + DAY if given["near"] == "tomorrow" else today, given, "N", calendar)
    if "weekday" in given:
        return _at(_weekday(given, words, today), given, "W", calendar)
    if "noon" in given:
        return _utc(today, time(23, 59) if given["noon"] == "midnight" else time(12), calendar)
    if "hB" in given or "hhB" in given:
        return _at(today, given, "B", calendar)
    return _named(given, today, calendar)


def _utc(day: date, at: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, at, calendar.zone).astimezone(UTC)


def _at(day: date, given: Given, which: str, calendar: Calendar) -> datetime | None:
    """A day with the hour or the part of the day that stands beside it; without one, when the shop closes."""
    if f"noon{which}" in given or f"late{which}" in given:
        return _utc(day, time(12), calendar)
    for first in ("", "f"):
        if (said := given.get(f"hh{first}{which}")) is not None:
            half = "" if said.startswith("0") or int(said) >= 8 else "o'clock"
            clock = _clock(int(said), int(given[f"mm{first}{which}"]), half)
            return _utc(day, clock, calendar) if clock else None
        if f"{first}h{which}" in given:
            hour, minute = int(given[f"{first}h{which}"]), int(given.get(f"{first}m{which}") or 0)
            clock = _clock(hour, minute, given[f"{first}ap{which}"])
            return _utc(day, clock, calendar) if clock else None
    part = given.get(f"part{which}")
    return _utc(day, PARTS[part], calendar) if part else calendar.end_of(day)


def _clock(hour: int, minute: int, half: str) -> time | None:
    """ "3 pm", "9:30 a.m.", "4 o'clock", or 24 hours where nothing is said; None for an hour that no clock shows."""
    if hour > (23 if half in ("o'clock", "") else 12) or minute > 59:
        return None
    if not half:
        return time(hour, minute)
    if half == "o'clock":
        return time(hour + 12 if hour < 8 else hour, minute)  # shops call in the afternoon
    return time(hour % 12 + (12 if half.startswith("p") else 0), minute)


def _counted(given: Given, now: datetime, today: date, calendar: Calendar) -> datetime | None:
    said = [given[name] for name in ("count", "most") if name in given] or [""]
    many, unit = max(int(each) if each.isdigit() else COUNT[each] for each in said), given["unit"].rstrip("s")
    many *= 2 if given.get("more") == "two" and many == 1 else 1
    if many > FURTHEST or (said == [""] and given["span"].split()[0] in ("allow", "up")):
        return None
    if unit in ("minute", "min", "hour", "hr"):
        return now + (timedelta(minutes=many) if unit.startswith("min") else timedelta(hours=many))
    if unit == "day" and "work" in given:
        return calendar.end_of(_working_day(today, many, calendar))
    days = many * {"day": 1, "week": 7, "fortnight": 14, "month": 30}[unit]
    return calendar.end_of(today + days * DAY)


def _working_day(today: date, count: int, calendar: Calendar) -> date:
    """The count-th weekday after today that is no holiday: a bank counts so, whatever the shop's hours are."""
    day = today
    while count:
        day += DAY
        count -= day.weekday() < 5 and day not in calendar.holidays
    return day


def _week(today: date, calendar: Calendar, ahead: int = 0) -> date:
    """The last day of this week, or of one `ahead`, on which the shop is open; Sunday when that is past or unknown."""
    monday = today - today.weekday() * DAY + 7 * ahead * DAY
    open_days = [number for number, name in enumerate(DAYS) if calendar.week.get(name)] or [6]
    last = monday + open_days[-1] * DAY
    return last if last >= today else monday + 6 * DAY


def _end_of(what: str, today: date, coming: bool, calendar: Calendar) -> date:
    """The last day of a week or month, or the day itself; `coming`: of the next one."""
    if what == "week":
        return _week(today, calendar, ahead=int(coming))
    if what == "month":
        first = today.replace(day=1)
        for _ in range(2 if coming else 1):
            first = (first + 31 * DAY).replace(day=1)
        return first - DAY
    if what in WEEKDAYS:
        return today + ((WEEKDAYS.index(what) - today.weekday()) % 7) * DAY
    return today + DAY if what == "tomorrow" or coming else today


def _weekday(given: Given, words: str, today: date) -> date:
    """The next such day after today; "next Friday" is the one of the coming week, "by Friday" on a Friday is today."""
    index = WEEKDAYS.index(given["weekday"])
    ahead = (index - today.weekday()) % 7 or 7
    if index == today.weekday() and re.match(r"(?:by|this)\b", words):
        return today
    of_the_next = re.search(r"\bnext\b", words) is not None and today.weekday() + ahead < 7
    a_week_on = "following" in given and "next" not in given["following"]
    return today + (ahead + 7 * (of_the_next or a_week_on)) * DAY


def _named(given: Given, today: date, calendar: Calendar) -> datetime | None:
    """A day of the calendar; without a year or a month the next one that comes."""
    try:
        if "iso" in given:
            return calendar.end_of(date.fromisoformat(given["iso"]))
        if "dom3" in given:
            number, month = int(given["dom3"]), today.replace(day=1)
            if number <= today.day or (month + (number - 1) * DAY).month != month.month:
                month = (month + 31 * DAY).replace(day=1)
            return calendar.end_of(month.replace(day=number))
        number, month_no = int(given.get("dom") or given["dom2"]), MONTH[given.get("month") or given["month2"]]
        year = given.get("year") or given.get("year2")
        day = date(int(year) if year else today.year, month_no, number)
        return calendar.end_of(day if year or day >= today else day.replace(year=today.year + 1))
    except ValueError:  # 31 June
        return None
