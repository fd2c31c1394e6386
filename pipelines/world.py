"""One entity's history up to a moment, as the warning sees it; `advance` lives through the next hour (day) of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.complainants import Complainants
from analysis.spikes import Detector, Spike, import_day
from analysis.stories import Item, Stories
from pipelines import story_watch
from pipelines.spike_watch import hour_of
from pipelines.warn import SourceNow, StoryNow
from storage.model import Judged, Mention

QUIET_END = timedelta(hours=48)  # the clock runs on for so long after the last mention
ANY_BUDGET = 100.0  # false alarms a week: a detector that rings at everything a series has earned


@dataclass(frozen=True)
class Known:
    """What is known beside the mentions, and how they are dated."""

    zone: ZoneInfo
    daily: bool = False  # the files know dates, not hours
    reach: Mapping[str, int] = field(default_factory=dict)  # mention -> how many people it reached, where known
    answered: Mapping[str, datetime] = field(default_factory=dict)  # mention -> when we answered it, where known
    same: frozenset[tuple[str, str]] = frozenset()  # pairs of mentions that the owner joined
    apart: frozenset[tuple[str, str]] = frozenset()  # pairs that the owner split
    placed: bool = False  # every mention has its story already


def ticks(history: Sequence[Judged], known: Known) -> Iterator[datetime]:
    """Starts of the hours (days) from the first mention until the world has been quiet for a while."""
    step = timedelta(days=1) if known.daily else timedelta(hours=1)
    tick, last = _start(history[0].when, known), history[-1].when + QUIET_END
    while tick <= last:
        yield tick
        tick += step


def _start(moment: datetime, known: Known) -> datetime:
    """The tick that a moment belongs to: its hour, or its date in the owner's zone written as a UTC midnight."""
    if known.daily:
        date = moment.astimezone(known.zone).date()
        return datetime(date.year, date.month, date.day, tzinfo=UTC)
    return hour_of(moment)


@dataclass
class World:
    """One entity's history up to `now`: see `pipelines.warn.View`."""

    entity: str
    history: Sequence[Judged]
    known: Known
    now: datetime
    news: list[Judged] = field(default_factory=list)
    spike: Spike | None = None  # at any budget: `rehearse` leaves out what is above the owner's
    merged: dict[str, str] = field(default_factory=dict)  # stories that became part of another one just now

    def __post_init__(self) -> None:
        self._starts = [_start(each.when, self.known) for each in self.history]
        self._detector = Detector(ANY_BUDGET, 24 if self.known.daily else 1)
        self._stories = Stories(self.known.apart, self.known.same)
        self._members: dict[str, list[Judged]] = defaultdict(list)
        self._flagged: list[Judged] = []
        self._times: list[datetime] = []
        self._complainants = Complainants()

    def advance(self, tick: datetime) -> None:
        """Live through the hour (day) that starts at `tick`, up to its end."""
        self.now = tick + timedelta(hours=24 if self.known.daily else 1)
        low, high = bisect_left(self._starts, tick), bisect_right(self._starts, tick)
        self.merged = {}
        self.news = self._placed(self.history[low:high])
        for each in self.news:
            if each.assessment.flag == "flag":
                self._complainants.add(each.mention)
                self._flagged.append(each)
                self._times.append(each.when)
        negatives = sum(each.assessment.label == "negative" for each in self.news)
        covered = not import_day([len(self.news)]) or not self.known.daily
        self.spike = self._detector.feed(tick, negatives, len(self.news) - negatives, covered=covered)

    def _placed(self, said: Sequence[Judged]) -> list[Judged]:
        """The mentions in their stories, and other mentions of a story moved along when two became one."""
        if self.known.placed:
            for each in said:
                self._members[each.assessment.story].append(each)
            return list(said)
        items = [Item(m.id, m.title, m.text, m.when) for m in (each.mention for each in said)]
        news = []
        for judged, found in zip(said, self._stories.add_many(items), strict=True):
            for old in found.merged:
                self.merged[old] = found.story
                moved = self._members.pop(old, [])
                self._members[found.story] += [
                    Judged(each.mention, replace(each.assessment, story=found.story)) for each in moved
                ]
            news.append(Judged(judged.mention, replace(judged.assessment, story=found.story)))
            self._members[found.story].append(news[-1])
        return news

    def fresh(self) -> Sequence[Judged]:
        return self.news

    def reach(self, mention: Mention) -> int | None:
        return self.known.reach.get(mention.id)

    def earlier_complaints(self, mention: Mention) -> Sequence[Mention]:
        """Complaints of earlier ticks and of this one; `warn` drops what is not earlier."""
        return self._complainants.like(mention)

    def answered(self, mention: str) -> datetime | None:
        at = self.known.answered.get(mention)
        return at if at is not None and at <= self.now else None

    def edited(self, mention: str) -> datetime | None:
        """History is told once, as it reads now."""
        return None

    def negatives(self, entity: str, since: datetime) -> Sequence[Judged]:
        return self._flagged[bisect_left(self._times, since) :]

    def spikes(self) -> Sequence[tuple[str, Spike]]:
        return [(self.entity, self.spike)] if self.spike else []

    def stories(self) -> Sequence[StoryNow]:
        found = []
        for story in dict.fromkeys(each.assessment.story for each in self.news if each.assessment.flag == "flag"):
            members = sorted(self._members.get(story, []), key=lambda each: each.when)
            if len(members) > 1:
                seen = story_watch.look(members, {}, {}, self.known.reach, self.now)
                found.append(StoryNow(self.entity, story, members, seen))
        return found

    def silent_sources(self) -> Sequence[SourceNow]:
        """A file of history says nothing of how it was fetched."""
        return ()
