"""The page for one minute with coffee: what needs you, how the mood is, and the proof that somebody listened."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from dashboard import charts, data, days, health, pieces, words
from dashboard.frame import Frame, latest, opening
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.nouns import Morning

CARDS = 4  # more than that is no longer a morning
LIVE = timedelta(minutes=1)


def show(frame: Frame) -> None:
    """Draws the page."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    reading = data.morning(copy, data.this_hour(now))
    _head(frame, _face(reading))
    if not reading.mentions:
        return
    st.html(pieces.cards(reading.needs, now, CARDS))
    _trend(frame, reading, now)
    st.html(_newest(reading, now))
    good = pieces.topics(words.say("morning.praise"), reading.praise, bad=False)
    bad = pieces.topics(words.say("morning.complaints"), reading.complaints, bad=True)
    st.html(tag("div", good, bad, class_="ew-two"))
    _silence(frame)


@st.fragment(run_every=LIVE)
def _head(frame: Frame, face: str) -> None:
    """Date, sentence and arithmetic. Looks again every minute, and redraws the page only when it would say more."""
    now = frame.clock()
    reading = latest(frame, now)
    if reading is None:
        return
    if _face(reading) != face:
        st.rerun()
    st.html(_greeting(frame, reading, now))


def _greeting(frame: Frame, reading: Morning, now: datetime) -> Safe:
    local = now.astimezone(frame.config.zone)
    silent_since = health.nobody_collects(reading.health, now)
    warning = pieces.banner(words.nobody_collects(silent_since, now)) if silent_since else EMPTY
    if not reading.mentions:
        waiting = _waiting(frame, reading)
        first = pieces.steps(
            words.say("nothing_heard.title"), words.say("nothing_heard.lead"), words.steps("nothing_heard.steps")
        )
        return join(
            warning, first, pieces.section(words.say("health.title")), health.table(reading.health, waiting, now)
        )
    mood = days.mood(reading.slots, now, frame.config.warn.false_alarms_per_week)
    return join(
        warning,
        tag("p", f"{frame.config.business.name} · {words.day(local.date())}, {local:%H:%M}", class_="ew-date"),
        tag("h1", words.sentence(len(reading.needs), mood.name), class_="ew-sentence"),
        tag("p", mood.sentence, class_="ew-under") if mood.sentence else EMPTY,
    )


def _trend(frame: Frame, reading: Morning, now: datetime) -> None:
    today = now.astimezone(frame.config.zone).date()
    shown = days.by_day(
        reading.slots, frame.config.zone, today, shown=data.TREND_DAYS, budget=frame.config.warn.false_alarms_per_week
    )
    if not shown:
        st.html(pieces.section(words.say("morning.trend"), words.say("morning.trend_none")))
        return
    st.html(pieces.section(words.say("morning.trend"), words.shares_then_and_now(*days.halves(shown))))
    st.altair_chart(charts.trend(shown, dark=frame.dark), width="stretch", theme=None)
    rows = (
        (words.day(day.date), f"{day.total:,}", f"{day.negative:,}", words.share(day.negative, day.total), day.note)
        for day in reversed(shown)
    )
    head = words.heads("day", "mentions", "negative", "share", "note")
    numbers = pieces.table(head, rows, caption=words.say("shared.numbers"), right=(1, 2, 3))
    st.html(tag("details", tag("summary", words.say("shared.numbers")), numbers))


def _newest(reading: Morning, now: datetime) -> Safe:
    if not reading.newest:
        return pieces.section(words.say("morning.newest"), words.say("morning.newest_none"))
    return join(
        pieces.section(words.say("morning.newest"), words.say("morning.newest_lead")),
        pieces.newest(reading.newest, now),
    )


@st.fragment(run_every=LIVE)
def _silence(frame: Frame) -> None:
    now = frame.clock()
    reading = latest(frame, now)
    if reading is None:
        return
    proof = health.sentence(reading.health, reading.last_heard, now)
    st.html(
        join(
            pieces.section(words.say("health.title"), proof),
            health.troubles(reading.health),
            health.table(reading.health, _waiting(frame, reading), now),
        )
    )


def _waiting(frame: Frame, reading: Morning) -> list[str]:
    """Sources that are configured and were never looked at."""
    looked = {each.source for each in reading.health}
    return [source.name for source in frame.config.sources if source.name not in looked]


def _face(reading: Morning) -> str:
    """Changes when the page has something new to say."""
    needs = ",".join(need.key for need in reading.needs)
    heard = ",".join(said.id for said in reading.newest)
    return f"{needs}|{heard}|{reading.mentions}"
