"""Where to look: what is configured, one try of each, adding and removing; which variables are set."""

from __future__ import annotations

import os
from typing import Any

import streamlit as st

from dashboard import pieces, source_form, who
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.settings.desk import key, put, save, values
from dashboard.words import heads, say
from pipelines import config_edit, source_kinds, source_try


def show(frame: Frame) -> None:
    """Draws what is configured, then the form of a new one."""
    sources: list[dict[str, Any]] = values(frame).get("sources") or []
    for place, source in enumerate(sources):
        _one(frame, place, source, sources)
    _more(frame, sources)
    named = list(source_kinds.variables(frame.config, os.environ))
    if named:
        rows = [
            (pieces.foreign(each.whose), tag("code", each.name, class_="ew-code"),
             say("settings.is_set") if each.is_set else say("settings.not_set"))
            for each in named
        ]  # fmt: skip
        table = pieces.table(heads("whose", "variable", "state"), rows, caption=say("settings.variables"))
        st.html(join(pieces.section(say("settings.variables"), say("settings.variables_lead")), table))


def _one(frame: Frame, place: int, source: dict[str, Any], sources: list[dict[str, Any]]) -> None:
    what, look, remove = st.columns([5, 1.3, 1.2], gap="small", vertical_alignment="center")
    name = str(source.get("name"))
    said = " · ".join(f"{part}: {value}" for part, value in source.items() if part not in ("name", "kind"))
    kind = tag("span", f" {source.get('kind')} ", class_="ew-chip")
    with what:
        st.html(
            join(
                tag("p", tag("b", name, class_="ew-words"), " ", kind),
                tag("p", said, class_="ew-quiet ew-small ew-words", dir="auto"),
            )
        )
    if look.button(say("settings.try"), key=f"try-{place}"):
        _tried(frame, name)
    with remove.popover(say("settings.remove")):
        st.html(tag("p", say("settings.remove_source", name=name), class_="ew-under"))
        if st.button(say("settings.really"), key=key(f"source-gone-{place}")):
            left = [each for at, each in enumerate(sources) if at != place]
            save(frame, lambda new: put(new, ("sources",), left))


def _tried(frame: Frame, name: str) -> None:
    try:
        with st.spinner(say("settings.trying")):
            tried = source_try.try_once(frame.config, name, who.who(frame))
    except config_edit.REFUSALS as wrong:
        st.html(pieces.banner(str(wrong)))
        return
    if tried.trouble:
        st.html(pieces.banner(tried.trouble))
        return
    rows = (
        tag("li", tag("b", str(each.get("title") or ""), class_="ew-words", dir="auto"), " ",
            tag("span", str(each.get("text") or ""), class_="ew-words", dir="auto"))
        for each in tried.mentions
    )  # fmt: skip
    said = say("settings.try_found") if tried.mentions else say("settings.try_nothing")
    st.html(join(tag("p", said, class_="ew-done", role="status"), tag("ul", *rows)))


def _more(frame: Frame, sources: list[dict[str, Any]]) -> None:
    st.html(tag("h2", say("settings.more_source"), class_="ew-section"))
    kinds = source_kinds.kinds()
    kind = st.selectbox(say("settings.kind"), kinds, index=kinds.index("feed"), key=key("kind"))
    with st.form(f"source-{kind}", border=False):
        fresh = source_form.fill(kind, frame.config)
        if st.form_submit_button(say("settings.add"), type="primary"):
            save(frame, lambda new: put(new, ("sources",), [*sources, fresh]))
