"""The words promise dates are made of, as one pattern; `analysis.promise_dates` says what they mean."""

from __future__ import annotations

import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNT = {word: number for number, word in enumerate(_SMALL, 1)} | {"": 1, "a": 1, "an": 1, "fourteen": 14}
COUNT |= {"a couple of": 2, "couple of": 2, "a few": 3, "few": 3}

_NUM = r"(?:\d{1,3}|" + "|".join(sorted(filter(None, COUNT), key=len, reverse=True)) + r")(?!\w)"
_DAYS = "|".join(WEEKDAYS)
_NAMES = "|".join(sorted(MONTH, key=len, reverse=True))
_BY = r"(?:(?:on|by|before|until)\s+)?"


def _clock24(which: str) -> str:
    return rf"(?P<hh{which}>\d{{1,2}}):(?P<mm{which}>\d\d)(?![\w:])"


def _hour(which: str) -> str:
    """An hour behind a day: "at 3 pm", "at 15:00"."""
    return (
        rf"(?:\s*,?\s*(?:at|by|before|around|about)?\s*(?P<h{which}>\d{{1,2}})(?:[:.](?P<m{which}>\d\d))?\s*"
        rf"(?P<ap{which}>[ap]\.?m\b\.?|o'clock)|\s+(?:at|by|before)\s+(?P<late{which}>noon|midday)\b"
        rf"|\s*,?\s*(?:at|by|before|around|about)?\s*{_clock24(which)})"
    )


def _first(which: str) -> str:
    """An hour before a day: "by noon tomorrow", "at 3 pm on Monday", "by 15:00 today"."""
    return (
        rf"(?:(?:by|at|before|around)\s+(?:(?P<fh{which}>\d{{1,2}})(?:[:.](?P<fm{which}>\d\d))?\s*"
        rf"(?P<fap{which}>[ap]\.?m\b\.?|o'clock)|(?P<noon{which}>noon|midday)|{_clock24('f' + which)})\s+)?"
    )


def _part(which: str) -> str:
    return rf"(?:\s+(?P<part{which}>morning|afternoon|evening|night))?"


_WAYS = (
    (
        r"(?:(?:by|before|at|until)\s+)?(?:the\s+)?(?:end|close)\s+of\s+(?:(?:the|this|today'?s?)\s+)?(?P<endnext>next\s+)?"
        rf"(?:(?:working|business)\s+)?(?P<endof>day|today|tomorrow|week|month|business|play|{_DAYS})\b"
    ),
    r"(?P<abbr>eod|cob|eow)\b",
    (
        r"(?P<span>(?:with)?in\s+(?:the\s+)?(?:(?:next|coming|following)\s+)?|over\s+the\s+next\s+|inside\s+|up\s+to\s+"
        rf"|allow\s+(?:up\s+to\s+)?)(?P<count>{_NUM})?(?:\s*(?:-|to|or)\s*(?P<most>{_NUM}))?[\s-]*"
        r"(?P<work>(?:working|business)\s+)?(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|fortnight|months?)"
        r"'?\b(?:\s+time\b|\s+or\s+(?P<more>so|two))?"
    ),
    r"(?P<after>(?:the\s+)?day\s+after\s+tomorrow)\b",
    rf"{_first('N')}(?P<near>(?:later\s+)?today|tonight|tomorrow)\b{_part('N')}{_hour('N')}?",
    r"(?:later\s+)?this\s+(?P<part>morning|afternoon|evening)\b",
    r"(?:(?:by|early|some\s?time|later)\s+)*(?:next|this)\s+(?P<nextunit>week|month)\b",
    (
        rf"{_first('W')}(?:(?:on|by|before|until|this|coming|next)\s+)*(?P<weekday>{_DAYS})\b"
        rf"(?P<following>\s+(?:next\s+)?week\b)?{_part('W')}{_hour('W')}?"
    ),
    rf"{_BY}(?:the\s+)?(?P<dom>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMES})\b(?:,?\s+(?P<year>20\d\d))?",
    rf"{_BY}(?P<month2>{_NAMES})\s+(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>20\d\d))?",
    r"(?:on|by|before|until)\s+the\s+(?P<dom3>\d{1,2})(?:st|nd|rd|th)\b",
    rf"{_BY}(?P<iso>20\d\d-\d\d-\d\d)\b",
    r"(?:by|at|before)\s+(?P<noon>noon|midday|midnight)\b",
    rf"by{_hour('B')}",
)
PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{way})" for way in _WAYS) + ")", re.IGNORECASE)
