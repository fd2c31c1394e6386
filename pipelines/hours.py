"""Opening hours as an owner writes them, split shifts and nights included: "09:00-13:00, 18:00-01:00"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})")

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """One shift in local time. `closes` at or before `opens` means the next morning; 24:00 is midnight (00:00)."""

    opens: time
    closes: time


def parse_day(value: object) -> tuple[Span, ...]:
    """One day's shifts; "closed", "" and nothing are no shifts. Raises `ValueError` with a sentence."""
    if value is None:
        return ()
    if isinstance(value, tuple) and all(isinstance(each, Span) for each in value):
        return value
    advice = 'should look like "09:00-13:00, 14:00-18:00" or "closed"'
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError(advice)
    if value.strip().lower() in ("", "closed", "-"):
        return ()
    spans = []
    for part in value.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(advice)
        hour, minute, to_hour, to_minute = map(int, match.groups())
        spans.append(Span(_time(hour, minute), _time(to_hour, to_minute)))
    return _in_order(spans)


def parse_span(value: object) -> Span | None:
    """One span such as "22:00-07:00"; "", "never" and nothing are none. Raises `ValueError` with a sentence."""
    if value is None or isinstance(value, Span):
        return value
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, str) and value.strip().lower() in ("", "never"):
            return None
        raise ValueError('should look like "22:00-07:00"')
    hour, minute, to_hour, to_minute = map(int, match.groups())
    return Span(_time(hour, minute), _time(to_hour, to_minute))


def parse_clock(value: object) -> time:
    """A time of day such as "07:30". Raises `ValueError` with a sentence."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('should be a time of day in quotes, such as "07:30"')
    return _time(int(match[1]), int(match[2]))


def open_at(hours: Mapping[str, tuple[Span, ...]], local: datetime, holidays: tuple[date, ...] = ()) -> bool:
    """Is the shop open at this local time? A shift that began yesterday evening still counts; holidays are closed."""
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        if day in holidays:
            continue
        for span in hours.get(DAYS[day.weekday()], ()):
            opens = datetime.combine(day, span.opens, local.tzinfo)
            overnight = span.closes <= span.opens
            closes = datetime.combine(day + timedelta(days=overnight), span.closes, local.tzinfo)
            if opens <= local < closes:
                return True
    return False


def _time(hour: int, minute: int) -> time:
    if hour == 24 and minute == 0:
        return time(0, 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"{hour:02}:{minute:02} is no time of day")
    return time(hour, minute)


def _in_order(spans: list[Span]) -> tuple[Span, ...]:
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes or earlier.closes <= earlier.opens:
            raise ValueError("shifts should follow each other without overlapping")
    return tuple(spans)
