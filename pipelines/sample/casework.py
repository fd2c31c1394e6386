"""The sample's cases: what its two people did about three customers before you first looked.

They are written once, in the first round, by the verbs that the pages use, so that cases, promises and the team's page
show what they are for. One customer was told something that was not kept, and her second complaint comes in the same
round: the emergency this program is there for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from pipelines import recover
from pipelines.desk import Desk
from storage import assessments, mentions, states
from storage.db import Connection
from storage.model import Json, Mention

WRITTEN = "sample's cases"
MEMORY = timedelta(days=60)
SAMPLE = ("case", "hours_ago", "who", "verb", "by", "due_days")  # keys of a line that are no words of the event


def open_once(desk: Desk, now: datetime) -> int:
    """Writes the cases unless they were written before, all of them in one transaction; returns how many events.

    They wait while the mentions they are about are not there yet, and for ever where the sample's people are others.
    """
    lines = list(_lines())
    if not {line["who"] for line in lines} <= {person.name for person in desk.config.people}:
        return 0
    with desk.record.session("the sample's cases") as con:
        first = {line["by"]: _first(con, line["by"], now) for line in lines if "by" in line}
        if states.load(con, WRITTEN) is not None or None in first.values():
            return 0
        for line in lines:
            at = now - timedelta(hours=line["hours_ago"])
            by = recover.actor(desk.config, line["who"])
            about = first[line["by"]] if "by" in line else None
            recover.write(con, line["case"], by, at, line["verb"], _payload(con, desk, line, about, at))
        states.save(con, WRITTEN, now.isoformat())
    return len(lines)


def _first(con: Connection, author: str, now: datetime) -> Mention | None:
    """The first thing somebody said."""
    theirs = mentions.by_person(con, [author], now - MEMORY)
    return theirs[-1] if theirs else None


def _lines() -> Iterator[dict[str, Any]]:
    text = resources.files(__package__).joinpath("cases.jsonl").read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines())


def _payload(con: Connection, desk: Desk, line: dict[str, Any], about: Mention | None, at: datetime) -> dict[str, Json]:
    """What the event says, with its dates."""
    said: dict[str, Json] = {key: value for key, value in line.items() if key not in SAMPLE}
    if line["verb"] == "open":
        said |= {"entity": desk.config.entities()[0], "posted": at.isoformat(), "seen": at.isoformat()}
    if about is not None:
        said |= recover.told(about, assessments.of(con, [about.id]).get(about.id), seen=at.isoformat())
    if "due_days" in line:
        day = at.astimezone(desk.config.zone).date() + timedelta(days=line["due_days"])
        said["due"] = recover.calendar(desk.config).end_of(day).isoformat()
    if line["verb"] == "change":
        said["since"] = at.isoformat()
    return said
