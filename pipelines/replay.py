"""Replay: history through the same judgement and the same warning as a live round, with a simulated clock.

Each entity is watched apart, in ticks of one hour (one day where a file knows only dates). Nothing is written to the
record. What a tick sees is what a round at that time would have seen, had every mention been found at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analysis import hygiene
from analysis.assess import Rules, assess
from analysis.candidate import Open
from analysis.complainants import Complainants
from analysis.spikes import Detector, Spike, import_day
from analysis.stories import Stories
from pipelines import story_watch, warn
from pipelines.spike_watch import hour_of
from pipelines.warn import SourceNow, StoryNow
from storage.model import Judged, Mention

QUIET_END = timedelta(hours=48)  # the clock runs on for so long after the last mention


@dataclass(frozen=True)
class Rung:
    """Something that would have interrupted, or waited for the digest, and why."""

    decided: hygiene.Decided
    interrupts: bool

    def as_json(self) -> dict[str, object]:
        alert = self.decided.alert
        return {
            "at": alert.at,
            "kind": alert.kind,
            "entity": alert.entity,
            "key": alert.key,
            "headline": alert.headline,
            "mentions": list(alert.mentions),
            "reasons": list(alert.reasons),
            "usual": alert.usual,
            "expected_false_alarms_per_week": alert.expected_false_alarms_per_week,
            "interrupts": self.interrupts,
            "why": self.decided.why,
        }


@dataclass(frozen=True)
class Settings:
    """What the owner has set, and how the history is dated."""

    limits: warn.Limits
    budget: float  # false alarms per week
    zone: ZoneInfo
    daily: bool = False  # the files know dates, not hours
    reach: Mapping[str, int] = field(default_factory=dict)  # mention -> how many people it reached, where known
    answered: Mapping[str, datetime] = field(default_factory=dict)  # mention -> when we answered it, where known
    same: frozenset[tuple[str, str]] = frozenset()  # pairs of mentions that the owner joined
    apart: frozenset[tuple[str, str]] = frozenset()  # pairs that the owner split


def judge_all(said: Sequence[Mention], rules: Rules, *, about_us: bool, tell: Callable[[int], None]) -> list[Judged]:
    """Judge history as if every mention had been seen when it was published; in order of time."""
    judged = []
    for mention in sorted(said, key=lambda each: (each.when, each.id)):
        then = replace(mention, seen=mention.when)
        judged.append(Judged(then, assess(then, rules, at=then.when, about_us=about_us)))
        tell(1)
    return judged


def replay(history: Sequence[Judged], settings: Settings) -> list[Rung]:
    """Everything that would have rung, in order of time. `history` in order of time."""
    by_entity: dict[str, list[Judged]] = defaultdict(list)
    for judged in history:
        if judged.assessment.relevant:
            by_entity[judged.mention.entity].append(judged)
    rung = [each for entity in sorted(by_entity) for each in _watch(entity, by_entity[entity], settings)]
    return sorted(rung, key=lambda each: (each.decided.alert.at, each.decided.alert.entity, each.decided.alert.key))


def _watch(entity: str, history: Sequence[Judged], settings: Settings) -> Iterator[Rung]:
    """One entity from its first mention to its last."""
    world = World(entity, history, settings, now=history[0].when)
    still: Sequence[Open] = ()
    told: list[datetime] = []
    known: dict[str, datetime] = {}  # story -> when the owner heard of it
    for tick in _ticks(history, settings):
        world.advance(tick)
        found = warn.candidates(world, settings.limits)
        if not found:
            continue
        decision = hygiene.decide(
            found,
            still,
            told,
            world.now,
            budget_per_week=settings.limits.interruptions_per_week,
            explained=warn.explanations(
                world, found, [story for story, at in known.items() if world.now - at <= warn.STILL_KNOWN]
            ),
        )
        known |= {each.candidate.subject: world.now for each in decision.interrupt if each.alert.kind == "story"}
        still = decision.open
        told += [world.now for each in decision.interrupt if not each.candidate.always]
        yield from (Rung(each, True) for each in decision.interrupt)
        yield from (Rung(each, False) for each in decision.digest)


def _ticks(history: Sequence[Judged], settings: Settings) -> Iterator[datetime]:
    """Starts of the hours (days) from the first mention until the world has been quiet for a while."""
    step = timedelta(days=1) if settings.daily else timedelta(hours=1)
    tick, last = _start(history[0].when, settings), history[-1].when + QUIET_END
    while tick <= last:
        yield tick
        tick += step


def _start(moment: datetime, settings: Settings) -> datetime:
    """The tick that a moment belongs to: its hour, or its date in the owner's zone written as a UTC midnight."""
    if settings.daily:
        date = moment.astimezone(settings.zone).date()
        return datetime(date.year, date.month, date.day, tzinfo=UTC)
    return hour_of(moment)


