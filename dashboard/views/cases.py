"""Complaints being put right: the list as people triage it, and one of them by its number in the address."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import streamlit as st

from analysis.case import Case
from dashboard import choices, leaves, words
from dashboard.casework import books, cards, moves, sentences
from dashboard.data import Version
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.views import case as one_case
from dashboard.who import may_change, who
from pipelines import caselist, recover
from pipelines.caselist import Line, Pick
from pipelines.recover import Desk

CHOSEN, SEARCH = "case", "q"  # in the address
NEW = "new-case"
FIELDS = ("customer", "words", "source", "topics", "urgent")


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the drawer, the search and the case."""
    copy = opening(frame)
    if copy is None:
        return
    number = st.query_params.get(CHOSEN, "")
    if number:
        one_case.show(frame, copy, number)
    else:
        _list(frame, copy)


def _list(frame: Frame, copy: Version) -> None:
    now = frame.clock()
    everything = st.query_params.get("drawer") == "closed"
    found = caselist.lines(books.book(copy, everything=everything), frame.config, now)
    still = caselist.picked(found, "open", who(frame), now)
    st.html(join(tag("h1", sentences.headline(still, now), class_="ew-sentence"), tag("div", class_="ew-controls")))
    drawer, search = st.columns([6, 4], gap="medium", vertical_alignment="bottom")
    pick = cast(Pick, choices.one_of(drawer, words.say("cases.show"), "drawer", words.table("cases.shows")))
    sought = choices.words_of(search, words.say("cases.search"), SEARCH)
    if (pick == "closed") != everything:
        st.rerun()  # the closed ones are read only when somebody wants them
    shown = caselist.matching(caselist.picked(found, pick, who(frame), now), sought)
    if may_change(frame):
        _new(frame)
    if not shown:
        st.html(
            tag("p", words.say("cases.none_found") if sought else words.table("cases.none")[pick], class_="ew-none")
        )
    leaves.draw(shown, lambda line: _row(frame, line, now))


def _row(frame: Frame, line: Line, now: datetime) -> None:
    number = line.entry.case.id
    with st.container(key=f"row-{number}"):
        said, standing = st.columns([7, 4], gap="medium")
        said.html(cards.row(line, now))
        standing.html(cards.standing(line, now, frame.config.zone))
        standing.button(
            words.say("cases.open_one", case=number), key=f"open-{number}", type="tertiary", on_click=go, args=(number,)
        )


def go(number: str) -> None:
    """To one case."""
    st.query_params[CHOSEN] = number


def _new(frame: Frame) -> None:
    """A case typed in after a phone call, or a word at the counter."""
    with st.expander(words.say("cases.new")), st.form(NEW, border=False):
        st.text_input(words.say("cases.customer"), key=f"{NEW}-customer", max_chars=200)
        st.text_area(words.say("cases.what_they_said"), key=f"{NEW}-words", max_chars=moves.LONGEST)
        left, right = st.columns(2, gap="medium")
        places = words.table("cases.places")
        left.selectbox(words.say("cases.where"), list(places), format_func=places.__getitem__, key=f"{NEW}-source")
        right.multiselect(words.say("cases.about"), list(frame.config.topics_table), key=f"{NEW}-topics")
        st.checkbox(words.say("cases.cannot_wait"), key=f"{NEW}-urgent")
        st.form_submit_button(words.say("cases.make"), type="primary", on_click=_make, args=(frame,))


def _make(frame: Frame) -> None:
    given = {name: st.session_state.get(f"{NEW}-{name}") for name in FIELDS}

    def deed(desk: Desk, by: str, now: datetime) -> Case:
        return recover.open_case(
            desk,
            by,
            now,
            customer=given["customer"] or "",
            words=given["words"] or "",
            source=given["source"] or "phone",
            topics=given["topics"] or [],
            urgent=bool(given["urgent"]),
        )

    done = moves.press(frame, "open", deed, [f"{NEW}-{name}" for name in FIELDS])
    if done is not None:
        go(done.id)
