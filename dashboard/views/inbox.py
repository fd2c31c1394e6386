"""Everything that was said, newest first, with the reasons for what we think of it."""

from __future__ import annotations

import streamlit as st

from dashboard import choices, pieces, readings, words
from dashboard.data import this_hour
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the choice."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    st.html(join(tag("h1", words.say("inbox.title"), class_="ew-sentence"), tag("div", class_="ew-controls")))
    kind, place, leaf = st.columns([5, 3, 2], gap="medium", vertical_alignment="bottom")
    shown = choices.one_of(kind, words.say("inbox.show"), "show", words.table("inbox.shows"))
    names = {"": words.say("inbox.all_sources")} | {source.name: source.name for source in frame.config.sources}
    source = choices.from_list(place, words.say("inbox.from"), "from", names)
    shelf = readings.shelf(copy, this_hour(now), shown, source, 1)
    pages, page = max(1, -(-shelf.found // readings.SHELF)), 1
    if pages > 1:
        page = choices.number(leaf, words.say("inbox.page"), "page", pages)
        shelf = readings.shelf(copy, this_hour(now), shown, source, page)
    lead = words.found(shelf.found, page, pages) if shelf.found else words.say("inbox.none")
    st.html(join(tag("p", lead, class_="ew-under"), tag("div", class_="ew-controls"), pieces.newest(shelf.said, now)))
