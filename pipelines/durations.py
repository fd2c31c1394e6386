"""Spans of time as an owner writes them: "30 minutes", "2 h", "1 day"."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_UNITS |= {"d": 86400, "day": 86400, "w": 604800, "week": 604800}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
LONGEST = timedelta(days=366)


def parse_duration(value: object) -> timedelta:
    """A positive span of at most a year from "90 minutes", "1 hour 30 min", "2d". Raises ValueError with a sentence."""
    if isinstance(value, timedelta):
        return value
    advice = 'should be a span of time such as "30 minutes", "2 hours" or "1 day"'
    if not isinstance(value, str) or len(value) > 60:
        raise ValueError(advice)
    text = value.strip().lower()
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).replace("and", "").strip(" ,"):
        raise ValueError(advice)
    seconds = 0.0
    for number, unit in parts:
        scale = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
        if scale is None:
            raise ValueError(f"{advice}; {unit} is no unit we know")
        seconds += float(number) * scale
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError("should be longer than nothing and at most a year")
    return timedelta(seconds=seconds)


_KEEP = re.compile(r"(\d{1,5}) ?(day|week|month|year)s?")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
LONGEST_KEEP = timedelta(days=50 * 365)


def parse_keep(value: object) -> timedelta | None:
    """How long words are kept: "forever" (None), else "90 days", "2 years". Raises ValueError with a sentence."""
    if value is None or isinstance(value, timedelta):
        return value
    text = value.strip().lower() if isinstance(value, str) else ""
    if text == "forever":
        return None
    match = _KEEP.fullmatch(text)
    span = timedelta(days=int(match[1]) * _DAYS[match[2]]) if match else timedelta(0)
    if not timedelta(0) < span <= LONGEST_KEEP:
        raise ValueError('should be "forever", or a time such as "90 days" or "2 years"')
    return span


def spell_duration(span: timedelta) -> str:
    """The shortest exact spelling that `parse_duration` reads back: "90 minutes", "2 hours"."""
    seconds = round(span.total_seconds())
    for unit, scale in (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds and seconds % scale == 0:
            count = seconds // scale
            return f"{count} {unit}" + ("" if count == 1 else "s")
    return f"{seconds} second" + ("" if seconds == 1 else "s")
