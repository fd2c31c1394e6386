"""Rates and chances in words a shop owner reads without a textbook.

"4 complaints in 24 h; you normally get one every 2.5 days; by chance this happens once in 11 years."
"""

from __future__ import annotations

HOURS_PER_WEEK = 168.0
WEEKS_PER_YEAR = 365.25 / 7


def number(value: float) -> str:
    """Two telling digits and no more: 0.31, 2.5, 11, 130, 1,200."""
    if value >= 1000:
        return f"{round(value, -2):,.0f}"
    if value >= 100:
        return f"{round(value, -1):.0f}"
    if value >= 10:
        return f"{value:.0f}"
    text = f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"
    return text.removesuffix(".0")


def span(hours: float) -> str:
    """A length of time in its natural unit: "6 h", "2.5 days", "3 weeks", "11 years"."""
    if hours < 48:
        return f"{number(hours)} h"
    days = hours / 24
    if days < 14:
        return _many(days, "day")
    if days < 60:
        return _many(days / 7, "week")
    if days < 700:
        return _many(days / 30.44, "month")
    return _many(days / 365.25, "year")


def _many(value: float, unit: str) -> str:
    text = number(value)
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"


def complaints(count: int) -> str:
    return f"{count:,} complaint" if count == 1 else f"{count:,} complaints"


def window(hours: int) -> str:
    """ "1 hour", "24 h", "2 days"."""
    if hours == 1:
        return "1 hour"
    return f"{hours // 24} days" if hours >= 48 and hours % 24 == 0 else f"{hours} h"


def usual(expected: float, window_hours: float) -> str:
    """What is normal, given `expected` complaints in a window of that many hours.

    Rates of one a day and more are told for the window, rarer ones as the time between two.
    """
    per_day = expected / window_hours * 24
    if expected >= 0.95:
        return f"you normally get about {number(expected)} in {window(round(window_hours))}"
    if per_day >= 0.95:
        return f"you normally get about {number(per_day)} a day"
    if per_day <= 1 / 3650:
        return "you normally get none"
    return f"you normally get one every {span(24 / per_day)}"


def once_in(per_week: float) -> str:
    """How often chance alone does this, from expected false alarms per week: "once in 11 years"."""
    if per_week <= 0 or 1 / (per_week * WEEKS_PER_YEAR) > 1000:
        return "less than once in 1,000 years"
    hours = HOURS_PER_WEEK / per_week
    return f"once in {span(hours)}"


def sentence(seen: int, window_hours: int, usual_words: str, once_words: str) -> str:
    """The whole of it, as the owner reads it in an alert."""
    chance = once_words if once_words.startswith("less") else f"about {once_words}"
    return f"{complaints(seen)} in {window(window_hours)}; {usual_words}; by chance this happens {chance}"
