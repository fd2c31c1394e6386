"""From the sample business to the owner's own: the questions of `earlyword init`, on the page."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard import pieces, who
from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.settings.desk import in_rows
from dashboard.words import say, table
from pipelines import init, roles
from pipelines.config import FILE, ConfigError
from pipelines.config_edit import NotAllowed, NotWritten

ASKED = ("name", "town", "website", "trade", "languages", "timezone", "hours", "person", "email", "subreddits")


def show(frame: Frame) -> None:
    """Draws the questions; an answer writes config.yaml, and the next look at the page is the owner's own."""
    st.html(tag("p", say("settings.start_lead"), class_="ew-under"))
    usual = {"languages": "en", "timezone": init.local_zone(os.environ)}
    with st.form("start", border=False):
        labels = table("settings.start")
        given = {
            each: place.text_input(labels[each], value=usual.get(each, ""), key=f"start-{each}")
            for place, each in in_rows(ASKED)
        }
        if st.form_submit_button(say("settings.start_save"), type="primary"):
            _write(frame, given)


def _write(frame: Frame, given: dict[str, str]) -> None:
    try:
        roles.allow(frame.config, who.who(frame), "settings")
        init.begin(init.Answers(**given), frame.config.path or Path(FILE))
    except (ConfigError, NotAllowed, NotWritten) as wrong:
        st.html(pieces.banner(str(wrong)))
        return
    st.rerun()
