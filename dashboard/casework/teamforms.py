"""What the team writes on its page: suggestions, the owner's answers to them, and changes whose effect is watched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from analysis.case import Case, Suggestion
from dashboard import pieces, words
from dashboard.casework.moves import LONGEST, moment, pressed
from dashboard.frame import Frame
from dashboard.markup import EMPTY, join, tag
from dashboard.who import may_change, who
from pipelines import recover
from pipelines.recover import Desk

LEADS = ("owner", "manager")


def suggestions(frame: Frame, found: Sequence[Suggestion]) -> None:
    """Every suggestion with what became of it; who leads answers those without an answer."""
    st.html(pieces.section(words.say("team.suggestions"), words.say("team.suggestions_lead")))
    if not found:
        st.html(tag("p", words.say("team.no_suggestions"), class_="ew-none"))
    for each in found:
        with st.container(key=f"suggestion-{each.case}-{each.number}"):
            _told(frame, each)
            if _leads(frame) and (not each.verdict or (each.verdict == "taken up" and not each.became)):
                _answer(frame, each)
    if may_change(frame):
        _suggest(frame)


def _leads(frame: Frame) -> bool:
    try:
        return recover.actor(frame.config, who(frame)).role in LEADS
    except recover.NotAllowed:
        return False


def _told(frame: Frame, each: Suggestion) -> None:
    zone = frame.config.zone
    day = words.day(each.at.astimezone(zone).date())
    topic = join(" · ", pieces.foreign(each.topic)) if each.topic else EMPTY
    by = tag("p", pieces.foreign(each.by), f" · {day}", topic, class_="ew-by")
    verdict = words.table("team.answers")[each.verdict or "none"]
    why = [part for part in (each.why, each.became) if part]
    answer = tag("p", tag("b", verdict), *(join(" · ", pieces.foreign(part)) for part in why), class_="ew-why")
    left = tag("div", tag("p", pieces.foreign(each.words), class_="ew-quote"), by)
    st.html(tag("div", left, tag("div", answer), class_="ew-beside"))


def _answer(frame: Frame, each: Suggestion) -> None:
    key = f"reply-{each.case}-{each.number}"
    became = each.verdict == "taken up"
    label = words.say("team.what_became") if became else words.say("team.answer_it")
    with st.expander(label), st.form(key, border=False):
        if not became:
            names = words.table("team.choices")
            st.radio(words.say("team.verdict"), list(names), format_func=names.__getitem__, key=f"{key}-verdict")
        st.text_input(
            words.say("team.became") if became else words.say("team.why"), key=f"{key}-why", max_chars=LONGEST
        )

        def deed(desk: Desk, by: str, now: datetime) -> Case:
            said = st.session_state.get(f"{key}-why") or ""
            given = {"became": said} if became else {"verdict": st.session_state[f"{key}-verdict"], "why": said}
            return recover.answer_suggestion(desk, by, now, number=each.number, case=each.case, **given)

        st.form_submit_button(
            words.say("team.tell"), type="primary", on_click=pressed,
            args=(frame, "answer_suggestion", deed, (f"{key}-why", f"{key}-verdict")),
        )  # fmt: skip


def _suggest(frame: Frame) -> None:
    with st.expander(words.say("team.suggest")), st.form("suggest-shop", border=False):
        st.text_area(words.say("moves.suggestion"), key="suggest-words", max_chars=LONGEST)
        st.selectbox(words.say("moves.topic"), ["", *frame.config.topics_table], key="suggest-topic")

        def deed(desk: Desk, by: str, now: datetime) -> Case:
            said, topic = st.session_state.get("suggest-words") or "", st.session_state.get("suggest-topic") or ""
            return recover.suggest(desk, by, now, words=said, topic=topic)

        st.form_submit_button(
            words.table("moves.do")["suggest"], type="primary", on_click=pressed,
            args=(frame, "suggest", deed, ("suggest-words", "suggest-topic")),
        )  # fmt: skip


def change(frame: Frame) -> None:
    """Something is done differently from a day on; only who leads writes it down."""
    if not _leads(frame):
        return
    today = frame.clock().astimezone(frame.config.zone).date()
    with st.expander(words.say("team.note_change")), st.form("change", border=False):
        st.text_input(words.say("team.what_changed"), key="change-words", max_chars=LONGEST)
        left, right = st.columns(2, gap="medium")
        left.selectbox(words.say("team.should_help"), list(frame.config.topics_table), key="change-topic")
        right.date_input(words.say("team.since_when"), today, max_value=today, format="DD/MM/YYYY", key="change-day")

        def deed(desk: Desk, by: str, now: datetime) -> Case:
            since = moment(frame, st.session_state.get("change-day") or today, datetime.min.time())
            return recover.record_change(
                desk,
                by,
                now,
                words=st.session_state.get("change-words") or "",
                topic=st.session_state.get("change-topic") or "",
                since=min(since, now),
            )

        st.form_submit_button(
            words.say("team.note_it"), type="primary", on_click=pressed,
            args=(frame, "change", deed, ("change-words", "change-topic", "change-day")),
        )  # fmt: skip
