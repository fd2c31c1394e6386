"""What the pages behind the first one read: each once for a version of the copy and a choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from analysis import quiet, rules
from dashboard.data import Version, asking, said
from dashboard.nouns import Answer, Decided, Fared, LookDay, Pile, Said, Shelf, Voice
from dashboard.queries import worked
from dashboard.triage import UNDONE
from pipelines.budget import Memory, remember
from pipelines.config import Config
from storage import search as looking
from storage import sources
from storage.publish import read
from storage.search import Choice

SHELF = 8  # entries on one page of the inbox
GROUPED, REACH = ("open", "negative"), 1000
OTHERS, STORY_DAYS = 40, 14  # stories to join a mention to: how many, told in how many days
FOUND = 25  # mentions on one page of a search
MOST_ROWS = 1000  # of an analyst's answer
EVER = datetime(9000, 1, 1, tzinfo=UTC)


@st.cache_resource(max_entries=32, show_spinner=False)
def shelf(copy: Version, hour: datetime, show: str, source: str, page: int) -> Pile:
    """One page (1, 2 ...) of the mentions that are `show` (open, handled, negative, positive, all).

    Those that are work stand together by story, among the newest `REACH`.
    """
    skip, grouped = (page - 1) * SHELF, show in GROUPED
    reach = REACH if grouped else skip + SHELF
    with asking(copy, hour) as ask:
        rows = ask(
            "inbox", show=show, source=source, undone=UNDONE, limit=SHELF, skip=skip, grouped=grouped, reach=reach
        )
        found = said(ask, [mention for mention, *_ in rows])
    told = tuple(Voice(found[mention], story, voices) for mention, story, voices, *_ in rows)
    return Pile(told, rows[0][3] if rows else 0, rows[0][4] if rows else 0)


@st.cache_resource(max_entries=8, show_spinner=False)
def decided(copy: Version, hour: datetime, ids: tuple[str, ...]) -> dict[str, tuple[Decided, ...]]:
    """What people decided about these mentions and has not been taken back."""
    found: dict[str, tuple[Decided, ...]] = {}
    with asking(copy, hour) as ask:
        for mention, word, who, case, events, _ in ask("decided", ids=list(ids), undone=UNDONE):
            found[mention] = (*found.get(mention, ()), Decided(word, who, case, events))
    return found


@st.cache_resource(max_entries=4, show_spinner=False)
def told(copy: Version, hour: datetime) -> tuple[Voice, ...]:
    """The stories told last, each by its first voice."""
    with asking(copy, hour) as ask:
        rows = ask("told", days=STORY_DAYS, limit=OTHERS)
        found = said(ask, [first for _, first in rows])
    return tuple(Voice(found[first], story) for story, first in rows if first in found)


@st.cache_resource(max_entries=4, show_spinner=False)
def listening(copy: Version, hour: datetime, names: tuple[str, ...]) -> tuple[Fared, ...]:
    """How these sources fared in the last two weeks, and which of them are quiet against their habit."""
    by_source: dict[str, list[LookDay]] = {}
    with asking(copy, hour) as ask:
        for source, *row in ask("looks", days=14):
            by_source.setdefault(source, []).append(LookDay(*row))
    with read(Path(copy.path)) as con:
        looks = {name: sources.looks(con, name, hour - quiet.HISTORY) for name in names}
    silent = {name: quiet.quiet([quiet.Look(at, new) for at, new in found]) for name, found in looks.items()}
    said = {name: found.sentence() if found else "" for name, found in silent.items()}
    return tuple(Fared(name, tuple(by_source.get(name, ())), said[name]) for name in names)


@st.cache_resource(max_entries=64, show_spinner=False)
def search(copy: Version, choice: Choice, page: int) -> Shelf:
    """One page (1, 2 ...) of what a search finds, the newest first."""
    found = looking.search(Path(copy.path), choice, limit=FOUND, skip=(page - 1) * FOUND)
    return Shelf(_said(copy, found.ids), found.total, found.more)


@st.cache_resource(max_entries=16, show_spinner=False)
def would_have_rung(copy: Version, choice: Choice) -> int:
    """How often a rule that says what a search says would have rung, on every hit there is."""
    return rules.rings(looking.moments(Path(copy.path), choice))


@st.cache_resource(max_entries=4, show_spinner=False)
def everything(copy: Version, choice: Choice, most: int) -> tuple[Said, ...]:
    """All that a search finds, `most` mentions at most."""
    return _said(copy, looking.search(Path(copy.path), choice, limit=most).ids)


def _said(copy: Version, ids: Sequence[str]) -> tuple[Said, ...]:
    """The words of these mentions, in this order."""
    if not ids:
        return ()
    with asking(copy, EVER) as ask:
        found = said(ask, ids)
    return tuple(found[mention] for mention in ids if mention in found)


@st.cache_resource(max_entries=2, show_spinner=False)
def memory(copy: Version, hour: datetime, _config: Config) -> Memory | None:
    """What in the last 90 days could ring; None when the record is too large to go through while somebody waits."""
    return remember(_config, Path(copy.path), hour + timedelta(hours=1))


@st.cache_resource(max_entries=4, show_spinner=False)
def documentation(copy: Version, hour: datetime) -> tuple[tuple[str, str, str], ...]:
    """Name, column and comment of everything in the copy that has one."""
    with asking(copy, hour) as ask:
        return tuple((name, column, comment) for name, column, comment in ask("documentation"))


@st.cache_resource(max_entries=16, show_spinner=False)
def answer(copy: Version, hour: datetime, name: str) -> Answer:
    """What one of the worked questions brings, `MOST_ROWS` rows at most."""
    with read(Path(copy.path)) as con:
        result = con.execute(worked()[name][1])
        rows = result.fetchmany(MOST_ROWS + 1)
        head = tuple(column[0] for column in result.description or ())
    return Answer(head, tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)
