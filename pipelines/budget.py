"""Another budget tried on the record's last 90 days, before it is saved: what would have rung, and was it useful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipelines import alarm, histories
from pipelines.config import Config
from pipelines.histories import Past
from pipelines.rehearse import Tick, rehearse

MOST = 50_000  # mentions that are gone through while somebody waits; beyond that the command line does it


@dataclass(frozen=True)
class Memory:
    """The last months of one published copy, and what in them could ring: made once for a copy."""

    past: Past
    seen: Mapping[str, Sequence[Tick]]


@dataclass(frozen=True, slots=True)
class Tried:
    """When and what would have rung, in order, and what people said of it."""

    rung: tuple[tuple[datetime, str], ...]
    useful: int
    useless: int


def remember(config: Config, published: Path, now: datetime) -> Memory | None:
    """None when the record is too large to be gone through at once. Raises RecordError without a published copy."""
    past = histories.of_record(published, now)
    return Memory(past, rehearse(past.said, past.known(config.zone))) if len(past.said) <= MOST else None


def tried(config: Config, memory: Memory, *, interruptions: int, false_alarms: float, great_reach: int) -> Tried:
    """What these limits would have let ring."""
    limits = replace(alarm.limits_of(config), great_reach=great_reach, interruptions_per_week=interruptions)
    found = histories.tried(memory.past, memory.seen, limits, false_alarms)
    rung = [each for each in found if each.interrupts]
    useful, useless = histories.marked(rung, memory.past.verdicts)
    return Tried(tuple((each.decided.alert.at, each.decided.alert.headline) for each in rung), useful, useless)
