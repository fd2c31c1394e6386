"""Choices that the address bar holds, so that every view is a link. What stands there are our keys, never words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

LONGEST = 200  # letters of what somebody types


def one_of(place: DeltaGenerator, label: str, key: str, options: Mapping[str, str]) -> str:
    """One of a few, side by side; the first one is what an address without the key means."""
    names = list(options)
    start = _start(key, names)
    chosen = place.segmented_control(
        label, names, format_func=options.__getitem__, default=start, required=True, key=f"choice-{key}"
    )
    return _keep(key, chosen or start, names[0])


def from_list(place: DeltaGenerator, label: str, key: str, options: Mapping[str, str]) -> str:
    """One of many, folded away; the first one is what an address without the key means."""
    names = list(options)
    chosen = place.selectbox(
        label, names, index=names.index(_start(key, names)), format_func=options.__getitem__, key=f"choice-{key}"
    )
    return _keep(key, chosen, names[0])


def number(place: DeltaGenerator, label: str, key: str, most: int) -> int:
    """A number from 1 to `most`; 1 is what an address without the key means."""
    given = st.query_params.get(key, "1")
    start = int(given) if given.isdecimal() and 1 <= int(given[:9]) <= most else 1
    chosen = int(place.number_input(label, 1, most, start, key=f"choice-{key}-{most}"))
    _keep(key, str(chosen), "1")
    return chosen


def words_of(place: DeltaGenerator, label: str, key: str, example: str = "") -> str:
    """Words somebody types; none are what an address without the key means."""
    given = st.query_params.get(key, "")[:LONGEST]
    typed = place.text_input(label, given, max_chars=LONGEST, key=f"choice-{key}", placeholder=example)
    return _keep(key, typed.strip(), "")


def _start(key: str, names: Sequence[str]) -> str:
    given = st.query_params.get(key, names[0])
    return given if given in names else names[0]


def _keep(key: str, chosen: str, usual: str) -> str:
    if chosen != usual:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    return chosen