@dataclass
class World:
    """One entity's history up to `now`: see `pipelines.warn.View`."""

    entity: str
    history: Sequence[Judged]
    settings: Settings
    now: datetime
    news: list[Judged] = field(default_factory=list)
    spike: Spike | None = None

    def __post_init__(self) -> None:
        self._starts = [_start(each.when, self.settings) for each in self.history]
        self._detector = Detector(self.settings.budget, 24 if self.settings.daily else 1)
        self._stories = Stories(self.settings.apart, self.settings.same)
        self._members: dict[str, list[Judged]] = defaultdict(list)
        self._flagged: list[Judged] = []
        self._times: list[datetime] = []
        self._complainants = Complainants()

    def advance(self, tick: datetime) -> None:
        """Live through the hour (day) that starts at `tick`, up to its end."""
        self.now = tick + timedelta(hours=24 if self.settings.daily else 1)
        low, high = bisect_left(self._starts, tick), bisect_right(self._starts, tick)
        self.news = [self._placed(each) for each in self.history[low:high]]
        for each in self.news:
            if each.assessment.flag != "none":
                self._complainants.add(each.mention)
            if each.assessment.flag == "flag":
                self._flagged.append(each)
                self._times.append(each.when)
        negatives = sum(each.assessment.label == "negative" for each in self.news)
        covered = not import_day([len(self.news)]) or not self.settings.daily
        self.spike = self._detector.feed(tick, negatives, len(self.news) - negatives, covered=covered)

    def _placed(self, judged: Judged) -> Judged:
        """The mention in its story, and its story's other mentions moved along when two became one."""
        mention = judged.mention
        found = self._stories.add(mention.id, mention.title, mention.text, mention.when)
        placed = Judged(mention, replace(judged.assessment, story=found.story))
        for old in found.merged:
            moved = self._members.pop(old, [])
            self._members[found.story] += [
                Judged(each.mention, replace(each.assessment, story=found.story)) for each in moved
            ]
        self._members[found.story].append(placed)
        return placed

    def fresh(self) -> Sequence[Judged]:
        return self.news

    def reach(self, mention: Mention) -> int | None:
        return self.settings.reach.get(mention.id)

    def earlier_complaints(self, mention: Mention) -> Sequence[Mention]:
        """Complaints of earlier ticks and of this one; `warn` drops what is not earlier."""
        return self._complainants.like(mention)

    def answered(self, mention: str) -> datetime | None:
        at = self.settings.answered.get(mention)
        return at if at is not None and at <= self.now else None

    def negatives(self, entity: str, since: datetime) -> Sequence[Judged]:
        return self._flagged[bisect_left(self._times, since) :]

    def spikes(self) -> Sequence[tuple[str, Spike]]:
        return [(self.entity, self.spike)] if self.spike else []

    def stories(self) -> Sequence[StoryNow]:
        found = []
        for story in dict.fromkeys(each.assessment.story for each in self.news if each.assessment.flag == "flag"):
            members = sorted(self._members.get(story, []), key=lambda each: each.when)
            if len(members) > 1:
                seen = story_watch.look(members, {}, {}, self.settings.reach, self.now)
                found.append(StoryNow(self.entity, story, members, seen))
        return found

    def silent_sources(self) -> Sequence[SourceNow]:
        """A file of history says nothing of how it was fetched."""
        return ()
