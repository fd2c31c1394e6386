"""Everything that wants a look, newest first: one click each says what it is, and it leaves the list.

The first one is in hand: it has the keys of the keyboard, and the next one takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import choices, pieces, readings, triage, words
from dashboard.data import Version, this_hour
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.nouns import Said
from dashboard.who import may_change

JOINING = "joining"  # the mention whose story is being chosen
KEYS = {"not_negative": "N", "not_about_us": "U", "same_story": "S", "case": "M"}


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
    none = words.say("inbox.none_open") if shown == "open" else words.say("inbox.none")
    changing = may_change(frame) and shown != "handled"
    lead = words.found(shelf.found, page, pages) if shelf.found else none
    keys = join(" ", tag("span", words.say("inbox.keys"), class_="ew-keys")) if changing and shelf.said else ""
    st.html(join(tag("p", lead, keys, class_="ew-under"), tag("div", class_="ew-controls")))
    if not changing:
        st.html(pieces.newest(shelf.said, now))
        return
    for number, said in enumerate(shelf.said):
        _item(frame, copy, said, now, in_hand=number == 0)


def _item(frame: Frame, copy: Version, said: Said, now: datetime, *, in_hand: bool) -> None:
    """One mention and its moves."""
    with st.container(key=f"item-{said.id}"):
        st.html(pieces.newest([said], now))
        with st.container(key=f"moves-{said.id}", horizontal=True, gap="small"):
            for move, act in (("not_negative", triage.not_negative), ("not_about_us", triage.not_about_us)):
                _button(move, said, act, (frame, said), in_hand=in_hand)
            _button("same_story", said, _choose, (said.id,), in_hand=in_hand)
            _button("case", said, triage.open_case, (frame, said), in_hand=in_hand)
        if st.session_state.get(JOINING) == said.id:
            _stories(frame, readings.told(copy, this_hour(now), said.id), said)


def _button(move: str, said: Said, act: object, arguments: tuple[object, ...], *, in_hand: bool) -> None:
    st.button(
        words.table("inbox.moves")[move],
        key=f"{move}-{said.id}",
        help=words.table("inbox.changes")[move],
        on_click=act,  # type: ignore[arg-type]  # one of ours
        args=arguments,
        shortcut=KEYS[move] if in_hand else None,
        type="primary" if in_hand and move == "case" else "secondary",
    )


def _choose(mention: str) -> None:
    """Show the stories to choose from, or put them away again."""
    st.session_state[JOINING] = None if st.session_state.get(JOINING) == mention else mention


def _stories(frame: Frame, others: Sequence[Said], said: Said) -> None:
    """The stories told last, each a button."""
    lead = words.say("inbox.which_story") if others else words.say("inbox.no_story")
    st.html(tag("p", lead, class_="ew-lead"))
    for other in others:
        st.button(
            triage.beginning(other), key=f"join-{said.id}-{other.id}", on_click=triage.same_story,
            args=(frame, said, other), type="tertiary",
        )  # fmt: skip
