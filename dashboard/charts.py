"""Pictures of HTML and CSS. Each takes values already counted and worded; none reads anything.

Drawn by the browser itself, they need no megabyte of chart library before a page stands, change with the theme without
a run of the script, and keep their letters at reading size on a phone. A mark says its numbers on hover or a tap; the
table under every picture says them to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.days import Day
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.words import heads

ROOM = 1.12  # over the highest bar, for the triangle
LEAST = 4  # the scale of a very quiet time
RUNGS = 4
MOST_LABELS = 8
DAYS_IN_WEEK = 7
LABELLED_HOURS = (0, 6, 12, 18, 23)


def trend(days: Sequence[Day], *, weeks: bool = False) -> Safe:
    """Mentions per day (or week) with the negative ones at the foot, and a triangle over every unusual day."""
    top = max(LEAST, max(day.total for day in days) * ROOM)
    columns = (
        tag(
            "span", part(day.total, top, ""), part(day.negative, top, "ew-bad"),
            class_=f"ew-column{' ew-odd' if day.note else ''} {leaning(place, len(days))}", data_tip=_about(day, weeks),
        )
        for place, day in enumerate(days)
    )  # fmt: skip
    shown = set(_labelled(days, weeks=weeks))
    dates = [(place / len(days), words.short_day(day.date)) for place, day in enumerate(days) if place in shown]
    return plot(words.say("trends.picture"), top, tag("div", *columns, class_="ew-columns"), dates)


def plot(description: str, top: float, marks: Safe, below: Sequence[tuple[float, str]]) -> Safe:
    """Marks over a ladder from 0 to `top`; `below` is what stands under it: a share of the width, and a few letters."""
    ladder = (tag("i", tag("span", f"{rung:,}"), style=at(bottom=rung / top)) for rung in rungs(top))
    under = (tag("span", letters, style=at(left=place)) for place, letters in below)
    return tag(
        "div", tag("div", *ladder, class_="ew-rungs"), marks, tag("div", *under, class_="ew-below"),
        class_="ew-plot", role="img", aria_label=description,
    )  # fmt: skip


def rungs(top: float) -> list[int]:
    """About four round whole numbers from 0 to `top`."""
    size = 1
    while top / size > RUNGS:
        size = {"1": size * 2, "2": size * 5 // 2, "5": size * 2}[str(size)[0]]
    return list(range(0, int(top) + 1, size))


def at(**places: float) -> str:
    """Shares of the width and height as a style."""
    return ";".join(f"{name}:{share:.2%}" for name, share in places.items())


def leaning(place: int, of: int) -> str:
    """To which side the words of a mark open, so that they stay on the page."""
    return "ew-tip ew-leftwards" if place * 2 > of else "ew-tip"


def part(count: int, top: float, kind: str) -> Safe:
    """One bar, or the part of one."""
    return tag("b", style=at(height=count / top), **({"class_": kind} if kind else {})) if count else EMPTY


def hours(counts: Mapping[tuple[int, int], tuple[int, int]]) -> Safe:
    """Negative mentions by weekday and hour: the fuller the square, the more."""
    most = max((negative for _, negative in counts.values()), default=0)
    rows = []
    for day, name in enumerate(words.listed("ages.short_weekdays")):
        cells = (
            tag(
                "span", tag("b", style=at(height=(bad / most) ** 0.5)) if bad else EMPTY, class_=leaning(hour, 24),
                data_tip=_told(words.at_hour(day, hour), total, bad),
            )
            for hour, (total, bad) in ((hour, counts.get((day, hour), (0, 0))) for hour in range(24))
        )  # fmt: skip
        rows.append(join(tag("span", name, class_="ew-name"), *cells))
    below = (tag("span", f"{hour}" if hour in LABELLED_HOURS else "", class_="ew-name") for hour in range(24))
    return tag("div", *rows, tag("span"), *below, class_="ew-hours", role="img",
               aria_label=words.say("trends.hours_picture"))  # fmt: skip


def ranks(rows: Sequence[tuple[str, int, int]]) -> Safe:
    """One bar a name, in the order given: all its mentions, the negative ones at the foot."""
    top = max((total for _, total, _ in rows), default=1) or 1
    lines = (
        join(
            tag("span", name, class_="ew-name ew-words", dir="auto"),
            tag(
                "span",
                tag("b", style=at(width=total / top)),
                tag("b", style=at(width=negative / top), class_="ew-bad"),
                class_="ew-line ew-tip", data_tip=_told(name, total, negative),
            ),
            tag("span", f"{total:,}", class_="ew-number"),
        )
        for name, total, negative in rows
    )  # fmt: skip
    return tag("div", *lines, class_="ew-ranks", role="img", aria_label=words.say("trends.ranks_picture"))


def _about(day: Day, weeks: bool) -> str:
    date = words.day(day.date)
    named = f"{words.say('columns.week')} {date}" if weeks else date
    return f"{_told(named, day.total, day.negative)}\n{day.note}".rstrip()


def _told(what: str, total: int, negative: int) -> str:
    """What a mark says on hover."""
    numbers = (f"{total:,}", f"{negative:,}", words.share(negative, total))
    named = zip(heads("mentions", "negative", "share"), numbers, strict=True)
    return "\n".join([what, *(f"{name}: {number}" for name, number in named)])


def _labelled(days: Sequence[Day], *, weeks: bool) -> list[int]:
    """Places of Mondays, or of the first week of each month; thinned until the labels have room."""
    places = [
        place for place, day in enumerate(days) if (day.date.day <= DAYS_IN_WEEK if weeks else day.date.weekday() == 0)
    ]
    return places[:: len(places) // MOST_LABELS + 1]
