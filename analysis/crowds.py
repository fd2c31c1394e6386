"""Many urgent mentions of one kind at once become one alert that lists them: the tenth second complaint of a day is no
news of its own to anybody, the ninth had it all.

A few a day ring alone; from then on, until there has been a quiet day, they are one open alert that is told again only
when it has doubled and a day has passed. A brand that always has many complaints has no mention that rings alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from analysis.alert_keys import crowd_key
from analysis.candidate import Candidate, Open
from storage.model import Alert

DAY = timedelta(hours=24)
LISTED = 20  # mentions that the alert carries
WORDS = 8  # of them, those it tells in words
_KINDS = ("mention", "second_complaint")
_MANY = {  # rules that make crowds; the owner's own gather theirs themselves
    "a second complaint": "people complained again",
    "safety": "mentions of safety or health",
    "the press or the law": "mentions of the press, lawyers or authorities",
    "an accusation against staff": "accusations against staff",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """`candidates` are to be decided; `members` are the single mentions that crowds among them took in."""

    candidates: list[Candidate]
    members: list[Candidate]


def subject(rule: str) -> str:
    """What the open alert of a crowd is about."""
    return f"many: {rule}"


def gather(
    candidates: Sequence[Candidate], open_alerts: Sequence[Open], now: datetime, muted: Callable[[Candidate], bool]
) -> Gathered:
    """Put single mentions that must always be told together where they have become many. Muted ones stay apart."""
    still = {(each.entity, each.subject): each for each in open_alerts if now - each.active < DAY}
    kept: list[Candidate] = []
    members: list[Candidate] = []
    by_rule: dict[tuple[str, str], dict[str, Candidate]] = defaultdict(dict)
    again: dict[tuple[str, str], list[Candidate]] = defaultdict(list)  # more by a person of this very round
    for each in sorted(candidates, key=lambda each: each.alert.key):
        single = each.always in _MANY and each.alert.kind in _KINDS
        if single and (each.alert.entity, each.subject) not in still and not muted(each):
            found = by_rule[each.alert.entity, each.always].setdefault(each.subject, each)
            if found is not each:  # the same person twice in one round is one
                again[each.alert.entity, each.always].append(each)
        else:
            kept.append(each)
    for (entity, rule), news in by_rule.items():
        alone = [o for o in still.values() if (o.entity, o.rule) == (entity, rule) and now - o.told < DAY]
        crowd = still.get((entity, subject(rule)))
        singles = list(news.values())
        few = min(each.alone for each in singles)
        if crowd is None and len(alone) + len(singles) <= few:
            kept += singles + again[entity, rule]
            continue
        members += again[entity, rule]
        if crowd is None and len(singles) == 1 and not alone:
            kept.append(replace(singles[0], subject=subject(rule), again_after=DAY))
        else:
            kept.append(_together(entity, rule, singles, len(alone), crowd, now))
            members += singles
    return Gathered(kept, members)


def _together(
    entity: str, rule: str, news: Sequence[Candidate], alone: int, crowd: Open | None, now: datetime
) -> Candidate:
    size = len(news) + (crowd.seen if crowd else alone)
    ids = (*(each.alert.mentions[0] for each in news), *(crowd.unlisted if crowd else ()))
    alert = Alert(
        key=crowd.key if crowd else crowd_key(entity, rule, now),
        kind="mention",
        entity=entity,
        at=now,
        headline=f"{entity}: {size} {_MANY[rule]}, one after the other",
        mentions=tuple(dict.fromkeys(ids))[:LISTED],
        reasons=tuple(each.alert.headline for each in news[:WORDS]),
        usual=f"{len(ids)} since you were last told; all of them wait in the inbox",
        urgent=True,
    )
    return Candidate(alert, subject(rule), size, rule, again_after=DAY)


def is_crowd(candidate: Candidate) -> bool:
    return candidate.subject == subject(candidate.always)
