"""Everything that is held on one person, for the answer to their request: what they said, what we thought and did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pipelines.desk import Desk
from storage import alerts, assessments, cases, corrections, mentions, outbox, persons, stories
from storage.db import Connection
from storage.model import Mention
from storage.persons import Held

EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MANY = 1_000_000  # letters are all read


def dossier(desk: Desk, name: str, source: str = "") -> dict[str, Any]:
    """What the record holds on whoever goes by this name, as JSON: one entry a mention, case, alert and letter."""
    with desk.record.session("read what is held on a person") as con:
        held = persons.named(con, name, source)
        return {
            "name": name,
            "accounts": [{"source": source, "name": author} for source, author in held.accounts],
            "mentions": _mentions(con, held),
            "cases": _cases(con, held),
            "alerts": _alerts(con, held),
            "letters_to_the_team": _letters(con, held),
            "kept_in": {
                "record": str(desk.record.path),
                "published_copy": str(desk.published),
                "fetched_and_not_yet_let_go": str(desk.spool.folder),
            },
        }


def _mentions(con: Connection, held: Held) -> list[dict[str, Any]]:
    first = mentions.as_first_read(con, held.mentions)
    thought, told = assessments.of(con, held.mentions), stories.of(con, held.mentions)
    looks = mentions.snapshots(con, held.mentions, EVER)
    corrected: dict[str, list[dict[str, Any]]] = {}
    for each in corrections.since(con, EVER):
        corrected.setdefault(each.mention, []).append(_plain(each))
    return [
        {
            **_plain(mention),
            "what_we_think": _plain(thought[mention.id]) if mention.id in thought else None,
            "story": told.get(mention.id),
            "later_looks": [_plain(look) for look in looks.get(mention.id, ())],
            "corrections": corrected.get(mention.id, []),
        }
        for mention in first
    ]


def _cases(con: Connection, held: Held) -> list[dict[str, Any]]:
    return [
        {"case": case, "events": [_plain(event) for event in events]}
        for case, events in cases.load(con, held.cases).items()
    ]


def _alerts(con: Connection, held: Held) -> list[dict[str, Any]]:
    theirs = set(held.mentions)
    return [_plain(each) for each in alerts.recent(con, EVER) if theirs.intersection(each.mentions)]


def _letters(con: Connection, held: Held) -> list[dict[str, Any]]:
    """Letters that name or quote them; the HTML form says the same as the text and is left out."""
    traces = held.traces()
    found = []
    for letter in outbox.list_(con, limit=MANY):
        each = letter.notification
        if traces.about(each.key) or traces.found(f"{each.subject}\n{each.text}"):
            found.append({**_plain(each), "status": letter.status, "sent": letter.sent})
            del found[-1]["html"]
    return found


def _plain(noun: Any) -> dict[str, Any]:
    """A noun as JSON has it."""
    if isinstance(noun, Mention):
        return {field.name: getattr(noun, field.name) for field in fields(noun)}
    values: Mapping[str, Any] = {field.name: getattr(noun, field.name) for field in fields(noun)}
    return {
        name: [asdict(each) if hasattr(each, "__dataclass_fields__") else each for each in value]
        if isinstance(value, tuple)
        else dict(value)
        if isinstance(value, Mapping)
        else value
        for name, value in values.items()
    }
