"""Replay: history through the same judgement and the same warning as a live round, with a simulated clock.

Each entity is watched apart, in ticks of one hour (one day where a file knows only dates). Nothing is written to the
record. What a tick sees is what a round at that time would have seen, had every mention been found at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analysis import hygiene, rules
from analysis.assess import Rules, assess
from analysis.candidate import Open
from pipelines import warn
from pipelines.rehearse import Episode, Tick, rehearse
from pipelines.world import Known
from storage.model import Judged, Mention


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
    """What the owner has set, and what is known beside the history."""

    limits: warn.Limits
    budget: float  # false alarms per week
    known: Known


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
    return ring(rehearse(history, settings.known), settings.limits, settings.budget)


def ring(seen: Mapping[str, Sequence[Tick]], limits: warn.Limits, budget: float) -> list[Rung]:
    """What would have rung under these settings, in order of time; `seen` are the ticks of each entity."""
    rung = [each for entity in sorted(seen) for each in _watch(entity, seen[entity], limits, budget)]
    return sorted(rung, key=lambda each: (each.decided.alert.at, each.decided.alert.entity, each.decided.alert.key))


def _watch(entity: str, seen: Sequence[Tick], limits: warn.Limits, budget: float) -> Iterator[Rung]:
    """One entity from its first mention to its last."""
    still: Sequence[Open] = ()
    told: list[datetime] = []
    known: dict[str, datetime] = {}  # story -> when the owner heard of it
    episode = Episode(budget)
    for tick in seen:
        still = hygiene.moved(still, tick.merged) if tick.merged else still
        spike = episode.named(tick.spike, tick.quiet)
        found = [*warn.of_singles(tick.singles, limits, tick.now), *tick.stories]
        found += rules.candidates(limits.rules, tick.fresh, tick.now)
        found += [warn.of_spike(entity, spike, tick.window)] if spike else []
        if not found:
            continue
        heard = {story for story, at in known.items() if tick.now - at <= warn.STILL_KNOWN}
        heard |= {each.subject for each in tick.stories}
        mostly = {
            each.alert.key: tick.mostly
            for each in found
            if each.alert.kind == "spike" and tick.mostly and tick.mostly.story in heard
        }
        decision = hygiene.decide(found, still, told, tick.now, limits.interruptions_per_week, explained=mostly)
        known |= {each.candidate.subject: tick.now for each in decision.interrupt if each.alert.kind == "story"}
        still = decision.open
        told += [tick.now for each in decision.interrupt if not each.candidate.always]
        yield from (Rung(each, True) for each in decision.interrupt)
        yield from (Rung(each, False) for each in decision.digest)
