"""The answer to a customer: the draft, the coach beside it, and the promises it would bind us to. Never posts anything.

It is a fragment: the coach looks again whenever the draft changes, and nothing else of the page is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from analysis.case import Case
from analysis.promises import Proposed
from analysis.replies import Advice
from dashboard import fresh, notice, pieces, words
from dashboard.casework import cards, sentences
from dashboard.casework.moves import LONGEST
from dashboard.frame import Frame
from dashboard.markup import plain, tag
from pipelines import coach, recover
from pipelines.casefile import CaseFile
from pipelines.recover import Desk


@st.fragment
def draw(frame: Frame, file: CaseFile) -> None:
    """Draft and coach side by side."""
    case = file.case
    st.html(pieces.section(words.say("coach.title"), words.say("coach.lead")))
    left, right = st.columns([6, 5], gap="large")
    with left:
        draft = _draft(file)
        url = st.text_input(words.say("coach.url"), key=f"url-{case.id}", max_chars=2000)
        with st.container(horizontal=True, gap="small", key="draft-buttons"):
            pressed = st.button(words.say("coach.answered"), type="primary", key=f"answered-{case.id}")
            with st.popover(words.say("coach.copy"), disabled=not draft.strip()):
                st.code(draft, language=None, wrap_lines=True)
        advice = _advice(frame, file, draft)
        bound = _bound(frame, case, advice.promises) if advice else []
    with right:
        st.html(cards.advice(advice) if advice else tag("p", words.say("coach.empty"), class_="ew-quiet"))
    if pressed:
        if _answer(frame, case, draft, url, bound) is not None:
            st.session_state[f"clear-{case.id}"] = True
        st.rerun()


def _draft(file: CaseFile) -> str:
    """The words so far; at first, how an answer begins by the owner's playbook."""
    key, clear = f"draft-{file.case.id}", f"clear-{file.case.id}"
    if st.session_state.pop(clear, False):
        st.session_state[key] = ""
        st.session_state[f"url-{file.case.id}"] = ""
    elif key not in st.session_state:
        st.session_state[key] = file.opening if file.case.asked is not None else ""
    return st.text_area(words.say("coach.draft"), key=key, height=260, max_chars=LONGEST)


def _advice(frame: Frame, file: CaseFile, draft: str) -> Advice | None:
    if not draft.strip():
        return None
    return coach.advise(frame.config, draft, file.complaint, now=frame.clock(), earlier_replies=file.earlier_replies)


def _bound(frame: Frame, case: Case, promises: Sequence[Proposed]) -> list[Proposed]:
    """The promises of the draft that the writer lets stand: they go into the book with the answer."""
    if not promises:
        return []
    st.html(tag("h3", words.say("coach.binds"), class_="ew-small-head"))
    kept = []
    for number, each in enumerate(promises):
        when = sentences.moment(each.due, frame.config.zone)
        told = words.say("coach.bind", what=each.what, when=when)
        label = plain(told if each.firm else f"{told} {words.say('coach.soft')}")
        if st.checkbox(label, value=each.firm, key=f"bind-{case.id}-{number}-{each.what}"):
            kept.append(each)
    return kept


def _answer(frame: Frame, case: Case, draft: str, url: str, bound: Sequence[Proposed]) -> Case | None:
    def deed(desk: Desk, by: str, now: datetime) -> Case:
        done = recover.answer(desk, case.id, by, now, words=draft, url=url, saw=case.seq)
        for each in bound:
            if each.due > now:
                done = recover.promise(desk, case.id, by, now, what=each.what, due=each.due, saw=done.seq)
        return done

    done = fresh.act(frame, deed)
    if done is not None:
        notice.tell(words.count("coach.told", len(bound)) if bound else words.table("moves.told")["answer"])
    return done
