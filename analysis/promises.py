"""Dated promises read out of our own replies: "refund in 3 days", "call you Monday", "by the end of the week".

Only sentences in which we commit ourselves are looked at, and what is found is a proposal: the writer confirms it.
The date words are found here, shop time ("working days", "the end of the week") is counted here, and everything else
that names a day is left to dateparser. English; other languages are read where their date words are alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import dateparser

from analysis.clocks import DAYS, Calendar
from analysis.text import sentences, shorten

LONGEST = timedelta(days=366)
OPENING = 3  # characters; a date before our "we will" counts at the very start: "By Friday we will ..."
_WE = re.compile(
    r"(?i)\b(?:(?:i|we)(?:'|’)?ll|(?:i|we) (?:will|shall|promise|(?:am|are) going to|(?:am|are) \w+ing)|you(?:'|’)?ll"
    r"|you (?:will|can expect|should (?:have|get|receive|see|hear))|let (?:me|us)|(?:is|are) on (?:its|the|their) way"
    r"|will be (?:\w+ed|with you|back|done|ready|there)|refund|replacement|expect|(?:i|we)'m|to be sent)\b"
)
_NOT = re.compile(r"(?i)\b(?:could|would|might|may|if|unless|had|were|was|did|ordered|visited|happened|cannot|can't)\b")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|fourteen)"
_WHEN = re.compile(
    rf"(?i)\b(?:(?:by |before |at |until )?the )?end of (?:the |this |next )?(?P<end>day|week|month|business)\b"
    rf"|\b(?:with)?in (?:the next )?(?:{_NUMBER}(?: ?(?:-|–|to|or) ?))?(?P<count>{_NUMBER}) "
    rf"(?P<unit>minute|hour|(?:working |business )?day|week|month)s?\b"
    rf"|\b(?P<next>(?:later )?(?:next|this) (?:week|month)|tomorrow|tonight|today|this (?:morning|afternoon|evening))\b"
    rf"|\b(?:(?:by|on|until|before|next|this|coming) )*(?P<weekday>{_DAY})\b"
    rf"|\b(?:(?:by|on|until|before) )?(?:the )?(?P<date>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})\b"
)
_HOUR = re.compile(
    r"(?i)\b(?:at|by|before) (\d{1,2})(?:[:.](\d{2}))? ?(am|pm|o'clock)?(?!\d| ?(?:of|%|€|£|days?|weeks?))"
)
_COUNTS = {
    word: n
    for n, words in enumerate(("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
    for word in words.split()
} | {"fourteen": 14}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A promise as read: the sentence it stands in, the words that date it, and when it would be due (UTC)."""

    what: str
    phrase: str
    due: datetime


def read(reply: str, *, now: datetime, calendar: Calendar) -> tuple[Proposed, ...]:
    """Promises in a reply written at `now`, in order; due when the shop closes on the day, unless an hour is named."""
    found = []
    for sentence in sentences(reply):
        promised = _WE.search(sentence)
        if promised is None:
            continue
        for match in _WHEN.finditer(sentence):
            if promised.start() > match.start() > OPENING:  # "thank you for coming on Saturday, we will ..."
                continue
            if _NOT.search(sentence[: match.start()][-40:]):
                continue
            due = _due(match, sentence, now, calendar)
            if due is not None and now < due <= now + LONGEST:
                found.append(Proposed(shorten(sentence, 200), match.group().strip(), due))
                break
    return tuple(found)


def _due(match: re.Match[str], sentence: str, now: datetime, calendar: Calendar) -> datetime | None:
    today = now.astimezone(calendar.zone).date()
    if match["count"]:
        return _counted(match, now, today, calendar)
    if match["end"]:
        return calendar.end_of(_end(match["end"].lower(), match.group().lower(), today, calendar))
    if (words := (match["next"] or "").lower()) and (words.endswith("week") or words.endswith("month")):
        ahead = "next" in words
        return calendar.end_of(_end(words.split()[-1], "next" if ahead else "", today, calendar))
    if words:
        day = today + timedelta(days=words == "tomorrow")
    else:
        named = _named(match["weekday"] or match["date"], now.astimezone(calendar.zone).replace(tzinfo=None))
        if named is None:
            return None
        day = named if named > today or match["date"] else named + timedelta(days=7)
    return _at_hour(sentence[match.end() :], day, calendar) or calendar.end_of(day)


@lru_cache(maxsize=1024)
def _named(words: str, base: datetime) -> date | None:
    """A named day as dateparser reads it, in the future of `base`."""
    short = re.sub(r"(?i)^((?:mon|tue|wed|thu|fri|sat|sun)\w*?)s?$", r"\1", words)
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base, "DATE_ORDER": "DMY"}
    moment = dateparser.parse(short, languages=["en"], settings=settings)
    return moment.date() if moment else None


def _counted(match: re.Match[str], now: datetime, today: date, calendar: Calendar) -> datetime:
    count = int(match["count"]) if match["count"].isdigit() else _COUNTS[match["count"].lower()]
    unit = match["unit"].lower()
    if unit in ("minute", "hour"):
        return now + timedelta(**{f"{unit}s": count})
    if " " in unit:
        return calendar.end_of(_working_day(today, count, calendar))
    days = count * {"day": 1, "week": 7, "month": 30}[unit]
    return calendar.end_of(today + timedelta(days=days))


def _working_day(today: date, count: int, calendar: Calendar) -> date:
    """The count-th weekday after today that is no holiday: a bank counts so, whatever the shop's hours are."""
    day = today
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in calendar.holidays
    return day


def _end(unit: str, words: str, today: date, calendar: Calendar) -> date:
    """The last day of this (or the next) week, month or day; a week ends with the last day the shop is open."""
    ahead = "next" in words
    if unit in ("day", "business"):
        return today
    if unit == "month":
        first = (today.replace(day=1) + timedelta(days=32 * (2 if ahead else 1))).replace(day=1)
        return first - timedelta(days=1)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * ahead)
    open_days = [n for n, name in enumerate(DAYS) if calendar.week.get(name)] or [6]
    last = monday + timedelta(days=open_days[-1])
    return last if last >= today else monday + timedelta(days=6)


def _at_hour(rest: str, day: date, calendar: Calendar) -> datetime | None:
    """ "at 3 pm" behind the day."""
    match = _HOUR.search(rest[:20])
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if (match[3] or "").lower() == "pm" and hour < 12 or (not match[3] and not match[2] and hour < 8):
        hour += 12
    if hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=calendar.zone).astimezone(UTC)
