"""The form of a new source: the keys every source has, and those of its kind."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.words import say
from pipelines.config import Config
from pipelines.source_kinds import Asked, asked


def fill(kind: str, config: Config) -> dict[str, Any]:
    """The controls, inside a form; returns the source as config.yaml would have it."""
    given: dict[str, Any] = {"name": st.text_input(say("settings.source_name"), max_chars=80).strip(), "kind": kind}
    for each in asked(kind):
        given[each.name] = _control(kind, each)
    brands = [brand.name for brand in config.brands]
    if len(brands) > 1:
        given["brand"] = st.selectbox(say("settings.source_brand"), brands)
    given["every"] = st.text_input(say("settings.every"), placeholder="30 minutes").strip()
    given["about_us"] = st.checkbox(say("settings.about_us"))
    return {name: value for name, value in given.items() if value not in ("", None, [], False)}


def _control(kind: str, each: Asked) -> Any:
    key, label = f"option-{kind}-{each.name}", f"{each.name} *" if each.needed else each.name
    note = say("settings.env_note", note=each.note) if each.names_a_variable else each.note
    if each.shape == "switch":
        return st.checkbox(label, key=key, help=note or None)
    typed = st.text_input(label, key=key, help=note or None, placeholder=each.default).strip()
    if each.shape == "list":
        return [part.strip() for part in typed.split(",") if part.strip()]
    return int(typed) if each.shape == "number" and typed.isdecimal() else typed
