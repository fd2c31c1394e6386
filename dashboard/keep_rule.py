"""A search kept as a rule: replayed on the last 90 days first, saved after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from analysis import query
from dashboard import found, notice, readings, who, words
from dashboard.data import Version, this_hour
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.words import say
from pipelines import config_edit
from pipelines.config import ConfigError
from storage.search import Choice

LAST = timedelta(days=90)
SHOWN = 10


def offer(frame: Frame, copy: Version, choice: Choice, said: str, now: datetime) -> None:
    """The fold at the foot of a search; nothing for those who may change nothing."""
    if choice.author or not who.may_change(frame):
        return
    with st.expander(say("search.keep")):
        st.html(tag("p", say("search.keep_lead"), class_="ew-lead"))
        _replayed(copy, choice, said, now)
        if frame.config.path is None or frame.config.sample:
            st.html(tag("p", say("search.keep_sample"), class_="ew-under"))
            return
        with st.form("keep-rule", border=False):
            name = st.text_input(say("search.rule_name"), max_chars=80)
            rings = words.table("search.rings")
            ring = st.radio(say("search.ring"), list(rings), format_func=rings.__getitem__, horizontal=True)
            to = st.multiselect(say("search.to"), [person.name for person in frame.config.people])
            if st.form_submit_button(say("search.save"), type="primary"):
                _save(frame, _rule(choice, said, name, ring, to), now)


def _replayed(copy: Version, choice: Choice, said: str, now: datetime) -> None:
    """ "Would have rung 7 times in the last 90 days: here they are"."""
    hour = this_hour(now) + timedelta(hours=1)
    then = Choice(**{**_fields(choice), "since": hour - LAST, "until": hour})
    hits = readings.search(copy, then, 1).said[:SHOWN]
    lead = words.count("search.would_have_rung", readings.would_have_rung(copy, then))
    st.html(join(tag("p", lead, class_="ew-under", role="status"), found.items(hits, query.terms(said), now)))


def _fields(choice: Choice) -> dict[str, Any]:
    return {name: getattr(choice, name) for name in Choice.__slots__}


def _rule(choice: Choice, said: str, name: str, ring: str, to: list[str]) -> dict[str, Any]:
    given = {
        "name": name.strip(), "words": " ".join(said.split()), "topic": choice.topic, "source": choice.source,
        "about": choice.entity, "label": choice.label, "stars": choice.stars, "ring": ring, "to": to,
    }  # fmt: skip
    return {key: value for key, value in given.items() if value}


def _save(frame: Frame, rule: dict[str, Any], now: datetime) -> None:
    def add(values: config_edit.Values) -> None:
        values["rules"] = [*(values.get("rules") or []), rule]

    try:
        config_edit.save(frame.config, who.who(frame), config_edit.opened(frame.config), add, now)
    except (ConfigError, *config_edit.REFUSALS) as wrong:
        notice.tell(str(wrong), refused=True)
    else:
        notice.tell(say("search.saved", name=rule["name"]))
    st.rerun()
