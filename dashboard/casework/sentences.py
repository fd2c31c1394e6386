"""Sentences about a case: its state, its clocks, what is due. Words from the file, times in the shop's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from analysis.case import Case, Promise
from analysis.clocks import spell
from analysis.next_due import NextDue
from dashboard import words
from dashboard.words.book import fill
from pipelines.caselist import Line


def moment(at: datetime, zone: tzinfo) -> str:
    """ "Monday 23 November, 17:30"."""
    local = at.astimezone(zone)
    return f"{words.day(local.date())}, {local:%H:%M}"


def due(what: NextDue | None, now: datetime, zone: tzinfo) -> str:
    """ "Answer due in 2 hours (Monday 23 November, 17:30)"."""
    if what is None:
        return words.say("case.nothing_due")
    late = what.late(now)
    promised = what.promise.what if what.promise else ""
    sentence = (words.table("case.late") if late else words.table("case.due"))[what.kind]
    length = words.lasting(now - what.at if late else what.at - now)
    return fill(sentence, when=moment(what.at, zone), time=length, what=promised)


def clocks(line: Line, now: datetime) -> str:
    """The age by both clocks: since it was posted, and in opening time since we could have known."""
    case = line.entry.case
    posted, known = spell(line.clocks.posted.running), spell(line.clocks.seen.running)
    ago = words.ago(case.posted or case.opened, now)
    if posted == known:
        return words.say("case.one_clock", posted=ago, known=known)
    return words.say("case.clocks", posted=ago, since_posted=posted, known=known)


def holder(case: Case) -> str:
    return words.say("case.with", who=case.assignee) if case.assignee else words.say("case.with_nobody")


def state(case: Case) -> str:
    return words.table("case.states")[case.state]


def promise_state(promise: Promise, now: datetime) -> str:
    """open, overdue, kept, kept_late or broken: a key of [promises.states]."""
    if promise.state == "open":
        return "overdue" if promise.due <= now else "open"
    return "kept_late" if promise.kept_late else promise.state


def headline(found: Sequence[Line], now: datetime) -> str:
    """The list in one sentence."""
    if not found:
        return words.say("cases.nothing_open")
    asked = sum(line.entry.case.asked is not None for line in found)
    late = sum(line.late(now) for line in found)
    parts = [words.some("cases.open", len(found))]
    if asked:
        parts.append(words.count("cases.waiting_for_us", asked))
    if late:
        parts.append(words.count("cases.late", late))
    return ", ".join(parts) + "."
