"""What a history holds that could ring, found once, so that other settings are tried in a moment.

The settings page calls `replay.ring(rehearse(past.said, known), limits, budget)`: the first part takes a while and
depends on the record alone, so it is kept as long as the published copy is the same one; the second is asked again for
every setting that somebody tries, and answers within a second or two for 100,000 mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from analysis.candidate import Candidate
from analysis.hygiene import Explanation
from analysis.spikes import QUIET, Spike
from pipelines import warn
from pipelines.world import Known, World, ticks
from storage.model import Judged


@dataclass(frozen=True, slots=True)
class Tick:
    """One hour (day) of one entity in which something could ring, whatever the owner has set."""

    now: datetime
    fresh: Sequence[Judged]
    singles: Sequence[warn.Single]
    stories: Sequence[Candidate]
    merged: Mapping[str, str]
    quiet: timedelta  # without an alarm after which an episode is over
    spike: Spike | None = None
    window: Sequence[Judged] = ()  # negative mentions that the spike counts
    mostly: Explanation | None = None  # the story that most of them tell


@dataclass
class Episode:
    """Names spikes by the first one of their episode that a budget lets ring; the detector saw more of them."""

    budget: float  # false alarms a week
    _began: datetime | None = field(default=None, init=False)
    _rang: datetime | None = field(default=None, init=False)

    def named(self, spike: Spike | None, quiet: timedelta) -> Spike | None:
        """The spike as a detector with this budget would have told it; None when it would not."""
        if spike is None or spike.expected_false_alarms_per_week > self.budget:
            return None
        if self._began is None or self._rang is None or spike.at - self._rang > quiet:
            self._began = spike.at - timedelta(hours=spike.window_hours)
        self._rang = spike.at
        return replace(spike, began=self._began)


def rehearse(history: Sequence[Judged], known: Known) -> dict[str, list[Tick]]:
    """Entity -> its ticks, in order of time. `history` in order of time."""
    by_entity: dict[str, list[Judged]] = defaultdict(list)
    for judged in history:
        if judged.assessment.relevant:
            by_entity[judged.mention.entity].append(judged)
    return {entity: _ticks(entity, said, known) for entity, said in by_entity.items()}


def _ticks(entity: str, said: Sequence[Judged], known: Known) -> list[Tick]:
    world, found = World(entity, said, known, now=said[0].when), []
    for start in ticks(said, known):
        world.advance(start)
        if not (world.news or world.spike):
            continue
        window = warn.window_of(world, entity, world.spike) if world.spike else ()
        found.append(
            Tick(
                world.now,
                world.news,
                list(warn.singles(world)),
                list(warn.of_stories(world)),
                world.merged,
                QUIET[24 if known.daily else 1],
                world.spike,
                window,
                warn.mainly(window),
            )
        )
    return found
