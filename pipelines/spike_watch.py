"""Hourly counts through a detector, so that late arrivals count in the hour they belong to.

Reviews arrive late: a mention of three hours ago may be seen only now. So the detector that is kept has learned
everything up to `SETTLED_AFTER` ago, and each round feeds the hours since then to a copy of it, which is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.spikes import Detector, Spike, import_day
from storage.model import Json

SETTLED_AFTER = timedelta(hours=48)
HISTORY = timedelta(days=365)  # what a new detector learns from
HOUR = timedelta(hours=1)

Counts = Mapping[datetime, tuple[int, int]]  # hour -> negatives, others
Covered = Callable[[datetime], bool]


@dataclass(frozen=True)
class Watched:
    """The detector to keep, and the latest spike since the last round, if any."""

    state: Json
    spike: Spike | None


def hour_of(moment: datetime) -> datetime:
    """The start of the hour that `moment` lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def watch(
    kept: Json, counts: Counts, *, budget: float, since: datetime, now: datetime, covered: Covered = lambda _: True
) -> Watched:
    """Learn what has settled, then look at the hours from `since` to now.

    `kept` is the state of an earlier round or None; `counts` holds at least the hours it has not learned yet;
    `covered(hour)` says whether anybody was listening then.
    """
    detector, start = _detector(kept, budget, now), needs_since(kept, budget, now)
    this_hour, settled = hour_of(now), hour_of(now - SETTLED_AFTER)
    if start <= hour_of(now - HISTORY):
        start = max(start, min(counts, default=this_hour))
    listening = _listening(counts, covered)
    hour = start
    while hour < settled:
        detector.feed(hour, *counts.get(hour, (0, 0)), covered=listening(hour))
        hour += HOUR
    state = detector.state()
    found = None
    while hour < this_hour:
        spike = detector.feed(hour, *counts.get(hour, (0, 0)), covered=listening(hour))
        found = spike if spike and spike.at > since else found
        hour += HOUR
    if listening(hour):
        found = detector.peek(hour, *counts.get(hour, (0, 0))) or found
    return Watched({"next": max(start, settled).isoformat(), "budget": budget, "detector": state}, found)


def needs_since(kept: Json, budget: float, now: datetime) -> datetime:
    """From which hour on `watch` wants counts.

    A detector made for another budget is made anew from history, and so is one that has learned hours yet to come: the
    clock was wrong then, and it would be deaf until it gets there.
    """
    return _kept(kept, budget, now)[1] or hour_of(now - HISTORY)


def _detector(kept: Json, budget: float, now: datetime) -> Detector:
    return _kept(kept, budget, now)[0] or Detector(budget)


def _kept(kept: Json, budget: float, now: datetime) -> tuple[Detector | None, datetime | None]:
    if isinstance(kept, dict) and kept.get("budget") == budget:
        following = datetime.fromisoformat(str(kept["next"]))
        if following <= now:
            return Detector.from_state(kept["detector"]), following
    return None, None


def _listening(counts: Counts, covered: Covered) -> Covered:
    """Hours that teach: somebody was listening, and the day is no import stamped with one time."""
    days: dict[datetime, list[int]] = {}
    for hour, (negatives, others) in counts.items():
        day = hour.replace(hour=0)
        days.setdefault(day, [0] * 24)[hour.hour] = negatives + others
    usual = sum(map(sum, days.values())) / max(1, len(days))
    imports = {day for day, of_day in days.items() if import_day(of_day, usual)}
    return lambda hour: covered(hour) and hour.replace(hour=0) not in imports
