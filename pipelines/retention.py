"""Retention: words go when their source's time is up, at once where they are never kept, and when deleted there.

Numbers stay: when something was said, its stars, how it was judged, what it was about. A round drops some thousand at
most; once a day at most, when something was dropped, the record is written anew, so that nothing stays in its bytes.

Looks at sources hold no words and go for room: every ten minutes is 50,000 a year for each source.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from pipelines.config_model import SourceSettings
from pipelines.desk import Desk
from storage import dropped, polls, remains, rewrite, states
from storage.dropped import Due, Why

# Kinds whose terms, or whose people, ask that what was deleted there is not kept elsewhere.
FOLLOWS = frozenset(
    ("reddit", "youtube", "bluesky", "mastodon", "lemmy", "hackernews", "stackexchange", "github", "google_business")
)
STEP = 500  # mentions in one transaction
SECONDS = 20.0  # a round spends on it; the rest waits for the next one
THROUGH, THROUGH_EVERY = "looked through for old words", timedelta(days=1)
NEWS = timedelta(days=2)  # what a round looks at; once a day it looks through everything
ANEW, ANEW_EVERY = "written anew", timedelta(days=1)
LOOKS, LOOKS_EVERY = "old looks forgotten", timedelta(days=1)
KEEP_UNREAD = timedelta(days=14)  # time to find out what a source sent
KEEP_LOOKS = timedelta(days=400)  # more than the year a new detector learns from, and the report of any of its months


def sweep(desk: Desk, now: datetime) -> int:
    """Drops the words that are due; returns of how many mentions. Writes the record anew when it is time for that."""
    work = [(source.name, why, before) for source in desk.config.sources for why, before in reasons(source, now)]
    if not work:
        return 0
    started, done = time.monotonic(), 0
    through = _is_due(desk, THROUGH, THROUGH_EVERY, now)
    for source, why, before in work:
        if why == "age" and not through:
            continue
        since = None if through else now - NEWS
        while time.monotonic() - started < SECONDS and (gone := _step(desk, source, why, before, since, now)):
            done += len(gone)
            _letters(desk, gone)
    if through and time.monotonic() - started < SECONDS:
        _note(desk, THROUGH, now)
    _write_anew(desk, now)
    return done


def forget_looks(desk: Desk, now: datetime) -> int:
    """Once a day at most: forgets looks older than `KEEP_LOOKS` that no longer tell anything; returns how many.

    What was fetched and could not be read goes with them once it has lain there for `KEEP_UNREAD`.
    """
    if not _is_due(desk, LOOKS, LOOKS_EVERY, now):
        return 0
    with desk.record.session("forget old looks") as con:
        gone = polls.prune(con, now - KEEP_LOOKS)
    desk.spool.forget_leftovers(now - KEEP_UNREAD)
    _note(desk, LOOKS, now)
    return gone


def reasons(source: SourceSettings, now: datetime) -> Iterator[tuple[Why, datetime | None]]:
    """Why words of this source may have to go, and, for their age, what they must be older than."""
    if not source.store_text:
        yield "source", None
        return
    if source.keep is not None:
        yield "age", now - source.keep
    if follows(source):
        yield "deleted", None


def follows(source: SourceSettings) -> bool:
    """Are deletions at this source followed?"""
    return source.kind in FOLLOWS if source.follow_deletions is None else source.follow_deletions


def _step(
    desk: Desk, source: str, why: Why, before: datetime | None, since: datetime | None, now: datetime
) -> list[Due]:
    with desk.record.session("see whose words have to go") as con:
        found = dropped.due(con, source, why, STEP, before=before, since=since)
    if not found:
        return []
    with desk.record.session("drop words") as con:
        return dropped.drop(con, found, why, now)


def _letters(desk: Desk, gone: list[Due]) -> None:
    """Letters in the outbox folder that quote them."""
    traces = dropped.traces_of(gone)
    for path in remains.in_folder(desk.config.outbox):
        if remains.holds(path, traces):
            path.unlink(missing_ok=True)


def _write_anew(desk: Desk, now: datetime) -> None:
    with desk.record.session("see whether words are left") as con:
        wanted = rewrite.is_wanted(con)
    if wanted and _is_due(desk, ANEW, ANEW_EVERY, now):
        _note(desk, ANEW, now)
        rewrite.rewrite(desk.record)


def _is_due(desk: Desk, what: str, every: timedelta, now: datetime) -> bool:
    with desk.record.session("see what is due") as con:
        last = states.load(con, what)
    return not isinstance(last, str) or not timedelta(0) <= now - datetime.fromisoformat(last) < every


def _note(desk: Desk, what: str, now: datetime) -> None:
    with desk.record.session("note that it was done") as con:
        states.save(con, what, now.isoformat())
