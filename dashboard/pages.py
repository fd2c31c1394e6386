"""From one page to another with a choice: `pages.go("cases", case="12")` is a link without a new load."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

KNOWN = "pages"


def remember(pages: Mapping[str, StreamlitPage]) -> None:
    """Called once per run, where the pages are made."""
    st.session_state[KNOWN] = dict(pages)


def go(name: str, **choice: str) -> None:
    """To that page, now; the rest of this run is dropped. Not from a callback: Streamlit ignores it there."""
    page = st.session_state.get(KNOWN, {}).get(name)
    if page is not None:
        st.switch_page(page, query_params=choice)
