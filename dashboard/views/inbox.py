"""Everything that wants a look, newest first, a story once: one click each says what it is, and it leaves the list.

The first one is in hand: it has the keys of the keyboard, and the next one takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import choices, handled, pieces, readings, triage, words
from dashboard.data import Version, this_hour
from dashboard.frame import Frame, opening
from dashboard.likely import likeliest
from dashboard.markup import EMPTY, Safe, join, plain, tag
from dashboard.nouns import Pile, Said, Voice
from dashboard.who import may_change

JOINING = "joining"  # the mention whose story is being chosen
KEYS = {"not_negative": "N", "not_about_us": "U", "same_story": "S", "case": "M"}
OTHERS = 6  # stories to choose from
NAME = 30  # characters of a story on a button


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
    pile = readings.shelf(copy, this_hour(now), shown, source, 1)
    pages, page = max(1, -(-pile.entries // readings.SHELF)), 1
    if pages > 1:
        page = choices.number(leaf, words.say("inbox.page"), "page", pages)
        pile = readings.shelf(copy, this_hour(now), shown, source, page)
    none = words.say("inbox.none_open") if shown == "open" else words.say("inbox.none")
    changing = may_change(frame)
    lead = words.found(pile.found, page, pages) if pile.found else none
    with_keys = changing and pile.told and shown != "handled"
    keys = join(" ", tag("span", words.say("inbox.keys"), class_="ew-keys")) if with_keys else EMPTY
    st.html(join(tag("p", lead, keys, class_="ew-under"), tag("div", class_="ew-controls")))
    if shown == "handled":
        _handled(frame, copy, pile, now, changing=changing)
    elif changing:
        for number, voice in enumerate(pile.told):
            _item(frame, copy, voice, now, in_hand=number == 0)
    else:
        st.html(join(*(join(pieces.newest([voice.said], now), _voices(voice)) for voice in pile.told)))


def _handled(frame: Frame, copy: Version, pile: Pile, now: datetime, *, changing: bool) -> None:
    found = readings.decided(copy, this_hour(now), tuple(voice.said.id for voice in pile.told))
    for voice in pile.told:
        handled.draw(frame, voice.said, found.get(voice.said.id, ()), now, changing=changing)


def _voices(voice: Voice) -> Safe:
    """How many tell it, with the way to all of them; nothing for a voice of its own."""
    if voice.voices < 2:
        return EMPTY
    said = words.count("inbox.voices", voice.voices)
    return tag("p", tag("a", said, href=f"stories?story={voice.story}", target="_self"), class_="ew-by")


def _item(frame: Frame, copy: Version, voice: Voice, now: datetime, *, in_hand: bool) -> None:
    """One mention and its moves."""
    said = voice.said
    others = likeliest(said, voice.story, readings.told(copy, this_hour(now)))
    with st.container(key=f"item-{said.id}"):
        st.html(join(pieces.newest([said], now), _voices(voice)))
        with st.container(key=f"moves-{said.id}", horizontal=True, gap="small"):
            for move, act in (("not_negative", triage.not_negative), ("not_about_us", triage.not_about_us)):
                _button(move, said, act, (frame, said), in_hand=in_hand)
            if others:
                _same(frame, said, others[0], in_hand=in_hand)
            _button("case", said, triage.open_case, (frame, said), in_hand=in_hand)
            if others[1:]:
                st.button(
                    words.say("inbox.another"), key=f"another-{said.id}", type="tertiary", on_click=_choose,
                    args=(said.id,),
                )  # fmt: skip
        if st.session_state.get(JOINING) == said.id:
            _stories(frame, others[1:][:OTHERS], said)


def _same(frame: Frame, said: Said, other: Said, *, in_hand: bool) -> None:
    """One click joins it to the story it most likely tells, which is named before."""
    st.button(
        words.say("inbox.same_as", words=plain(triage.beginning(other, NAME))),
        key=f"same_story-{said.id}",
        help=words.say("inbox.changes.same_story", words=plain(triage.beginning(other))),
        on_click=triage.same_story,
        args=(frame, said, other),
        shortcut=KEYS["same_story"] if in_hand else None,
    )


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
    """Show the other stories to choose from, or put them away again."""
    st.session_state[JOINING] = None if st.session_state.get(JOINING) == mention else mention


def _stories(frame: Frame, others: Sequence[Said], said: Said) -> None:
    """Other stories, the likelier first, each a button."""
    st.html(tag("p", words.say("inbox.which_story"), class_="ew-lead"))
    for other in others:
        st.button(
            plain(triage.beginning(other)), key=f"join-{said.id}-{other.id}", on_click=triage.same_story,
            args=(frame, said, other), type="tertiary",
        )  # fmt: skip
