"""Rules of the owner's own: "ring when somebody says lawyer". A pure decider over what is new.

A rule is a search that was kept: words, topic, source, label, stars, what it is about. It rings at once, past the
budget, since the owner asked for it by name; or it waits for the morning's letter. Many hits in one look are one alert.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from analysis import query
from analysis.alert_keys import rule_key
from analysis.alerts import NAMED, quote
from analysis.candidate import Candidate
from storage.model import Alert, Judged, Label

Ring = Literal["now", "digest"]
MANY = 3  # hits in one look from which they are told together


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be true of a mention; what is left empty may be anything."""

    name: str
    wanted: tuple[query.Term, ...] = ()
    topic: str = ""
    source: str = ""
    entity: str = ""
    label: Label | None = None
    stars: int | None = None  # at most so many of five; what has no stars does not fit
    ring: Ring = "now"


def fits(rule: Rule, judged: Judged) -> bool:
    """Does the rule mean this mention?"""
    mention, thought = judged.mention, judged.assessment
    return (
        (not rule.source or mention.source == rule.source)
        and (not rule.entity or mention.entity == rule.entity)
        and (rule.label is None or thought.label == rule.label)
        and (rule.stars is None or (mention.rating is not None and stars(mention.rating) <= rule.stars))
        and (not rule.topic or any(hit.topic == rule.topic for hit in thought.topics))
        and query.holds(rule.wanted, mention.title, mention.text)
    )


def stars(rating: float) -> int:
    """A rating of 0..1 in whole stars, 1..5."""
    return round(rating * 4) + 1


def candidates(rules: Sequence[Rule], fresh: Sequence[Judged], now: datetime) -> Iterator[Candidate]:
    """What the rules make of the news of one look."""
    for rule in rules:
        by_entity: dict[str, list[Judged]] = {}
        for each in fresh:
            if fits(rule, each):
                by_entity.setdefault(each.mention.entity, []).append(each)
        for found in by_entity.values():
            if len(found) > MANY:
                yield _candidate(rule, found, now, f"rule {rule.name}")
            else:
                yield from (_candidate(rule, [each], now, each.mention.id) for each in found)


def rings(hits: Sequence[tuple[str, datetime]]) -> int:
    """How often these hits (entity, time) would have rung, had there been a look every hour."""
    looks = Counter((entity, when.replace(minute=0, second=0, microsecond=0)) for entity, when in hits)
    return sum(1 if count > MANY else count for count in looks.values())


def _candidate(rule: Rule, found: Sequence[Judged], now: datetime, subject: str) -> Candidate:
    first = found[0].mention
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    why = f"your rule “{rule.name}”"
    alert = Alert(
        key=rule_key(rule.name, first.id),
        kind="mention",
        entity=first.entity,
        at=now,
        headline=f"“{rule.name}”: {first.author or 'Somebody'} at {first.source} says “"
        f"{quote(first.title or first.text)}”{more}",
        mentions=tuple(each.mention.id for each in found[:NAMED]),
        reasons=(why, *found[0].assessment.reasons),
        usual="you asked to be told",
        urgent=rule.ring == "now",
    )
    waits = "" if rule.ring == "now" else f"{why} waits for the morning"
    return Candidate(alert, subject, size=len(found), always="" if waits else why, waits=waits)
