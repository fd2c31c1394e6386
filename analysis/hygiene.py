"""Which alerts interrupt the owner, which wait for the morning digest, and which are silenced; each with its why.

A pure decider over one round: at most so many interruptions a week, one open alert per entity and story, told again
only when it has doubled (a spike: grown five times) and six hours have passed, closed after 24 quiet hours, a spike
silenced by the story that explains it. Safety, a second complaint and the press always get through, together where they
are many (`crowds`). The habits are Alertmanager's (grouping, inhibition, silences); the budget is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from analysis import crowds
from analysis.candidate import Candidate, Mute, Open
from storage.model import Alert, AlertKind

QUIET = timedelta(hours=24)
EXPLAINS = 0.5  # share of a spike's mentions
WEEK = timedelta(days=7)

_RANK: dict[AlertKind, int] = {"second_complaint": 0, "mention": 1, "story": 2, "spike": 3, "source": 4}
_NAME: dict[AlertKind, str] = {
    "second_complaint": "a second complaint by the same person",
    "mention": "a single mention that cannot wait",
    "story": "a story that is being passed on",
    "spike": "an unusual number of complaints",
    "source": "a source that needs a look",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How much of a spike one story is."""

    story: str
    share: float  # 0..1 of the spike's mentions


@dataclass(frozen=True, slots=True)
class Decided:
    """One alert and why it went where it went. Told again, its key ends in ":again2", ":again3" ..."""

    candidate: Candidate
    why: str

    @property
    def alert(self) -> Alert:
        return self.candidate.alert


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with every candidate, and the alerts that are open from now on."""

    interrupt: tuple[Decided, ...]
    digest: tuple[Decided, ...]
    silenced: tuple[Decided, ...]
    grouped: tuple[Decided, ...]  # single mentions that one alert of the others lists: for the record, not for anybody
    open: tuple[Open, ...]


def decide(
    candidates: Sequence[Candidate],
    open_alerts: Sequence[Open],
    told: Sequence[datetime],
    now: datetime,
    budget_per_week: int = 3,
    mutes: Sequence[Mute] = (),
    explained: Mapping[str, Explanation] | None = None,
) -> Decision:
    """Sort the candidates of one round.

    `told` are the times of earlier interruptions that counted against the budget; `explained` says, by alert key, which
    story makes up how much of a spike. The answer does not depend on the order of the candidates.
    """
    still = {(o.entity, o.subject): o for o in open_alerts if now - o.active < QUIET}
    interrupt: list[Decided] = []
    digest: list[Decided] = []
    silenced: list[Decided] = []
    left = max(0, budget_per_week - sum(1 for t in told if timedelta(0) <= now - t < WEEK))
    spent = 0
    gathered = crowds.gather(candidates, open_alerts, now, lambda each: any(mute.covers(each, now) for mute in mutes))
    ordered = sorted(gathered.candidates, key=_order)
    for place, given in enumerate(ordered):
        candidate = given
        about = (candidate.alert.entity, candidate.subject)
        is_open = still.get(about)
        hush = _hush(candidate, is_open, now, mutes, explained or {})
        if hush:
            silenced.append(Decided(candidate, hush))
            if is_open:
                still[about] = _goes_on(is_open, candidate, now)
            continue
        if is_open:
            again = replace(candidate.alert, key=f"{candidate.alert.key}:again{is_open.tellings + 1}")
            candidate = replace(candidate, alert=again)
        if candidate.always:
            interrupt.append(Decided(candidate, f"{candidate.always}: always told at once"))
        elif candidate.waits:
            digest.append(Decided(candidate, candidate.waits))
        elif spent < left:
            spent += 1
            why = _beat(candidate, ordered[place + 1 :], spent, left, budget_per_week)
            interrupt.append(Decided(candidate, why))
        else:
            digest.append(Decided(candidate, _held(budget_per_week, [d.candidate for d in interrupt])))
        still[about] = _opened(candidate, is_open, now)
    grouped = tuple(Decided(each, f"{each.always}: one of many, told together") for each in gathered.members)
    now_open = tuple(still[key] for key in sorted(still))
    return Decision(tuple(interrupt), tuple(digest), tuple(silenced), grouped, now_open)


def moved(open_alerts: Sequence[Open], merged: Mapping[str, str]) -> tuple[Open, ...]:
    """The open alerts after stories became one (`merged`: old story id -> the one it is part of now).

    Two open alerts that are now about the same story become one, which knows of everything that was told.
    """
    found: dict[tuple[str, str], Open] = {}
    for each in sorted(open_alerts, key=lambda o: (o.told, o.key)):
        subject = merged.get(each.subject, each.subject)
        before = found.get((each.entity, subject))
        if before is None:
            found[each.entity, subject] = replace(each, subject=subject)
        else:
            found[each.entity, subject] = replace(
                before,
                told=max(before.told, each.told),
                told_size=before.told_size + each.told_size,
                active=max(before.active, each.active),
                tellings=max(before.tellings, each.tellings),
            )
    return tuple(found[key] for key in sorted(found))


def _order(candidate: Candidate) -> tuple[bool, int, float, int, str]:
    """What matters most comes first: what is always told, then by kind, rarity and size."""
    alert = candidate.alert
    rarity = alert.expected_false_alarms_per_week
    return (
        not candidate.always,
        _RANK[alert.kind] - (1 if alert.urgent else 0),
        rarity if rarity is not None else 0.0,
        -candidate.size,
        alert.key,
    )


def _hush(
    candidate: Candidate,
    is_open: Open | None,
    now: datetime,
    mutes: Sequence[Mute],
    explained: Mapping[str, Explanation],
) -> str:
    """Why this one is not told now, or ""."""
    for mute in mutes:
        if mute.covers(candidate, now):
            return f"muted by {mute.by} until {mute.until:%Y-%m-%d %H:%M} UTC"
    explanation = explained.get(candidate.alert.key)
    if candidate.alert.kind == "spike" and explanation and explanation.share >= EXPLAINS:
        return f"the story {explanation.story} explains {explanation.share:.0%} of it"
    if is_open is None:
        return ""
    grown = "doubled" if candidate.again_at == 2 else f"grown {candidate.again_at:g} times"
    if candidate.size < candidate.again_at * is_open.told_size:
        then = f"{is_open.told:%Y-%m-%d %H:%M} UTC"
        return f"told {then} and not {grown} since ({candidate.size} now, {is_open.told_size} then)"
    if now - is_open.told < candidate.again_after:
        return f"{grown}, but told less than {candidate.again_after.total_seconds() / 3600:.0f} h ago"
    return ""


def _opened(candidate: Candidate, is_open: Open | None, now: datetime) -> Open:
    alert = candidate.alert
    if is_open:
        told = replace(is_open, told=now, told_size=candidate.size, tellings=is_open.tellings + 1, unlisted=())
        return replace(told, active=now, seen=candidate.size)
    rule = "" if crowds.is_crowd(candidate) else candidate.always
    size = candidate.size
    return Open(alert.entity, candidate.subject, alert.key, alert.kind, now, size, now, seen=size, rule=rule)


def _goes_on(is_open: Open, candidate: Candidate, now: datetime) -> Open:
    """Not told again, but alive; a crowd remembers whom it still has to list."""
    unlisted = candidate.alert.mentions if crowds.is_crowd(candidate) else ()
    return replace(is_open, active=now, seen=candidate.size, unlisted=unlisted)


def _beat(candidate: Candidate, others: Sequence[Candidate], spent: int, left: int, budget: int) -> str:
    place = f"interruption {budget - left + spent} of {budget} this week"
    if not others:
        return place
    what = _NAME[candidate.alert.kind]
    return f"{place}; of {len(others) + 1} waiting, {what} comes first"


def _held(budget: int, before: Sequence[Candidate]) -> str:
    spent = f"the {budget} interruptions of this week are spent"
    if not before:
        return f"{spent}; it is in the morning digest"
    return f"{spent}; what came before it: {_NAME[before[0].alert.kind]}"
