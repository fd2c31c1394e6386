"""How the team does: both clocks, shares in time, promises, stars won back, praise, suggestions, and fixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis import fix, frontline, ledger, shares
from analysis.case import SHOP, Case, Suggestion
from analysis.folding import fold_all
from pipelines.config import Config
from pipelines.team import calendar
from storage import cases, judged
from storage.db import Connection

PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Teamwork:
    """Everything `earlyword team` and the team's page show, of the cases opened since `since`."""

    since: datetime
    timed: Sequence[shares.Timed]
    shares: Sequence[shares.Share]
    promises: ledger.PromiseLedger
    recovered: Sequence[ledger.Recovered]
    spent: Mapping[tuple[str, str], float]
    praise: Sequence[frontline.Praise]
    suggestions: Sequence[Suggestion]
    training: Sequence[frontline.Training]
    fixes: Sequence[tuple[str, fix.Fix]]  # the change in words, and what became of the topic


def teamwork(con: Connection, config: Config, now: datetime, period: timedelta = PERIOD) -> Teamwork:
    """Read and reckon it all. `con` may be the record or a published copy."""
    since = now - period
    folded = fold_all(event for events in cases.all_(con).values() for event in events)
    shop = folded.pop(SHOP, None)
    recent = [case for case in folded.values() if case.opened >= since]
    hours, within = calendar(config), config.team.answer_within
    timed = shares.timed(recent, hours, within, now)
    glad = judged.named_since(con, since, [person.name.split()[0] for person in config.people])
    everywhere = [*folded.values(), *([shop] if shop else [])]
    return Teamwork(
        since=since,
        timed=timed,
        shares=shares.shares(timed),
        promises=ledger.promises(recent, now),
        recovered=ledger.recovered(folded.values()),
        spent=ledger.spent(recent),
        praise=frontline.praise(glad, [person.name for person in config.people]),
        suggestions=frontline.suggestions(everywhere),
        training=frontline.training(recent, hours, within, now),
        fixes=_fixes(con, shop, now),
    )


def changes(con: Connection, now: datetime) -> list[tuple[str, fix.Fix]]:
    """Every change that was noted for the shop, in words, and whether it helped. `con` may be a published copy."""
    return _fixes(con, fold_all(cases.of(con, SHOP)).get(SHOP), now)


def _fixes(con: Connection, shop: Case | None, now: datetime) -> list[tuple[str, fix.Fix]]:
    changes = shop.changes if shop else ()
    if not changes:
        return []
    flagged = judged.flagged_since(con, min(change.since for change in changes) - fix.WINDOW)
    heard = min((each.when for each in flagged), default=now)
    found = []
    for change in changes:
        about = change.topic.casefold()
        times = [each.when for each in flagged if about in {hit.topic.casefold() for hit in each.assessment.topics}]
        found.append((change.words, fix.did_it_work(change.topic, change.since, times, heard=heard, now=now)))
    return found


COLUMNS = (
    "case",
    "state",
    "source",
    "topics",
    "person",
    "posted",
    "seen",
    "answered_hours_since_posted",
    "answered_hours_since_seen",
    "resolved_hours_since_seen",
    "in_time",
)


def row(each: shares.Timed) -> tuple[object, ...]:
    """One case of the drill-down, in the order of COLUMNS. Hours are opening hours."""
    case = each.case
    lengths = (each.answered_since_posted, each.answered, each.resolved)
    hours = (None if length is None else round(length.total_seconds() / 3600, 2) for length in lengths)
    in_time = {True: "yes", False: "no", None: ""}[each.in_time]
    return (
        case.id,
        case.state,
        case.source,
        ", ".join(case.topics),
        each.person,
        case.posted,
        case.seen,
        *hours,
        in_time,
    )
