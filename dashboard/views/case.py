"""One case: the person first, what they said, what was promised, what may be done now, the answer with its coach."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import pieces, words
from dashboard.casework import books, cards, draft, moves
from dashboard.data import Version, version
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.who import may_change
from pipelines import caselist
from pipelines.casefile import CaseFile
from storage.errors import RecordError

LOOK_AGAIN = timedelta(seconds=5)


def show(frame: Frame, copy: Version, number: str) -> None:
    """Draws one case; a number that nobody gave gets a sentence."""
    now, zone = frame.clock(), frame.config.zone
    st.button(words.say("case.back"), key="back", type="tertiary", on_click=_back)
    file = books.file_of(copy, number, frame.config)
    if file is None:
        st.html(pieces.steps(words.say("case.unknown", case=number), "", words.steps("case.unknown_steps")))
        return
    (line,) = caselist.lines([file.entry], frame.config, now)
    st.html(cards.head(file, line, now, zone))
    _watch(frame, number, file.case.seq)
    said, doing = st.columns([7, 5], gap="large")
    with said:
        st.html(join(cards.person(file, now, zone), cards.what_was_said(file, now)))
    with doing:
        _promises(frame, file)
        if may_change(frame):
            st.html(pieces.section(words.say("moves.next")))
            moves.draw(frame, file.case)
    if "answer" in moves.allowed(frame, file.case):
        draft.draw(frame, file)
    st.html(cards.timeline(file, zone))


def _promises(frame: Frame, file: CaseFile) -> None:
    now, zone, case = frame.clock(), frame.config.zone, file.case
    st.html(pieces.section(words.say("case.promises")))
    if not case.promises:
        st.html(tag("p", words.say("case.no_promises"), class_="ew-quiet"))
    able = moves.allowed(frame, case)
    for promise in case.promises:
        st.html(cards.promised(promise, "", now, zone))
        if "keep" in able:
            moves.promise_buttons(frame, promise, case.seq)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(frame: Frame, number: str, seq: int) -> None:
    """Says so when somebody else has moved the case; what is being typed stays as it is until it is asked for."""
    copy = version(frame.published)
    try:
        file = books.file_of(copy, number, frame.config) if copy else None
    except RecordError:
        return
    if file is None or file.case.seq == seq:
        return
    with st.container(key="news", horizontal=True, vertical_alignment="center", gap="small"):
        said = words.say("case.changed", who=file.case.changed_by)
        st.html(tag("div", said, class_="ew-notice", role="status"), width="stretch")
        if st.button(words.say("case.show_it"), key="show-it"):
            st.rerun()


def _back() -> None:
    if "case" in st.query_params:
        del st.query_params["case"]
