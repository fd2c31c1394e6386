"""When something was said, from whatever a source or an export calls a date.

Claimed times are only believed between 2000 and tomorrow; everything else is "no date". A date without a time of day is
that day's midnight in the zone given. Which of day and month comes first in "3/4/2024" is decided once for a column,
by its unambiguous values (`day_first`), never value by value.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from collectors.datewords import MONTHS, folded, relative

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_MISSES = 100  # texts of one answer in which the last resort found nothing, after which it is not asked any more
_LONGEST = 80  # characters; longer is not a date but words
_BLANK = frozenset(("", "na", "n/a", "none", "null", "nan", "nat", "-", "--", "unknown"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SLASHED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)", re.S)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)(.*)", re.S)
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[ºª.])?[\s-]*(?:de |of )?([a-z]+)\.?,?[\s-]*(?:de |del )?(\d{4}|\d{2}(?!\d|:))"
)
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_YEAR = re.compile(r"^([a-z]+)\.?,?\s+(?:de |del )?(\d{4})$")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\b\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.I,
)
_HAS_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# the languages of dateparser that are asked: all it knows take seconds to load
_RARER = "pl ru uk cs sk hu ro bg hr sl sv da nb fi el tr ja zh ko ar he hi th vi id ca".split()  # noqa: SIM905
_TIMED_CODES = ("%H", "%I", "%c", "%X", "%T", "%R", "%s")
_TOKENS = (("YYYY", "%Y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("DD", "%d"), ("YY", "%y"))
_CLOCK_TOKENS = (("HH", "%H"), ("mm", "%M"), ("ss", "%S"))


@dataclass(frozen=True, slots=True)
class When:
    """One date as read: the moment in UTC, whether a time of day was given, and whether it was counted back."""

    at: datetime
    timed: bool
    relative: bool = False  # "3 weeks ago": true only to the unit, and it changes with the day it was read


def parse_date(
    value: object,
    *,
    now: datetime,
    formats: Sequence[str] = (),
    zone: tzinfo = UTC,
    dayfirst: bool | None = None,
) -> datetime | None:
    """The moment `value` names, aware and in UTC, or None when it names none between 2000 and a day after `now`.

    `value` may be text, a number (seconds, milliseconds or microseconds since 1970, or a spreadsheet's day number), a
    date or a datetime. `now` is also what "3 weeks ago" counts from. `formats` are tried first, in strptime's codes or
    as "DD.MM.YYYY HH:mm". `zone` holds for values that name none. `dayfirst` settles "3/4/2024"; without it "3.4.2024"
    and "3-4-2024" are in April, and "3/4/2024" in March only where people write so (America, and when `zone` is UTC).
    """
    when = read_date(value, now=now, formats=formats, zone=zone, dayfirst=dayfirst)
    return when.at if when is not None else None


def read_date(
    value: object,
    *,
    now: datetime,
    formats: Sequence[str] = (),
    zone: tzinfo = UTC,
    dayfirst: bool | None = None,
    guess: bool = True,
) -> When | None:
    """Like `parse_date`, but also tells how exact the answer is. `guess=False` leaves out the slow last resort."""
    if isinstance(value, str):
        return _from_text(value.strip(), now, tuple(formats), zone, dayfirst, guess)
    if isinstance(value, datetime):
        return _bounded(value, True, zone, now)
    if isinstance(value, date):
        return _bounded(datetime(value.year, value.month, value.day), False, zone, now)  # noqa: DTZ001
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(repr(value), zone, now)
    return None


def day_first(values: Iterable[object]) -> bool | None:
    """Whether "3/4/2024" is in April in this column, by the majority of its unambiguous values. None: none says."""
    first = second = 0
    for value in values:
        match = _SLASHED.match(value.strip()) if isinstance(value, str) else None
        if match:
            a, b = int(match[1]), int(match[3])
            first += 12 < a <= 31 and b <= 12
            second += 12 < b <= 31 and a <= 12
    return None if first == second else first > second


def _from_text(
    text: str, now: datetime, formats: tuple[str, ...], zone: tzinfo, dayfirst: bool | None, guess: bool
) -> When | None:
    if not text or len(text) > _LONGEST:
        return None
    for pattern in formats:
        told = _told(text, pattern)
        if told is not None:
            return _bounded(told[0], told[1], zone, now)
    if text[:4].isdecimal() and text[4:5] == "-" and len(text) >= 10:
        try:
            return _bounded(datetime.fromisoformat(text), len(text) > 10, zone, now)
        except ValueError:
            pass  # "2015-02-24 11:35:52 -0800", "2015-02-24 at noon": the patterns below read them
    if _NUMBER.fullmatch(text):
        return _from_number(text, zone, now)
    if text.lower() in _BLANK:
        return None
    if dayfirst is None:
        dayfirst = not _month_first(zone)
        found = _absolute(text, "/" not in text or dayfirst)
    else:
        found = _absolute(text, dayfirst)
    if found is not None:
        return _bounded(found[0], found[1], zone, now)
    local = now.astimezone(zone)
    counted = relative(text, local)
    if counted is not None:
        moment, timed = counted
        when = _bounded(
            moment if timed else moment.replace(hour=0, minute=0, second=0, microsecond=0), timed, zone, now
        )
        return When(when.at, when.timed, relative=True) if when else None
    last = _guessed(text, dayfirst, now) if guess else None
    return _bounded(last, False, zone, now) if last is not None else None


def _bounded(moment: datetime, timed: bool, zone: tzinfo, now: datetime) -> When | None:
    """In UTC, and only between 2000 and a day after `now`."""
    try:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        at = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except (OverflowError, ValueError):  # the first and the last year there is
        return None
    return When(at, timed) if EARLIEST <= at <= now + timedelta(days=1) else None


def _from_number(text: str, zone: tzinfo, now: datetime) -> When | None:
    """Epoch seconds, milliseconds or microseconds by their length, 20240304, 20240304173000, or a spreadsheet's day."""
    whole, _, part = text.partition(".")
    size = len(whole)
    try:
        if size in (8, 14) and not part:
            return _bounded(datetime.strptime(whole, "%Y%m%d" if size == 8 else "%Y%m%d%H%M%S"), size == 14, zone, now)  # noqa: DTZ007
        if size == 5:  # days since the end of 1899, as spreadsheets count
            moment = datetime(1899, 12, 30) + timedelta(days=float(text))  # noqa: DTZ001 - zone is set in _bounded
            return _bounded(moment.replace(microsecond=0), bool(part.strip("0")), zone, now)
        scale = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000}.get(size)
        return _bounded(datetime.fromtimestamp(float(text) / scale, UTC), True, zone, now) if scale else None
    except (ValueError, OverflowError, OSError):
        return None


