"""The picture of one story: how often it had been told by when, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from dashboard import words
from dashboard.charts import LEAST, ROOM, at, leaning, plot
from dashboard.markup import Safe, tag
from storage.model import Judged

MOST = 500  # points; a longer story is thinned
LABELS = 6
STEPS = (1, 3, 6, 12, 24, 48, 24 * 7, 24 * 14, 24 * 28, 24 * 7 * 13, 24 * 364)  # hours between two labels


def timeline(told: Sequence[Judged], zone: ZoneInfo) -> Safe:
    """Tellings so far over time, in the owner's zone: a step for each, the unhappy ones filled."""
    step = len(told) // MOST + 1
    shown = [(n, each) for n, each in enumerate(told, 1) if n % step == 0 or n == len(told)]
    first, last = told[0].when, told[-1].when
    length = max(last - first, timedelta(hours=1))
    top = max(LEAST, len(told) * ROOM)
    places = [((each.when - first) / length, number / top) for number, each in shown]
    stairs = (
        tag("i", style=at(left=left, bottom=low, width=right - left, height=high - low))
        for (left, low), (right, high) in pairwise(places)
    )
    dots = (_dot(number, each, zone, *place) for (number, each), place in zip(shown, places, strict=True))
    below = [((moment - first) / length, letters) for moment, letters in _moments(first, last, zone)]
    return plot(words.say("stories.picture"), top, tag("div", *stairs, *dots, class_="ew-stairs"), below)


def _dot(number: int, each: Judged, zone: ZoneInfo, left: float, bottom: float) -> Safe:
    local = each.when.astimezone(zone)
    who = each.mention.author or words.say("mention.anonymous")
    said = (f"{words.day(local.date())}, {local:%H:%M}", who, each.mention.source,
            f"{words.say('columns.telling')}: {number:,}")  # fmt: skip
    kind = "ew-bad " if each.assessment.label == "negative" else ""
    return tag("b", class_=f"{kind}{leaning(round(left * 100), 100)}", style=at(left=left, bottom=bottom),
               data_tip="\n".join(said))  # fmt: skip


def _moments(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, str]]:
    """Round moments to write under the picture: hours of a day, midnights of a longer story."""
    hours = next((each for each in STEPS if (last - first) <= timedelta(hours=each * LABELS)), STEPS[-1])
    moment = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while moment <= last:
        if moment >= first:
            yield moment, words.short_day(moment.date()) if moment.hour == 0 else f"{moment:%H:%M}"
        moment += timedelta(hours=hours)  # by the clock on the wall
