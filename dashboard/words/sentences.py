"""Whole sentences whose shape depends on what there is to say."""

from __future__ import annotations

from datetime import datetime

from dashboard.words.ages import ago, lasting
from dashboard.words.amounts import count, share, size, some
from dashboard.words.book import fill, say, table


def sentence(needs: int, mood: str) -> str:
    """The one sentence of the morning. `mood` is a key of `morning.moods`."""
    if not needs:
        return table("morning.calm_moods")[mood]
    return fill(table("morning.moods")[mood], needs=some("morning.needs", needs))


def silence(sources: int, looks: int, failures: int, newest: datetime | None, now: datetime) -> str:
    """ "6 sources, 41 checks in the last 24 hours, 0 failures, newest item 7 minutes old."""
    return say(
        "health.proof",
        sources=count("numbers.sources", sources),
        checks=count("numbers.checks", looks),
        failures=count("numbers.failures", failures),
        newest=say("health.newest", time=lasting(now - newest)) if newest else say("health.nothing"),
    )


def nobody_collects(last: datetime | None, now: datetime) -> str:
    """That the page stands still, and since when."""
    if last is None:
        return say("shared.nobody_collected")
    return say("shared.nobody_collects", time=lasting(now - last))


def passed_on(passes: int, recent: int, shares: int) -> str:
    """How far a story has got."""
    told = count("numbers.times", passes)
    if not shares:
        return say("alert.told", times=told, recent=f"{recent:,}")
    return say("alert.told_and_shared", times=told, recent=f"{recent:,}", shares=count("numbers.times", shares))


def shares_then_and_now(week: tuple[int, int], before: tuple[int, int]) -> str:
    """Negative of all, in the last seven days and in what came before."""
    negative, total = week
    if not total:
        return say("trends.week_silent")
    if not before[1]:
        return say("trends.week", negative=f"{negative:,}", total=f"{total:,}", share=share(*week))
    return say(
        "trends.week_and_before",
        negative=f"{negative:,}",
        total=f"{total:,}",
        share=share(*week),
        before=share(*before),
    )


def found(number: int, page: int, pages: int, *, more: bool = False) -> str:
    """Over a list: how many (at least, when there are `more`), and which page of them this is."""
    mentions = count("numbers.mentions", number)
    if more:
        mentions = say("inbox.more_than", mentions=mentions)
    if pages == 1:
        return say("inbox.found", mentions=mentions)
    return say("inbox.found_page", mentions=mentions, page=f"{page:,}", pages=f"{pages:,}")


def file_state(path: str, made: datetime, length: int, now: datetime) -> str:
    """Where the copy lies, how fresh and how large (bytes) it is."""
    return say("analyst.state", path=path, ago=ago(made, now), size=size(length))
