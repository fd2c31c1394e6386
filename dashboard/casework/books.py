"""What the pages of casework read from the published copy: each once for a version of it.

A page's own writes are in the copy before it is drawn again (`dashboard.fresh`); what a round or somebody else did is
in it as soon as they have published.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import streamlit as st

from dashboard.data import Version
from dashboard.nouns import Said
from pipelines import casefile, teamwork
from pipelines.casebook import Entry, entries
from pipelines.casefile import CaseFile
from pipelines.config import Config
from pipelines.teamwork import Teamwork
from storage import cases
from storage.model import Assessment, Mention
from storage.publish import read


@st.cache_resource(max_entries=8, show_spinner=False)
def book(copy: Version, *, everything: bool) -> Sequence[Entry]:
    """Cases with what was said in them: those somebody still has to do something about, or every one there ever was."""
    with read(Path(copy.path)) as con:
        live = cases.open_(con, resolved=True)
        return tuple(entries(con, everything=True) if everything else entries(con, ids=live) if live else ())


@st.cache_resource(max_entries=32, show_spinner=False)
def file_of(copy: Version, case: str, _config: Config) -> CaseFile | None:
    """One case with everything around it."""
    with read(Path(copy.path)) as con:
        return casefile.read(con, _config, case)


@st.cache_resource(max_entries=8, show_spinner=False)
def team(copy: Version, hour: datetime, days: int, _config: Config) -> Teamwork:
    """How the team did with the cases opened in the last `days` days."""
    with read(Path(copy.path)) as con:
        return teamwork.teamwork(con, _config, hour + timedelta(hours=1), timedelta(days=days))


def said(mention: Mention, thought: Assessment | None = None) -> Said:
    """A mention as the pieces of a page show it."""
    return Said(
        id=mention.id,
        entity=mention.entity,
        source=mention.source,
        kind=mention.kind,
        url=mention.url,
        author=mention.author,
        title=mention.title,
        text=mention.text,
        published=mention.published,
        seen=mention.seen,
        rating=mention.rating,
        rating_scale=mention.rating_scale,
        deleted=False,
        label=thought.label if thought else "",
        flag=thought.flag if thought else "none",
        topics=tuple(hit.topic for hit in thought.topics) if thought else (),
        reasons=thought.reasons if thought else (),
    )
