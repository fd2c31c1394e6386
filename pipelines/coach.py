"""The reply coach with what record and configuration know: earlier replies, our names, our opening hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analysis.case import Case
from analysis.replies import Advice, coach
from pipelines.config import Config
from pipelines.team import calendar
from storage import cases, mentions
from storage.db import Connection
from storage.model import Mention

REMEMBERED = 300  # of our replies that a draft is compared with, the newest


def advise(
    config: Config, draft: str, complaint: Mention, *, now: datetime, earlier_replies: Sequence[str] = ()
) -> Advice:
    """What to make of a draft under this configuration."""
    return coach(
        draft,
        complaint,
        now=now,
        topics_table=config.topics_table,
        earlier_replies=earlier_replies,
        names=ours(config),
        calendar=calendar(config),
    )


def ours(config: Config) -> tuple[str, ...]:
    """Names and addresses that are ours to publish."""
    business = config.business
    brands = (name for brand in config.brands for name in (brand.name, *brand.aliases))
    people = (part for person in config.people for part in (person.name, person.email))
    return tuple(filter(None, (business.name, business.town, business.website, *brands, *people)))


def earlier_replies(con: Connection, *, but: str = "") -> list[str]:
    """What we answered in other cases, the newest first."""
    return cases.answers(con, but=but, limit=REMEMBERED)


def complaint_of(con: Connection, case: Case) -> Mention:
    """What the customer of a case said last; a case that was typed in has no mention, so one is made of its words."""
    said = mentions.by_ids(con, case.mentions)
    for id_ in reversed(case.mentions):
        if id_ in said:
            return said[id_]
    posted = case.posted or case.opened
    return Mention(case.id, case.entity, case.source, "comment", "", case.customer, "", case.words, posted, posted)


def as_json(advice: Advice, given_id: object = None) -> Mapping[str, Any]:
    """What `earlyword coach --json` prints for one draft."""
    return {
        "id": given_id,
        "score": advice.score,
        "verdict": advice.verdict,
        "points": [{"name": p.name, "how": p.how, "words": p.words, "suggestion": p.suggestion} for p in advice.points],
        "promises": [
            {"what": p.what, "words": p.phrase, "due": p.due.isoformat(), "firm": p.firm} for p in advice.promises
        ],
    }