def _told(text: str, pattern: str) -> tuple[datetime, bool] | None:
    codes = _codes(pattern)
    try:
        return datetime.strptime(text, codes), any(code in codes for code in _TIMED_CODES)  # noqa: DTZ007
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _codes(pattern: str) -> str:
    """ "DD.MM.YYYY HH:mm" as strptime's codes; a pattern that has codes already is left alone."""
    if "%" in pattern:
        return pattern
    for token, code in (*_TOKENS, *_CLOCK_TOKENS):
        pattern = pattern.replace(token, code)
    return pattern


def _month_first(zone: tzinfo) -> bool:
    key = getattr(zone, "key", None)
    return zone is UTC or (isinstance(key, str) and key.split("/", 1)[0] in ("America", "US", "UTC"))


@lru_cache(maxsize=16_384)
def _absolute(text: str, dayfirst: bool) -> tuple[datetime, bool] | None:
    """A written date, with or without a time: naive unless it names its offset."""
    match = _YEAR_FIRST.match(text)
    if match:
        return _dated(int(match[1]), int(match[3]), int(match[4]), match[5])
    match = _SLASHED.match(text)
    if match:
        a, b = int(match[1]), int(match[3])
        swap = not (dayfirst or match[2] == ".") if max(a, b) <= 12 else b > 12
        day, month = (b, a) if swap else (a, b)
        return _dated(_year(match[4]), month, day, match[5])
    words = folded(text)
    for match in _DAY_MONTH.finditer(words):
        if match[2] in MONTHS:
            return _dated(_year(match[3]), MONTHS[match[2]], int(match[1]), words[match.end() :])
    for match in _MONTH_DAY.finditer(words):
        if match[1] in MONTHS:
            return _dated(int(match[3]), MONTHS[match[1]], int(match[2]), words[match.end() :])
    match = _MONTH_YEAR.match(words)
    return _dated(int(match[2]), MONTHS[match[1]], 1, "") if match and match[1] in MONTHS else None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _dated(year: int, month: int, day: int, rest: str) -> tuple[datetime, bool] | None:
    try:
        moment = datetime(year, month, day)  # noqa: DTZ001 - the caller knows the zone
        clock = _CLOCK.search(rest)
        if clock is None:
            return moment, False
        hour = int(clock[1])
        half = (clock[5] or "").lower()[:1]
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        micro = int((clock[4] or "0").ljust(6, "0")[:6])
        return moment.replace(
            hour=hour, minute=int(clock[2]), second=int(clock[3] or 0), microsecond=micro, tzinfo=_offset(clock[6])
        ), True
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _guessed(text: str, dayfirst: bool, now: datetime) -> datetime | None:
    """The last resort, until it has found nothing too often in one answer: it would take all the time there is."""
    if (misses := _misses(now))[0] >= _MISSES:
        return None
    found = _last_resort(text, dayfirst)
    misses[0] += found is None
    return found


@lru_cache(maxsize=16)
def _misses(now: datetime) -> list[int]:
    """How often the last resort found nothing. The dates of one answer are all read with the same `now`."""
    return [0]


@lru_cache(maxsize=4_096)
def _last_resort(text: str, dayfirst: bool) -> datetime | None:
    """What dateparser makes of it, in languages not read here, and only when day, month and year are all there.

    It takes milliseconds, so it comes last and its answers are kept.
    """
    if len(text) > 50 or not _HAS_YEAR.search(text):
        return None
    import dateparser  # a third of a second to load, and hardly ever needed

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY" if dayfirst else "MDY",
        "PARSERS": ["absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own use of strptime without a year is deprecated in Python 3.13
        try:
            found = dateparser.parse(text, languages=_RARER, settings=settings)
        except (ValueError, OverflowError, TypeError, AttributeError):  # odd digits and marks trip some of its parsers
            return None
    return found if isinstance(found, datetime) else None
