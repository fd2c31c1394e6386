"""Everything that was said, newest first, with the reasons for what we think of it."""

from __future__ import annotations

import streamlit as st

from dashboard import pieces, readings, words
from dashboard.data import this_hour
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the choice."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    st.html(tag("h1", words.INBOX_TITLE, class_="ew-sentence"))
    kind, place = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    shown = kind.segmented_control(
        words.SHOW, list(words.SHOWS), format_func=words.SHOWS.__getitem__, default="flag", required=True, key="show",
        bind="query-params",
    )  # fmt: skip
    names = ["", *(source.name for source in frame.config.sources)]
    source = place.selectbox(
        words.FROM, names, format_func=lambda name: name or words.ALL_SOURCES, key="from", bind="query-params"
    )
    shelf = readings.shelf(copy, this_hour(now), shown or "flag", source or "", 1)
    pages = max(1, -(-shelf.found // readings.SHELF))
    page = 1
    if pages > 1:
        page = int(place.number_input(words.PAGE, 1, pages, key="page", bind="query-params"))
        shelf = readings.shelf(copy, this_hour(now), shown or "flag", source or "", page) if page > 1 else shelf
    lead = words.found(shelf.found, page, pages) if shelf.found else words.INBOX_NONE
    st.html(join(tag("p", lead, class_="ew-lead"), pieces.newest(shelf.said, now)))
