"""Times in words: how long ago, when next, which day. A day is a day of the zone that the caller chose."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import humanize

from dashboard.words.book import listed, say, spoken

# What humanize calls our languages; it has no other name for English than none.
LOCALES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "pt": "pt_PT", "nl": "nl_NL"}


def lasting(length: timedelta) -> str:
    """ "7 minutes", "2 days"; less than a minute is "a moment"."""
    if length < timedelta(minutes=1):
        return say("ages.moment")
    humanize.activate(LOCALES.get(spoken()))  # it remembers the language for each thread
    return humanize.naturaldelta(length, months=False)


def ago(moment: datetime, now: datetime) -> str:
    """ "7 minutes ago"; what a source dates a little into the future is "just now"."""
    length = now - moment
    return say("ages.just_now") if length < timedelta(minutes=1) else say("ages.ago", time=lasting(length))


def ahead(moment: datetime | None, now: datetime) -> str:
    """When the next look is: "in 4 minutes"."""
    if moment is None or moment <= now:
        return say("ages.due")
    return say("ages.ahead", time=lasting(moment - now))


def day(moment: date) -> str:
    """ "Monday 23 November"."""
    return say(
        "ages.day",
        weekday=listed("ages.weekdays")[moment.weekday()],
        day=moment.day,
        month=listed("ages.months")[moment.month - 1],
    )


def short_day(moment: date) -> str:
    """ "23 Nov", where there is little room."""
    return say("ages.short_day", day=moment.day, month=listed("ages.short_months")[moment.month - 1])


def at_hour(weekday: int, hour: int) -> str:
    """ "Mon, 9 to 10 h"; Monday is 0."""
    return say("ages.hour", weekday=listed("ages.short_weekdays")[weekday], start=hour, end=hour + 1)


def clocks(published: datetime | None, seen: datetime, now: datetime) -> str:
    """The age by both clocks: when it was said, and since when we could have known."""
    if now - seen < timedelta(minutes=1):
        known = say("ages.known", ago=ago(seen, now))
    else:
        known = say("ages.known_for", time=lasting(now - seen))
    return say("ages.both", ago=ago(published, now), known=known) if published else say("ages.undated", known=known)
