"""How listening went: a mark for each day and source, sources that are too quiet, and places nobody listens to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from dashboard import pieces, signs, words
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.nouns import Fared, LookDay

SHOWN = 14  # days


class Place(Protocol):
    """See `collectors.coverage.NotCovered`."""

    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def how(self) -> str: ...


def quiet(fared: Iterable[Fared]) -> Safe:
    """Sources that answer and bring nothing, against their own habit."""
    lines = [tag("li", tag("b", pieces.foreign(each.source)), ": ", each.quiet) for each in fared if each.quiet]
    return tag("ul", *lines) if lines else EMPTY


def days(fared: Sequence[Fared], today: date) -> Safe:
    """A table of marks: the worst of each day, with its numbers for those who point at it or have it read out."""
    shown = [today - timedelta(days=back) for back in range(SHOWN - 1, -1, -1)]
    head = [*words.heads("source"), *(str(each.day) for each in shown)]
    rows = [
        (pieces.foreign(each.source), *(_mark({day.date: day for day in each.days}.get(day)) for day in shown))
        for each in fared
    ]
    return pieces.table(head, rows, caption=words.say("sources.days"))


def _mark(day: LookDay | None) -> Safe:
    if day is None:
        return tag("span", "·", title=words.say("sources.no_look"), class_="ew-quiet")
    kind, sign = _worst(day)
    numbers = join(words.count("numbers.checks", day.looks), f"; {words.table('sources.day_kinds')[kind]}")
    hidden = tag("span", numbers, class_="ew-hidden")
    return tag("span", tag("span", sign, aria_hidden="true"), hidden, title=str(numbers), class_=f"ew-state ew-{kind}")


def _worst(day: LookDay) -> tuple[str, str]:
    if day.broken:
        return "broken", signs.STATES["broken"]
    if day.blocked:
        return "blocked", signs.STATES["blocked"]
    return ("ok", "●") if day.brought else ("idle", "○")


def uncovered(places: Iterable[Place]) -> Safe:
    """Each place with why no program may listen, and how its words come in all the same."""
    items = (tag("li", tag("b", each.name), ": ", each.why, " ", each.how) for each in places)
    return tag("ul", *items)
