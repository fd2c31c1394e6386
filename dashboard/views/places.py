"""Where we listen: every source, how it fares, what to do about one in trouble, and what nobody listens to."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import health, listening, pieces, readings, words
from dashboard.data import this_hour, version
from dashboard.frame import Frame, latest, opening
from dashboard.markup import EMPTY, join, tag
from pipelines import source_kinds


def show(frame: Frame) -> None:
    """Draws the page."""
    if opening(frame) is not None:
        _live(frame)


@st.fragment(run_every=timedelta(minutes=1))
def _live(frame: Frame) -> None:
    now = frame.clock()
    reading, copy = latest(frame, now), version(frame.published)
    if reading is None or copy is None:
        return
    since = health.nobody_collects(reading.health, now)
    looked = {each.source for each in reading.health}
    waiting = [source.name for source in frame.config.sources if source.name not in looked]
    names = tuple(source.name for source in frame.config.sources)
    fared = readings.listening(copy, this_hour(now), names)
    st.html(
        join(
            pieces.banner(words.nobody_collects(since, now)) if since else EMPTY,
            tag("h1", words.say("sources.title"), class_="ew-sentence"),
            tag("p", health.sentence(reading.health, reading.last_heard, now), class_="ew-under"),
            tag("div", class_="ew-controls"),
            health.troubles(reading.health),
            listening.quiet(fared),
            health.table(reading.health, waiting, now, counts=True),
            pieces.section(words.say("sources.days"), words.say("sources.days_lead")),
            listening.days(fared, now.date()),
            pieces.section(words.say("sources.uncovered"), words.say("sources.uncovered_lead")),
            listening.uncovered(source_kinds.uncovered(frame.config)),
            tag("p", words.say("sources.advice"), class_="ew-under"),
        )
    )
