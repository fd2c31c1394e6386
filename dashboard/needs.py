"""What needs somebody this morning: alerts nobody has dealt with, cases that wait too long, promises that fall due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from analysis.case import Promise
from dashboard import words
from dashboard.casework.books import book
from dashboard.data import Version
from dashboard.nouns import Morning, Need
from pipelines import caselist
from pipelines.casebook import Entry, entries
from pipelines.caselist import Line
from pipelines.config import Config
from storage import cases
from storage.publish import read

NO_CASE = ("spike", "source")  # alerts about no single customer


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that is due today, or was before."""

    who: str  # to whom
    promise: Promise


@dataclass(frozen=True, slots=True)
class Needs:
    """All of it, the most pressing first."""

    alerts: tuple[Need, ...]
    cases: Mapping[str, Entry]  # key of an alert -> the case that was made of it
    late: tuple[Line, ...]  # cases in which something is overdue, and which no alert tells of
    due: tuple[Due, ...]

    @property
    def count(self) -> int:
        return len(self.alerts) + len(self.late)

    def sentence(self, mood: str, now: datetime) -> str:
        """The one sentence of the morning."""
        if not self.due:
            return words.sentence(self.count, mood)
        first = self.due[0]
        if len(self.due) > 1:
            clause = words.count("morning.promises", len(self.due))
        elif first.promise.due < now:
            clause = words.say("morning.promise_late", who=first.who)
        else:
            clause = words.say("morning.promise", who=first.who)
        return words.say("morning.with_promise", sentence=words.sentence(self.count, mood).rstrip("."), promise=clause)


def needs(copy: Version, reading: Morning, config: Config, now: datetime) -> Needs:
    """An alert whose case somebody has answered, or closed, needs nobody any more; nor does one that was a slip."""
    taken = _cases_of(copy, tuple(said.id for need in reading.needs for said in need.said[:1]))
    mine = {need.key: taken[need.said[0].id] for need in reading.needs if need.said and need.said[0].id in taken}
    alerts = tuple(need for need in reading.needs if need.key not in mine or _waits(mine[need.key]))
    told = {said.id for need in alerts for said in need.said}
    live = book(copy, everything=False)
    late = tuple(
        line
        for line in caselist.lines(live, config, now)
        if line.late(now) and not told & set(line.entry.case.mentions)
    )
    today = now.astimezone(config.zone).date()
    due = [
        Due(entry.who, promise)
        for entry in live
        for promise in entry.case.open_promises
        if promise.due.astimezone(config.zone).date() <= today
    ]
    return Needs(alerts, mine, late, tuple(sorted(due, key=lambda each: each.promise.due)))


def _waits(entry: Entry) -> bool:
    """Does the customer of this case still wait for a word of ours?"""
    return not entry.case.closed and entry.case.asked is not None


@st.cache_resource(max_entries=16, show_spinner=False)
def _cases_of(copy: Version, mentions: Sequence[str]) -> Mapping[str, Entry]:
    """Mention -> the case it belongs to."""
    if not mentions:
        return {}
    with read(Path(copy.path)) as con:
        found = cases.by_mentions(con, mentions)
        made = {entry.case.id: entry for entry in entries(con, ids=sorted(set(found.values())))} if found else {}
    return {mention: made[case] for mention, case in found.items() if case in made}
