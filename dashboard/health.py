"""Proof of silence: that nothing was heard because nothing was said, and not because nobody listened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dashboard import pieces, signs, words
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.nouns import Health

SHORTEST = timedelta(minutes=5)  # a late minute is no reason for a banner


def nobody_collects(health: Sequence[Health], now: datetime) -> datetime | None:
    """The last look of all, when every source is overdue by a whole period of its own; else None.

    A source's period is what lay between its last look and its next due time, so that one that was told to wait for
    a day does not count as forgotten.
    """
    if not health or any(now <= _latest(each) for each in health):
        return None
    return max(each.at for each in health)


def _latest(each: Health) -> datetime:
    due = each.next_due or each.at + timedelta(hours=1)
    return due + max(due - each.at, SHORTEST)


def sentence(health: Sequence[Health], last_heard: datetime | None, now: datetime) -> str:
    """The proof in one line."""
    looks, failures = sum(each.looks for each in health), sum(each.failures for each in health)
    return words.silence(len(health), looks, failures, last_heard, now)


def troubles(health: Sequence[Health]) -> Safe:
    """Blocked and broken sources by name, each with what is wrong and what to do."""
    lines = []
    for each in health:
        if each.status not in ("blocked", "broken"):
            continue
        advice = join(" ", pieces.foreign(each.next_step)) if each.next_step else EMPTY
        lines.append(tag("li", state(each.status), " ", tag("b", pieces.foreign(each.source)), ": ",
                         pieces.foreign(each.error), advice))  # fmt: skip
    return tag("ul", *lines) if lines else EMPTY


def state(status: str) -> Safe:
    """A sign and a word."""
    known = status if status in signs.STATES else "waiting"
    sign, name = signs.STATES[known], words.table("health.states")[known]
    kind = {"ok": "ok", "nothing_new": "ok", "blocked": "blocked", "broken": "broken"}.get(status, "idle")
    return tag("span", tag("span", f"{sign} ", aria_hidden="true"), name, class_=f"ew-state ew-{kind}")


def table(health: Sequence[Health], waiting: Sequence[str], now: datetime, *, counts: bool = False) -> Safe:
    """Every source and its state; those named in `waiting` were never looked at. `counts` adds the last day's looks."""
    rows = [
        (
            pieces.foreign(each.source),
            state(each.status),
            words.ago(each.at, now),
            words.ahead(each.next_due, now),
            words.ago(each.newest, now) if each.newest else words.say("ages.never"),
            *((f"{each.looks:,}", f"{each.failures:,}") if counts else ()),
        )
        for each in health
    ]
    rows += [
        (
            pieces.foreign(name),
            state("waiting"),
            words.say("ages.never"),
            words.say("ages.due"),
            words.say("ages.never"),
            *(("0", "0") if counts else ()),
        )
        for name in waiting
    ]
    head = [*words.heads("source", "state", "last_look", "next_look", "newest")]
    if counts:
        head += words.heads("checks", "failures")
    return pieces.table(head, rows, caption=words.say("health.title"), right=(5, 6))
