"""Where we listen: every source, how it fares, what to do about one in trouble, and what nobody listens to.

A source need not wait until it is due: whoever asks for a look gets it from the service's own clock, within seconds.
"""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from analysis.recovery import NotAllowed
from dashboard import health, listening, notice, pieces, readings, who, words
from dashboard.data import this_hour, version
from dashboard.frame import Frame, latest, opening
from dashboard.markup import EMPTY, join, tag
from pipelines import look_now, source_kinds
from pipelines.look_now import NotNow

MINUTE = timedelta(minutes=1)
GLANCE = timedelta(seconds=2)  # while somebody waits for a look


def show(frame: Frame) -> None:
    """Draws the page."""
    if opening(frame) is not None:
        _head(frame)
        _asked(frame)
        _live(frame)


@st.fragment(run_every=MINUTE)
def _head(frame: Frame) -> None:
    now = frame.clock()
    reading = latest(frame, now)
    if reading is None:
        return
    since = health.nobody_collects(reading.health, now)
    st.html(
        join(
            pieces.banner(words.nobody_collects(since, now)) if since else EMPTY,
            tag("h1", words.say("sources.title"), class_="ew-sentence"),
            tag("p", health.sentence(reading.health, reading.last_heard, now), class_="ew-under"),
        )
    )


def _asked(frame: Frame) -> None:
    """Who is waiting for a look, and the way to ask for one."""
    if waiting := _waiting(frame):
        _watch(frame, waiting)
    if not who.may_change(frame):
        return
    with st.container(key="look-now", horizontal=True, vertical_alignment="bottom"):
        names = [source.name for source in frame.config.sources]
        chosen = st.selectbox(words.say("sources.look_at"), names, width=320, key="look-at") if names else None
        if chosen and st.button(words.say("sources.look_now"), key="look-now-go"):
            _wish(frame, chosen)


def _wish(frame: Frame, source: str) -> None:
    now = frame.clock()
    try:
        look_now.wish(frame.config, who.who(frame), source, now)
    except (NotAllowed, NotNow) as wrong:
        notice.tell(str(wrong), refused=True)
    st.rerun()


def _waiting(frame: Frame) -> list[str]:
    return [wish.source for wish in look_now.wishes(frame.config.data)]


@st.fragment(run_every=GLANCE)
def _watch(frame: Frame, waiting: list[str]) -> None:
    """Who waits, until the round has looked: then the page draws itself afresh."""
    if _waiting(frame) != waiting:
        st.rerun()
    comes = look_now.collects(frame.config, frame.clock())
    names = ", ".join(waiting)
    said = words.say("sources.looking", names=names) if comes else words.say("sources.nobody_looks", names=names)
    st.html(tag("p", said, class_="ew-done ew-words", role="status", dir="auto"))


@st.fragment(run_every=MINUTE)
def _live(frame: Frame) -> None:
    now = frame.clock()
    reading, copy = latest(frame, now), version(frame.published)
    if reading is None or copy is None:
        return
    looked = {each.source for each in reading.health}
    waiting = [source.name for source in frame.config.sources if source.name not in looked]
    names = tuple(source.name for source in frame.config.sources)
    fared = readings.listening(copy, this_hour(now), names)
    st.html(
        join(
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
