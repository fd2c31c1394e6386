"""A long list, some rows at a time: each row is drawn with its buttons, and a page stands when all of them do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard import choices, words

SIZE = 12  # rows a person reads before turning the page
T = TypeVar("T")


def draw(entries: Sequence[T], row: Callable[[T], object]) -> None:
    """Draws one page of the entries; where there are more, the address bar holds which, and it is turned below them."""
    rows = st.container()
    pages = max(1, -(-len(entries) // SIZE))
    page = 1
    if pages > 1:
        page = choices.number(st.columns([8, 2])[1], words.say("inbox.page"), "page", pages)
    with rows:
        for each in entries[(page - 1) * SIZE : page * SIZE]:
            row(each)
