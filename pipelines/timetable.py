"""When letters go, in the business's own time: the digest's hour and the quiet hours, right across daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pipelines.config import Config
from pipelines.hours import DAYS

DAY = timedelta(days=1)


def digest_time(config: Config, day: date) -> datetime:
    """When the digest of a local day is due (UTC). An hour the clocks leave out comes an hour later."""
    return datetime.combine(day, config.digest.at, config.zone).astimezone(UTC)


def today(config: Config, now: datetime) -> date:
    return now.astimezone(config.zone).date()


def next_digest(config: Config, now: datetime) -> datetime:
    """The next time a digest is due, after `now`."""
    day = today(config, now)
    return next(at for at in (digest_time(config, day + n * DAY) for n in range(3)) if at > now)


def is_weekly(config: Config, day: date) -> bool:
    """Does the digest of this day bring the weekly report?"""
    return DAYS[day.weekday()] == config.digest.weekly


def quiet_until(config: Config, now: datetime) -> datetime | None:
    """When the quiet hours that hold now end (UTC); None when none hold."""
    span = config.digest.quiet
    if span is None or span.opens == span.closes:
        return None
    day = today(config, now)
    for first in (day - DAY, day):
        last = first if span.closes > span.opens else first + DAY
        begins = datetime.combine(first, span.opens, config.zone).astimezone(UTC)
        ends = datetime.combine(last, span.closes, config.zone).astimezone(UTC)
        if begins <= now < ends:
            return ends
    return None
