"""The page for one minute with coffee: what needs you, how the mood is, and the proof that somebody listened."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from dashboard import beginnings, charts, data, days, fresh, health, notice, pages, pieces, triage, words
from dashboard.casework import cards
from dashboard.frame import Frame, latest, opening
from dashboard.markup import EMPTY, Safe, join, tag
from dashboard.needs import NO_CASE, Needs, needs
from dashboard.nouns import Morning, Need
from dashboard.who import may_change
from pipelines import worth

CARDS = 4  # more than that is no longer a morning
LIVE = timedelta(minutes=1)


def show(frame: Frame) -> None:
    """Draws the page."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    reading = data.morning(copy, data.this_hour(now))
    pressing = needs(copy, reading, frame.config, now)
    _head(frame, pressing, _face(reading))
    if not reading.mentions:
        return
    _cards(frame, pressing, now)
    _trend(frame, reading, now)
    good = pieces.topics(words.say("morning.praise"), reading.praise, bad=False)
    bad = pieces.topics(words.say("morning.complaints"), reading.complaints, bad=True)
    st.html(tag("div", good, bad, class_="ew-two"))
    _silence(frame)


@st.fragment(run_every=LIVE)
def _head(frame: Frame, pressing: Needs, face: str) -> None:
    """Date, sentence and arithmetic. Looks again every minute, and redraws the page only when it would say more."""
    now = frame.clock()
    reading = latest(frame, now)
    if reading is None:
        return
    if _face(reading) != face:
        st.rerun()
    st.html(_greeting(frame, reading, pressing, now))


def _greeting(frame: Frame, reading: Morning, pressing: Needs, now: datetime) -> Safe:
    local = now.astimezone(frame.config.zone)
    silent_since = health.nobody_collects(reading.health, now)
    warning = pieces.banner(words.nobody_collects(silent_since, now)) if silent_since else EMPTY
    if not reading.mentions:
        waiting = _waiting(frame, reading)
        first, proof = beginnings.nothing_heard(frame.config), health.table(reading.health, waiting, now)
        if not frame.config.sources:
            return first
        return join(warning, first, pieces.section(words.say("health.title")), proof)
    mood = days.mood(reading.slots, now, frame.config.warn.false_alarms_per_week)
    return join(
        warning,
        tag("p", f"{frame.config.business.name} · {words.day(local.date())}, {local:%H:%M}", class_="ew-date"),
        tag("h1", pressing.sentence(mood.name, now), class_="ew-sentence"),
        tag("p", mood.sentence, class_="ew-under") if mood.sentence else EMPTY,
    )


def _cards(frame: Frame, pressing: Needs, now: datetime) -> None:
    """What needs somebody, each with its next move; or one kind sentence when nothing does."""
    if not pressing.count:
        st.html(tag("p", words.say("morning.nothing_waiting"), class_="ew-none"))
    changing, shown = may_change(frame), set[str]()
    for number, need in enumerate(pressing.alerts[:CARDS]):
        with st.container(key=f"need-{number}"):
            st.html(pieces.card(need, now, shown))
            shown.update(said.id for said in need.said)
            _moves(frame, pressing, need, changing=changing)
    room = CARDS - len(pressing.alerts[:CARDS])
    for line in pressing.late[:room]:
        with st.container(key=f"need-case-{line.entry.case.id}"):
            st.html(cards.beside(line, now, frame.config.zone))
            _to_case(line.entry.case.id)
    rest = pressing.count - min(pressing.count, CARDS)
    more = words.count("morning.more", rest) if rest else words.say("morning.all")
    inbox = tag("a", words.say("morning.inbox"), href="inbox", target="_self")
    st.html(tag("p", more, " ", inbox, class_="ew-lead ew-rest"))


def _moves(frame: Frame, pressing: Needs, need: Need, *, changing: bool) -> None:
    """The buttons of a card: to its case, or a case; its story; not worth it."""
    case = pressing.cases.get(need.key)
    with st.container(key=f"moves-{need.key}", horizontal=True, gap="small"):
        if case is not None:
            _to_case(case.case.id)
        elif changing and need.said and need.kind not in NO_CASE:
            urgent = need.urgent
            st.button(
                words.say("morning.make_case"), key=f"case-{need.key}", type="primary",
                on_click=triage.open_case, args=(frame, need.said[0]), kwargs={"urgent": urgent},
            )  # fmt: skip
        if need.kind == "story" and need.said and st.button(words.say("stories.open"), key=f"story-{need.key}"):
            pages.go("stories", story=need.said[0].id)
        if changing:
            st.button(
                words.say("morning.not_worth"), key=f"calm-{need.key}", help=words.say("morning.not_worth_means"),
                on_click=_not_worth_it, args=(frame, need.key), type="tertiary",
            )  # fmt: skip


def _to_case(case: str) -> None:
    if st.button(words.say("morning.open_case", case=case), key=f"to-{case}", type="primary"):
        pages.go("cases", case=case)


def _not_worth_it(frame: Frame, key: str) -> None:
    if fresh.act(frame, lambda desk, who, now: worth.not_worth_it(desk, key, who=who, now=now)) is not None:
        notice.tell(words.say("morning.noted"), undo=lambda: _after_all(frame, key))


def _after_all(frame: Frame, key: str) -> None:
    fresh.act(frame, lambda desk, who, now: worth.worth_it_after_all(desk, key, who=who, now=now))


def _trend(frame: Frame, reading: Morning, now: datetime) -> None:
    today = now.astimezone(frame.config.zone).date()
    shown = days.by_day(
        reading.slots, frame.config.zone, today, shown=data.TREND_DAYS, budget=frame.config.warn.false_alarms_per_week
    )
    if not shown:
        st.html(pieces.section(words.say("morning.trend"), words.say("morning.trend_none")))
        return
    st.html(pieces.section(words.say("morning.trend"), words.shares_then_and_now(*days.halves(shown))))
    st.html(charts.trend(shown))
    rows = (
        (words.day(day.date), f"{day.total:,}", f"{day.negative:,}", words.share(day.negative, day.total), day.note)
        for day in reversed(shown)
    )
    head = words.heads("day", "mentions", "negative", "share", "note")
    numbers = pieces.table(head, rows, caption=words.say("shared.numbers"), right=(1, 2, 3))
    st.html(tag("details", tag("summary", words.say("shared.numbers")), numbers))


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
    return f"{','.join(need.key for need in reading.needs)}|{reading.mentions}"
