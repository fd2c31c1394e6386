"""Everything a monthly report says, as values: read from the published copy, for one month of the owner's calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from analysis import shares
from analysis.clocks import spell
from analysis.ledger import Account, account
from analysis.text import shorten
from pipelines import teamwork
from pipelines.config import Config
from pipelines.letters.card import line
from storage import monthly, polls
from storage.db import Connection

TOPICS, STORIES, PRAISE = 6, 5, 4
QUOTE = 160  # characters
FIRST_YEAR = 2000
EARLIER = timedelta(days=92)  # cases opened so long before may have promises that fall due in the month


class BadMonth(Exception):
    """No month that a report can be about; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the owner's calendar; `start` and `end` (exclusive) are UTC."""

    first: date
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was said, how much of it unhappily, and the stars."""

    mentions: int
    negative: int
    unscored: int
    ratings: int
    stars: float | None  # mean, 1..5

    @property
    def share(self) -> float | None:
        """Negative of what could be judged, 0..1."""
        judged = self.mentions - self.unscored
        return self.negative / judged if judged else None


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    mentions: int
    negative: int


@dataclass(frozen=True, slots=True)
class Line:
    """One topic of one mood: how many, how many the month before, and one sentence of somebody's."""

    name: str
    count: int
    before: int
    quote: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One source: how often it was looked at, what it brought, and how many looks failed."""

    name: str
    looks: int
    failures: int
    mentions: int
    negative: int


@dataclass(frozen=True, slots=True)
class Service:
    """What was done for customers: of the cases opened, the promises due and the stars raised in this month."""

    opened: int
    in_time: shares.Share | None
    answer: str  # typical time until the first answer by the second clock, in words; "" without any
    answer_posted: str  # the same by the first clock
    promises: Account
    spent: float
    won_back: Sequence[str]
    fixes: Sequence[str]
    praise: Sequence[tuple[str, str]]  # who of the team, the sentence
    suggestions: int
    answered_suggestions: int


@dataclass(frozen=True, slots=True)
class Report:
    """One month, and the figures of the month before it."""

    business: str
    sample: bool
    month: Month
    made: datetime
    partial: bool  # the month is not over yet
    now: Counts
    before: Counts
    days: Sequence[Day]
    praise: Sequence[Line]
    complaints: Sequence[Line]
    stories: Sequence[monthly.Told]
    service: Service
    sources: Sequence[Heard]


def month_of(text: str, config: Config, now: datetime) -> Month:
    """ "2026-10" as a month; "" is the last one that is over. Raises BadMonth for anything else, and for the future."""
    today = now.astimezone(config.zone).date()
    if not text:
        return _month((today.replace(day=1) - timedelta(days=1)).replace(day=1), config)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) or int(text[:4]) < FIRST_YEAR:
        raise BadMonth(f"{line(text)!r} is no month; write one such as {today:%Y-%m}.")
    first = date(int(text[:4]), int(text[5:]), 1)
    if first > today:
        raise BadMonth(f"{first:%B %Y} has not begun yet.")
    return _month(first, config)


def last(config: Config, now: datetime, count: int) -> list[Month]:
    """The last months, the newest first: the one that is over, those before it, and then the running one."""
    today = now.astimezone(config.zone).date()
    months, first = [], today.replace(day=1)
    for _ in range(count):
        months.append(_month(first, config))
        first = (first - timedelta(days=1)).replace(day=1)
    return [*months[1:], months[0]]


def read(con: Connection, config: Config, month: Month, now: datetime) -> Report:
    """The report as it stands at `now`; `con` may be the record or a published copy."""
    last = _month((month.first - timedelta(days=1)).replace(day=1), config)
    slots = monthly.slots(con, month.start, month.end)
    return Report(
        business=config.business.name,
        sample=config.sample,
        month=month,
        made=now,
        partial=now < month.end,
        now=_counts(con, slots, month),
        before=_counts(con, monthly.slots(con, last.start, last.end), last),
        days=_days(slots, config, month),
        praise=_lines(con, month, last, glad=True),
        complaints=_lines(con, month, last, glad=False),
        stories=monthly.stories(con, month.start, month.end, STORIES),
        service=_service(con, config, month, now),
        sources=_sources(con, month, now),
    )


def _month(first: date, config: Config) -> Month:
    following = (first + timedelta(days=31)).replace(day=1)
    start, end = (datetime.combine(each, time(), config.zone).astimezone(UTC) for each in (first, following))
    return Month(first, start, end)


def _counts(con: Connection, slots: Sequence[monthly.Slot], month: Month) -> Counts:
    ratings, mean = monthly.stars(con, month.start, month.end)
    return Counts(
        sum(slot.mentions for slot in slots),
        sum(slot.negative for slot in slots),
        sum(slot.unscored for slot in slots),
        ratings,
        None if mean is None else 1 + 4 * mean,
    )


def _days(slots: Sequence[monthly.Slot], config: Config, month: Month) -> list[Day]:
    counts: dict[date, list[int]] = {}
    for slot in slots:
        both = counts.setdefault(slot.start.astimezone(config.zone).date(), [0, 0])
        both[0] += slot.mentions
        both[1] += slot.negative
    dates, each = [], month.first
    while each.month == month.first.month:
        dates.append(each)
        each += timedelta(days=1)
    return [Day(each, *counts.get(each, (0, 0))) for each in dates]


def _lines(con: Connection, month: Month, last: Month, *, glad: bool) -> list[Line]:
    def count(topic: monthly.Topic) -> int:
        return topic.glad if glad else topic.unhappy

    before: Mapping[str, int] = {each.name: count(each) for each in monthly.topics(con, last.start, last.end)}
    found = sorted(monthly.topics(con, month.start, month.end), key=lambda each: (-count(each), each.name))
    lines = []
    for each in found[:TOPICS]:
        if count(each):
            quote = shorten(line(each.praise if glad else each.complaint), QUOTE)
            lines.append(Line(each.name, count(each), before.get(each.name, 0), quote))
    return lines


def _service(con: Connection, config: Config, month: Month, now: datetime) -> Service:
    def here(at: datetime) -> bool:
        return month.start <= at < month.end

    work = teamwork.teamwork(con, config, now, now - month.start + EARLIER)
    timed = [each for each in work.timed if here(each.case.opened)]
    every = next((each for each in shares.shares(timed) if each.by == "all"), None)
    posted = sorted(each.answered_since_posted for each in timed if each.answered_since_posted is not None)
    suggested = [each for each in work.suggestions if here(each.at)]
    return Service(
        opened=len(timed),
        in_time=every,
        answer=spell(every.median_answer) if every and every.median_answer is not None else "",
        answer_posted=spell(posted[len(posted) // 2]) if posted else "",
        promises=account([each for each in work.promises.promises if here(each.due)], now),
        spent=sum(amount for (_, when), amount in work.spent.items() if when == month.key),
        won_back=[each.sentence() for each in work.recovered if here(each.credit.at)],
        fixes=[f"{line(change)}. {fix.sentence()}" for change, fix in work.fixes if fix.since < month.end],
        praise=[(each.name, shorten(line(each.quote), QUOTE)) for each in work.praise if here(each.at)][:PRAISE],
        suggestions=len(suggested),
        answered_suggestions=sum(bool(each.verdict) for each in suggested),
    )


def _sources(con: Connection, month: Month, now: datetime) -> list[Heard]:
    brought = monthly.by_source(con, month.start, month.end)
    looks: dict[str, list[int]] = {name: [0, 0] for name in brought}
    for poll in polls.since(con, month.start):
        if poll.at < min(month.end, now + timedelta(seconds=1)):
            both = looks.setdefault(poll.source, [0, 0])
            both[0] += 1
            both[1] += poll.status in ("blocked", "broken")
    rows = []
    for name, (asked, failed) in looks.items():
        mentions, negative = brought.get(name, (0, 0))
        rows.append(Heard(name, asked, failed, mentions, negative))
    return sorted(rows, key=lambda each: (-each.mentions, each.name))
