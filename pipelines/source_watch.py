"""Sources that need a look: they fail for a day and more, or answer and bring nothing against their own habit."""

from __future__ import annotations

from datetime import datetime, timedelta

from analysis import quiet
from pipelines.config import Config
from pipelines.warn import SourceNow
from storage import polls, sources
from storage.db import Connection
from storage.model import Poll

FAILURES, FAILING = 3, timedelta(hours=24)  # in a row, and for at least so long


def silent(con: Connection, config: Config, now: datetime) -> list[SourceNow]:
    """Configured sources that are silent, by name."""
    last, standings = polls.last(con), sources.standings(con)
    found = []
    for source in sorted(config.sources, key=lambda each: each.name):
        poll, standing = last.get(source.name), standings.get(source.name)
        if poll is None or standing is None:
            continue
        entity = config.entity_of(source)
        if standing.failing_since is not None:
            if failing(poll, standing.failing_since, now):
                found.append(SourceNow(entity, source.name, standing.failing_since, poll))
        elif standing.last_new is not None and now - standing.last_new >= quiet.SHORTEST:
            looks = sources.looks(con, source.name, now - quiet.HISTORY)
            if seen := quiet.quiet([quiet.Look(at, new) for at, new in looks]):
                found.append(SourceNow(entity, source.name, seen.since, poll, seen))
    return found


def failing(poll: Poll, since: datetime, now: datetime) -> bool:
    """Is the last look the latest of enough failures over a time long enough to tell?"""
    return poll.failures >= FAILURES and now - since >= FAILING
