"""One round: collect what is due, assess, warn, notify, publish. What the clock starts, and `earlyword run` too."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from analysis import hygiene
from pipelines import (
    alarm,
    assess,
    case_round,
    collect,
    digest,
    forget,
    heartbeat,
    learn,
    look_now,
    notify,
    reobserve,
    retention,
    sample,
)
from pipelines.desk import Desk
from pipelines.door import door
from pipelines.sample import casework
from pipelines.timetable import next_digest
from pipelines.transports import transport
from storage import outbox, polls, publish, turns, word_index
from storage.damage import Recovered
from storage.errors import RecordError
from storage.model import Poll
from storage.publish import Published

INDEXING = 60.0  # seconds a round indexes words; what is left is read word by word until the next round goes on
JUDGING = 60.0  # seconds a round judges before it goes on to warn; what is left waits for the next round


@dataclass(frozen=True)
class Tell:
    """Who hears of progress while a round runs."""

    poll: Callable[[Poll], None] = lambda _: None
    due: Callable[[Sequence[str]], None] = lambda _: None
    judged: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Round:
    """What a round did."""

    polls: Sequence[Poll]
    mended: Recovered | None  # the record had lost its last changes and was set right
    recovered: int  # mentions an earlier round had fetched and not yet stored
    again: Sequence[reobserve.Again]  # sources asked how their young mentions grew
    judged: int
    decision: hygiene.Decision
    tended: case_round.Tended  # cases opened, passed on, reminded of
    letters: notify.Delivered
    published: Published
    pulse: str  # what was wrong with the heartbeat address; "" when nothing was
    next_due: datetime  # when the next source, or a letter, is due
    seconds: float

    @property
    def failures(self) -> list[Poll]:
        return [poll for poll in self.polls if poll.status in ("blocked", "broken")]


def run(desk: Desk, *, now: Callable[[], datetime], only: Collection[str] = (), tell: Tell | None = None) -> Round:
    """Do one round now. `only` names sources to look at whether they are due or not; empty means all that are due."""
    started, at = time.monotonic(), now()
    if desk.config.sample:
        sample.write(desk.config.data, at)
    mended = desk.record.recover(at)
    if mended is not None:
        desk.spool.again()
    forget.resume(desk, at)
    with turns.judging(desk.record.path):
        return _run(desk, at, now, only, tell or Tell(), mended, started)


def _run(
    desk: Desk,
    at: datetime,
    now: Callable[[], datetime],
    only: Collection[str],
    tell: Tell,
    mended: Recovered | None,
    started: float,
) -> Round:
    recovered = collect.keep_pending(desk)
    with desk.record.session("see what is due") as con:
        last = polls.last(con)
    sources, wishes = desk.config.source_objects(desk.env), look_now.wishes(desk.config.data)
    if only:
        wanted = [source for source in sources if source.name in only]
    else:
        wished = look_now.to_keep(wishes, {name: poll.at for name, poll in last.items()}, at)
        due = [source.name for source in collect.due(sources, last, desk.config.every, at)]
        wanted = [source for source in sources if source.name in {*due, *wished}]
    tell.due([source.name for source in wanted])
    with door(desk.config, now) as web:
        looked = collect.collect(desk, wanted, web, now=at, tell=tell.poll)
        again = reobserve.look_again(desk, web, now=now())
    learn.study(desk)
    judged = assess.assess_waiting(desk, now=now, tell=tell.judged, seconds=JUDGING)
    if desk.config.sample:
        casework.open_once(desk, at)
    decision = alarm.warn_now(desk, now=now())
    tended = case_round.tend(desk, now())
    digest.write(desk, now())
    letters = notify.notify(desk, transport(desk.config, desk.env), now=now)
    retention.forget_looks(desk, now())
    retention.sweep(desk, now())
    published = _publish(desk)
    look_now.kept([wish for wish in wishes if not only or wish.source in only])
    pulse = heartbeat.beat(desk, now)
    return Round(
        polls=looked,
        mended=mended,
        recovered=recovered,
        again=again,
        judged=judged,
        decision=decision,
        tended=tended,
        letters=letters,
        published=published,
        pulse=pulse,
        next_due=_next_due(desk, [source.name for source in sources], now()),
        seconds=time.monotonic() - started,
    )


def _publish(desk: Desk) -> Published:
    """The copy for the page and the analyst, and the index of its words; then the spool is no longer needed."""
    kept = desk.spool.kept()
    published = publish.publish(desk.record, desk.published)
    with suppress(RecordError):  # without it a search only takes longer
        word_index.extend(desk.published, INDEXING)
    desk.spool.forget(kept)
    return published


def _next_due(desk: Desk, names: Collection[str], now: datetime) -> datetime:
    with desk.record.session("see what is due next") as con:
        looks = [poll.next_due for name, poll in polls.last(con).items() if name in names]
        waiting = [letter.due for letter in outbox.list_(con, status="waiting")]
    morning = next_digest(desk.config, now)
    return min(due for due in (*looks, *waiting, morning) if due is not None)
