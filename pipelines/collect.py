"""Collect: look at the sources that are due, side by side, and keep what they say.

A look is: fetch with the record closed, bytes to the spool, bytes to mentions in a worker with limits, one short
transaction for mentions, snapshots and the poll with its cursor (see `keeping`). A crash before the transaction means
seeing the items again; a crash after it changes nothing, because ids refuse duplicates.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import collectors
from collectors.sandbox import Sandbox
from collectors.source import Batch, Broken, Cursor, Payload, Source, SourceError
from collectors.web import Web
from pipelines import config_sources, schedule
from pipelines.desk import Desk
from pipelines.keeping import Brought, Keeper
from pipelines.payloads import header, payload_of
from storage import mentions, polls
from storage.model import Poll

SIDE_BY_SIDE = 16
PARSERS = 2  # worker processes: one busy with a bad feed leaves the other free

Tell = Callable[[Poll], None]


@dataclass(frozen=True)
class Look:
    """One source about to be looked at: what it said last, and when it is looked at."""

    source: Source[Any]
    last: Poll | None
    at: datetime

    @property
    def cursor(self) -> Cursor:
        return self.last.cursor if self.last else {}


def due(
    sources: Iterable[Source[Any]], last: Mapping[str, Poll], every: Callable[[str], timedelta], now: datetime
) -> list[Source[Any]]:
    """Sources never looked at, or whose next look has come; a missed look is caught up once."""
    return [source for source in sources if schedule.is_due(last.get(source.name), every(source.name), now)]


def collect(desk: Desk, sources: Sequence[Source[Any]], web: Web, *, now: datetime, tell: Tell) -> list[Poll]:
    """Look at each source once; returns one `Poll` each, in order of arrival. `tell` hears of each as it is done."""
    if not sources:
        return []
    with desk.record.session("read cursors") as con:
        last = polls.last(con)
    done = []
    with Sandbox(workers=PARSERS) as sandbox, ThreadPoolExecutor(min(SIDE_BY_SIDE, len(sources))) as pool:
        looks = [Look(source, last.get(source.name), now) for source in sources]
        keeper = Keeper(desk.record)
        for finished in as_completed([pool.submit(look_at, desk, look, web, sandbox, keeper) for look in looks]):
            poll = finished.result()
            tell(poll)
            done.append(poll)
    keeper.finish()
    return done


def look_at(desk: Desk, look: Look, web: Web, sandbox: Sandbox, keeper: Keeper) -> Poll:
    """One look at one source, kept. The only place where a look's unknown failure is recorded instead of raised."""
    started = time.monotonic()
    source = look.source
    failure: SourceError
    try:
        config_sources.ready(source)
        payload = collectors.load(source.kind).fetch(source, look.cursor, web)
        return keep(desk, look, payload, sandbox, keeper)
    except SourceError as wrong:
        failure = wrong
    except Exception as wrong:  # noqa: BLE001 - one source must never take the others down with it
        failure = Broken(
            f"{source.name} failed in a way nobody foresaw ({type(wrong).__name__}).",
            next_step="Run `earlyword sources try` for it and report what it prints.",
        )
    poll = Poll(
        source=source.name,
        at=look.at,
        status=failure.status,
        cursor=look.cursor,
        error=str(failure),
        next_step=failure.next_step,
        failures=(look.last.failures if look.last else 0) + 1,
        seconds=time.monotonic() - started,
    )
    next_due = schedule.after_failure(desk.config, source, poll, failure.retry_after, failure.permanent)
    poll = replace(poll, next_due=next_due)
    keeper.note(poll)
    return poll


def keep(desk: Desk, look: Look, payload: Payload, sandbox: Sandbox, keeper: Keeper) -> Poll:
    """Spool, understand and store one payload; the poll and its cursor share the mentions' transaction."""
    started = time.monotonic()
    source = look.source
    batch, entry = Batch(), None
    if payload.parts:
        entry = desk.spool.put(source.name, header(source.kind, payload), [part.body for part in payload.parts])
        try:
            batch = sandbox.mentions(source.kind, payload, source, payload.fetched)
        except SourceError:
            desk.spool.failed(entry)
            raise
    poll = Poll(
        source=source.name,
        at=look.at,
        status="nothing_new",
        found=len(batch.mentions),
        skipped=len(batch.skipped),
        newest=max((m.published for m in batch.mentions if m.published), default=None),
        cursor=payload.cursor,
    )
    poll = replace(poll, next_due=schedule.after_success(desk.config, source, poll))
    if entry is None:
        poll = replace(poll, seconds=time.monotonic() - started)
        keeper.note(poll)
        return poll
    poll = keeper.keep(Brought(poll, batch, payload.fetched, started))
    desk.spool.done(entry)
    return poll


def keep_pending(desk: Desk) -> int:
    """Keep what an earlier round had fetched and not yet stored when it was killed; returns the new mentions.

    What belongs to a source that is no longer configured, or cannot be understood, is set aside, never deleted.
    """
    entries = desk.spool.pending()
    if not entries:
        return 0
    sources = {source.name: source for source in desk.config.source_objects(desk.env)}
    new = 0
    with Sandbox() as sandbox:
        for entry in entries:
            source = sources.get(entry.name)
            try:
                if source is None:
                    raise Broken(f"{entry.name} is no longer in the configuration")
                payload = payload_of(entry)
                batch = sandbox.mentions(source.kind, payload, source, payload.fetched)
            except (SourceError, KeyError, TypeError, ValueError):
                desk.spool.failed(entry)
                continue
            with desk.record.session(f"keep what was fetched from {entry.name} before") as con:
                kept = mentions.keep(con, batch.mentions, batch.snapshots, batch.gone, at=payload.fetched)
            desk.spool.done(entry)
            new += len(kept.new)
    return new
