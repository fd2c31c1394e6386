"""Where we listen: every source, how it fares, and what to do about one in trouble."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import health, pieces, words
from dashboard.frame import Frame, latest, opening
from dashboard.markup import EMPTY, join, tag


def show(frame: Frame) -> None:
    """Draws the page."""
    if opening(frame) is not None:
        _live(frame)


@st.fragment(run_every=timedelta(minutes=1))
def _live(frame: Frame) -> None:
    now = frame.clock()
    reading = latest(frame, now)
    if reading is None:
        return
    since = health.nobody_collects(reading.health, now)
    looked = {each.source for each in reading.health}
    waiting = [source.name for source in frame.config.sources if source.name not in looked]
    st.html(
        join(
            pieces.banner(words.nobody_collects(since, now)) if since else EMPTY,
            tag("h1", words.say("sources.title"), class_="ew-sentence"),
            tag("p", health.sentence(reading.health, reading.last_heard, now), class_="ew-under"),
            tag("div", class_="ew-controls"),
            health.troubles(reading.health),
            health.table(reading.health, waiting, now, counts=True),
            tag("p", words.say("sources.advice"), class_="ew-under"),
        )
    )
