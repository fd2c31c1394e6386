"""What the page of trends reads: each once for a version of the copy and a choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import streamlit as st

from analysis.fix import Fix
from dashboard.data import Version, asking
from dashboard.nouns import Choice, Count, Slot, Trends
from dashboard.queries import filled, query
from pipelines import teamwork
from storage.db import aware, stored
from storage.publish import read

TEACHING = 60  # days before the span that tell what is usual, at most


@st.cache_resource(max_entries=16, show_spinner=False)
def trends(copy: Version, hour: datetime, choice: Choice) -> Trends:
    """Counts of the last days. As many days again are read for the slots: they teach what is usual."""
    where = _where(choice)
    with asking(copy, hour) as ask:
        taught = choice.days + min(choice.days, TEACHING)
        return Trends(
            slots=tuple(Slot(aware(at), total, bad) for at, total, bad in ask("trends/slots", days=taught, **where)),
            topics=tuple(Count(*row) for row in ask("trends/topics", days=choice.days, **where)),
            sources=tuple(Count(*row) for row in ask("trends/sources", days=choice.days, **where)),
            voices=tuple(Count(*row) for row in ask("trends/voices", days=choice.days, **where)),
            stars=tuple((stars, count) for stars, count in ask("trends/stars", days=choice.days, **where)),
        )


@st.cache_resource(max_entries=4, show_spinner=False)
def changes(copy: Version, hour: datetime) -> tuple[tuple[str, Fix], ...]:
    """What the team has changed, and whether it helped, the newest first."""
    with read(Path(copy.path)) as con:
        found = teamwork.changes(con, hour)
    return tuple(sorted(found, key=lambda each: each[1].since, reverse=True))


def runnable(name: str, hour: datetime, choice: Choice) -> str:
    """The question behind a picture with the choice written in: `earlyword sql` takes it as it stands."""
    until = hour + timedelta(hours=1)
    values: dict[str, str | datetime] = {"until": stored(until), "since": stored(until - timedelta(days=choice.days))}
    return filled(query(f"trends/{name}"), {**values, **_where(choice)})


def _where(choice: Choice) -> Mapping[str, str]:
    return {"entity": choice.entity, "source": choice.source, "topic": choice.topic}
