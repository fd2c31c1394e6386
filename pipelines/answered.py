"""When we answered what somebody said: by a reply that the source shows, or in their case, or by closing that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from storage import cases, judged
from storage.db import Connection

# events of a case by which a customer hears from us; one that was put right on the telephone was answered there
ANSWERS = ("answer", "answer_seen", "resolve")


def answered(con: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Mention -> our first answer to it, or in the case it belongs to; those without one are left out."""
    if not ids:
        return {}
    found = judged.replied(con, ids)
    case_of = cases.by_mentions(con, ids)
    events = cases.load(con, set(case_of.values()))
    for mention, case in case_of.items():
        for event in events.get(case, ()):
            if event.kind in ANSWERS:
                found[mention] = min(event.at, found.get(mention, event.at))
    return found
