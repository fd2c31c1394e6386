"""The little recurring things that lose customers: small complaints, ranked by how often and how steadily they come.

A topic that comes up a little every week weighs more than one bad day, because nobody rings an alarm for it. Where its
complaints crowd into some hours of the week more than chance allows, that is said too: "7 of 9: Friday 19-21 h".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from scipy.stats import binom

WEEKS = 8  # looked back
FEWEST = 3  # complaints that make a thing recur
ENOUGH_TO_BITE = 5
CHANCE = 0.05  # of seeing such a crowd anywhere in the week, all windows counted
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Said:
    """A complaint that could wait: when it was made, what about, and its sentence."""

    when: datetime
    topic: str
    quote: str


@dataclass(frozen=True, slots=True)
class LittleThing:
    """One topic of small complaints. `weeks` of the last `WEEKS` had at least one; `bites` is "" when any time does."""

    topic: str
    count: int
    weeks: int
    quote: str  # the latest
    bites: str

    def sentence(self) -> str:
        told = f"{self.topic}: {self.count} times in {self.weeks} of the last {WEEKS} weeks"
        return f"{told}; {self.bites}" if self.bites else told


def little_things(said: Sequence[Said], *, now: datetime, zone: tzinfo) -> list[LittleThing]:
    """Topics that keep coming, the most frequent and steady first (count times share of weeks)."""
    by_topic: dict[str, list[Said]] = defaultdict(list)
    recent = [each for each in said if timedelta(0) <= now - each.when < timedelta(weeks=WEEKS)]
    for each in recent:
        by_topic[each.topic].append(each)
    found = []
    for topic, complaints in by_topic.items():
        weeks = len({(now - each.when) // timedelta(weeks=1) for each in complaints})
        if len(complaints) < FEWEST or weeks < 2:
            continue
        latest = max(complaints, key=lambda each: each.when)
        times = [each.when.astimezone(zone) for each in complaints]
        others = [each.when.astimezone(zone) for each in recent if each.topic != topic]
        found.append(LittleThing(topic, len(complaints), weeks, latest.quote, bites(times, others)))
    return sorted(found, key=lambda each: (-each.count * each.weeks, each.topic))


def bites(times: Sequence[datetime], others: Sequence[datetime]) -> str:
    """When most of it happens, in local time; "" when chance explains it as well.

    Every two-hour window of every weekday, every weekday, and every two hours of all days is held against how busy it
    is otherwise (`others`, smoothed by the even share); the oddest counts, with all windows paid for (Bonferroni).
    """
    if len(times) < ENOUGH_TO_BITE:
        return ""
    windows = list(_windows())
    best: tuple[float, str] | None = None
    for name, days, hours in windows:
        inside = sum(_in(time, days, hours) for time in times)
        if inside * 2 < len(times):
            continue
        even = len(days) * len(hours) / (7 * 24)
        usual = (sum(_in(time, days, hours) for time in others) + 10 * even) / (len(others) + 10)
        chance = float(binom.sf(inside - 1, len(times), usual)) * len(windows)
        if chance < CHANCE and (best is None or chance < best[0]):
            best = (chance, f"{inside} of {len(times)}: {name}")
    return best[1] if best else ""


def _windows() -> Iterator[tuple[str, range, range]]:
    for day, name in enumerate(DAYS):
        yield name, range(day, day + 1), range(24)
        for hour in range(23):
            yield f"{name} {hour}-{hour + 2} h", range(day, day + 1), range(hour, hour + 2)
    for hour in range(23):
        yield f"{hour}-{hour + 2} h", range(7), range(hour, hour + 2)


def _in(time: datetime, days: range, hours: range) -> bool:
    return time.weekday() in days and time.hour in hours
