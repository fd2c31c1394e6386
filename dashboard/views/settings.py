"""Settings: config.yaml in forms. A save keeps its comments, and the file before it; the address holds the part."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import choices, look, notice, pieces, words
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.settings import (
    answers,
    budget,
    desk,
    keeping,
    mail,
    names,
    shop,
    signing_in,
    sources,
    start,
    team,
    work,
)
from pipelines.config_edit import NotWritten

PARTS: dict[str, Callable[[Frame], None]] = {
    "shop": shop.show,
    "names": names.show,
    "topics": names.topics,
    "sources": sources.show,
    "team": team.show,
    "work": work.show,
    "answers": answers.show,
    "budget": budget.show,
    "letters": budget.letters,
    "mail": mail.show,
    "keeping": keeping.show,
    "signing_in": signing_in.show,
}


def show(frame: Frame) -> None:
    """Draws the page. It needs no published copy: settings come before anything is collected."""
    st.html(look.css())
    notice.draw()
    if frame.config.sample:
        st.html(join(pieces.ribbon(), tag("h1", words.say("settings.start_title"), class_="ew-sentence")))
        start.show(frame)
        return
    st.html(join(tag("h1", words.say("settings.title"), class_="ew-sentence"), tag("div", class_="ew-controls")))
    part = choices.one_of(st.container(), words.say("settings.part"), "part", words.table("settings.parts"))
    try:
        desk.newest(frame)
        st.html(tag("p", words.table("settings.leads")[part], class_="ew-under"))
        PARTS[part](frame)
    except NotWritten as wrong:
        st.html(pieces.banner(str(wrong)))
