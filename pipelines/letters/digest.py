"""The letter of the morning, for one person: what needs them, what is due, how yesterday was, and who listened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.config import Config
from pipelines.config_model import Person
from pipelines.letters.card import clock, line
from pipelines.letters.frame import address, form, frame, subject
from pipelines.morning import PRAISE, Bar, Morning
from storage.model import Notification

SMALL = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things")
TALLEST = 56  # pixels of the highest bar
LISTED = 12  # of anything; the page has the rest


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of the picture in pixels, with its numbers in words for those who see none."""

    letter: str  # first letter of the weekday
    negatives: int
    total: int
    red: int
    grey: int
    words: str
    latest: bool


def letter(morning: Morning, config: Config, person: Person, now: datetime) -> Notification | None:
    """The person's letter; None when there is nothing for them (staff hear of their own things only)."""
    whole = person.role in ("owner", "manager")
    mine = morning if whole else _own(morning, person.name)
    if person.role == "viewer" or not (whole or mine.needs or mine.due or mine.praise):
        return None
    headline = _headline(mine, whole)
    columns = picture(mine.bars)
    values = {
        "headline": headline,
        "day": f"{morning.day:%A} {morning.day.day} {morning.day:%B %Y}",
        "whole": whole,
        "needs": [
            {"who": each.who, "headline": each.headline, "words": each.words, "link": _case(each.case, config)}
            for each in mine.needs[:LISTED]
        ],
        "more_needs": max(0, len(mine.needs) - LISTED),
        "due": [
            {
                "when": clock(each.at, config.zone),
                "words": each.words,
                "late": each.late,
                "who": each.who if whole else "",
                "link": _case(each.case, config),
            }
            for each in mine.due[:LISTED]
        ],
        "waited": [line(alert.headline) for alert in mine.waited[:LISTED]],
        "more_waited": max(0, len(mine.waited) - LISTED),
        "sentence": mine.sentence() if whole else "",
        "columns": columns if any(column.total for column in columns) else [],
        "praise": mine.praise[: PRAISE if whole else LISTED],
        "little": mine.little,
        "week": mine.week,
        "troubles": mine.troubles,
        "silence": mine.silence.sentence(now) if whole else "",
        **frame(config),
    }
    return Notification(
        key=f"digest:{morning.day.isoformat()}",
        recipient=person.email,
        channel="email",
        kind="digest",
        subject=subject(headline, config),
        text=form("digest.txt").render(values),
        html=form("digest.html").render(values),
        created=now,
        thread="digest",
    )


def picture(bars: Sequence[Bar]) -> list[Column]:
    """The bars as heights; one mention is always seen."""
    highest = max((bar.negatives + bar.others for bar in bars), default=0) or 1

    def pixels(count: int) -> int:
        return max(2, round(TALLEST * count / highest)) if count else 0

    return [
        Column(
            letter=f"{bar.day:%a}"[:1],
            negatives=bar.negatives,
            total=bar.negatives + bar.others,
            red=pixels(bar.negatives),
            grey=pixels(bar.others),
            words=f"{bar.day:%a} {bar.day.day} {bar.day:%b}",
            latest=bar is bars[-1],
        )
        for bar in bars
    ]


def _own(morning: Morning, name: str) -> Morning:
    """What of a morning is this person's."""
    return replace(
        morning,
        needs=[need for need in morning.needs if need.who == name],
        due=[due for due in morning.due if due.who == name],
        praise=[praise for praise in morning.praise if name in praise.names],
        waited=(),
        bars=(),
        troubles=(),
        little=(),
        week=(),
    )


def _headline(morning: Morning, whole: bool) -> str:
    needs, due = len(morning.needs), len(morning.due)
    first = f"{_some(needs)} {'needs' if needs < 2 else 'need'} you"
    second = f", {_some(due).lower()} {'is' if due < 2 else 'are'} due" if due else ""
    if not whole:
        return f"{first}{second}" if needs or due else "Customers praise you by name"
    bar = morning.yesterday
    total = bar.negatives + bar.others
    if not total:
        return f"{first}{second}; nobody spoke of you yesterday"
    people = "1 mention" if total == 1 else f"{total:,} mentions"
    return f"{first}{second}; {people} yesterday, {bar.negatives or 'none'} unhappy"


def _some(count: int) -> str:
    return SMALL[count] if count < len(SMALL) else f"{count} things"


def _case(case: str, config: Config) -> str:
    return address(config, "cases", case=case) if case else ""
