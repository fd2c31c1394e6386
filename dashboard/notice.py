"""What became of the last click, in a sentence at the top of the page, with a way back where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import words
from dashboard.markup import tag

KEPT = "notice"


@dataclass(frozen=True)
class Notice:
    """One sentence. `refused`: nothing was done. `undo` takes the deed back when it is pressed."""

    sentence: str
    refused: bool = False
    undo: Callable[[], None] | None = None


def tell(sentence: str, *, refused: bool = False, undo: Callable[[], None] | None = None) -> None:
    """Keep a sentence for the top of the page that is drawn next."""
    st.session_state[KEPT] = Notice(sentence, refused, undo)


def draw() -> None:
    """Shows the sentence once."""
    kept = st.session_state.pop(KEPT, None)
    if not isinstance(kept, Notice):
        return
    look = "ew-notice ew-refused" if kept.refused else "ew-notice"
    with st.container(key="notice", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(tag("div", kept.sentence, class_=look, role="status"), width="stretch")
        if kept.undo is not None:
            st.button(words.say("shared.undo"), key="notice-undo", on_click=kept.undo)
