"""Reads the published copy: one short look, kept for as long as the file stays the same. Never a connection.

The copy is replaced as a whole after each round, so its modification time and size name a version of it; what was read
from one version is right for ever and is shared by all sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.nouns import Health, Morning, Need, Said, Slot, TopicLine
from dashboard.queries import query
from storage import keys
from storage.db import Connection, aware, stored
from storage.publish import current, read

TREND_DAYS = 35  # shown; as many again are read before them, to know what is usual
TOPIC_DAYS = 28
NEED_DAYS = 7  # an alert older than that is no longer news, whatever became of it
NEEDS, TOPICS = 12, 5
Asker = Callable[..., list[tuple[Any, ...]]]  # a question by name, and its values -> rows


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the published copy."""

    path: str
    modified_ns: int
    size: int


def version(path: Path) -> Version | None:
    """Which copy lies there now; None when there is none yet."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Version(str(path), found.st_mtime_ns, found.st_size)


@st.cache_resource(max_entries=4, show_spinner=False)
def fits(copy: Version) -> bool:
    """Was it made by this version of Earlyword? Raises RecordError when it cannot be read."""
    return current(Path(copy.path))


@contextmanager
def asking(copy: Version, hour: datetime) -> Iterator[Asker]:
    """Questions to one version of the copy, about everything up to the end of `hour`. Raises RecordError."""
    with read(Path(copy.path)) as con:
        yield _asker(con, hour + timedelta(hours=1))


@st.cache_resource(max_entries=16, show_spinner=False)
def morning(copy: Version, hour: datetime) -> Morning:
    """The first page's reading. `hour` is the present one: windows move with it, not with every second."""
    with asking(copy, hour) as ask:
        return read_morning(ask, hour)


def read_morning(ask: Asker, hour: datetime) -> Morning:
    """The same, when somebody has the copy open already."""
    heard, kept = ask("heard")[0]
    needs = ask("needs", days=NEED_DAYS, now=stored(hour), limit=NEEDS)
    words = said(ask, [mention for need in needs for mention in need[7]])
    return Morning(
        needs=tuple(_need(row, words) for row in needs),
        slots=slots(ask, TREND_DAYS * 2),
        praise=_topics(ask, good=True),
        complaints=_topics(ask, good=False),
        health=tuple(_health(row) for row in ask("health")),
        last_heard=aware(heard) if heard else None,
        mentions=kept,
    )


def _asker(con: Connection, until: datetime) -> Asker:
    """Runs a query with `$until`, for `days=N` `$since`, and for `ids` their `$numbers` of arrival (looking ten million
    ids through takes a second, their numbers a few milliseconds): only what a query names is handed to it."""

    def ask(name: str, *, days: int | None = None, **values: Any) -> list[tuple[Any, ...]]:
        sql = query(name)
        given = {"until": stored(until), **values}
        if days is not None:
            given["since"] = stored(until - timedelta(days=days))
        if "$numbers" in sql:
            given["numbers"] = [found.no for found in keys.find(con, values["ids"]).values()]
        rows: list[tuple[Any, ...]] = con.execute(sql, {k: v for k, v in given.items() if f"${k}" in sql}).fetchall()
        return rows

    return ask


def slots(ask: Asker, days: int) -> tuple[Slot, ...]:
    """Quarter hours of the last `days` days that have a mention about us."""
    return tuple(Slot(aware(start), total, bad) for start, total, bad in ask("slots", days=days))


def _need(row: tuple[Any, ...], said: Mapping[str, Said]) -> Need:
    key, kind, at, headline, reasons, usual, urgent, mentions, passes, recent, shares = row
    telling = tuple(said[mention] for mention in mentions if mention in said)
    return Need(key, kind, aware(at), headline, tuple(reasons), usual, urgent, telling, passes, recent, shares)


def said(ask: Asker, ids: Sequence[str]) -> dict[str, Said]:
    """Mentions by their ids, as they read now; those that are not there are left out."""
    return {row[0]: _one(*row) for row in ask("said", ids=list(dict.fromkeys(ids)))} if ids else {}


def _one(*row: Any) -> Said:
    own, entity, source, kind, url, author, title, text, published, seen, *rest, topics, reasons = row
    rating, scale, deleted, label, flag = rest
    return Said(
        own, entity, source, kind, url, author, title, text, aware(published) if published else None, aware(seen),
        rating, scale, deleted, label, flag, tuple(topics), tuple(reasons),
    )  # fmt: skip


def _topics(ask: Asker, *, good: bool) -> tuple[TopicLine, ...]:
    return tuple(TopicLine(*row) for row in ask("topics", days=TOPIC_DAYS, limit=TOPICS, good=good))


def _health(row: tuple[Any, ...]) -> Health:
    source, status, at, error, next_step, due, newest, looks, failures = row
    return Health(
        source, status, aware(at), error, next_step,
        aware(due) if due else None, aware(newest) if newest else None, looks, failures,
    )  # fmt: skip


def this_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
