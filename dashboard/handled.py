"""What was dealt with in the inbox: who decided what, and a way back for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import pieces, triage, words
from dashboard.frame import Frame
from dashboard.markup import tag
from dashboard.nouns import Decided, Said
from dashboard.pages import go
from pipelines import verdicts

CASE = "case"
# the words of `verdicts` -> how the page names them; two of them go on with the id of another mention
NAMES = {
    verdicts.NEGATIVE: "negative", verdicts.NOT_NEGATIVE: "not_negative", verdicts.ABOUT_US: "about_us",
    verdicts.NOT_ABOUT_US: "not_about_us", verdicts.NOT_USEFUL: "not_useful", verdicts.SAME_STORY: "same_story",
    verdicts.OTHER_STORY: "another_story",
}  # fmt: skip


def draw(frame: Frame, said: Said, decided: Sequence[Decided], now: datetime, *, changing: bool) -> None:
    """One mention, with every word that stands about it."""
    with st.container(key=f"item-{said.id}"):
        st.html(pieces.newest([said], now))
        for number, each in enumerate(decided):
            with st.container(key=f"moves-{said.id}-{number}", horizontal=True, gap="small",
                              vertical_alignment="center"):  # fmt: skip
                st.html(tag("p", _sentence(each), class_="ew-by"), width="content")
                _ways(frame, said, each, f"{said.id}-{number}", changing=changing)


def _ways(frame: Frame, said: Said, each: Decided, key: str, *, changing: bool) -> None:
    """Back; a case that has gone on is no slip any more, and is only shown."""
    if each.case and st.button(words.say("cases.open_one", case=each.case), key=f"to-{key}", type="tertiary"):
        go("cases", case=each.case)
    if not changing or (each.case and each.events > 1):
        return
    st.button(words.say("handled.back"), key=f"back-{key}", on_click=_back, args=(frame, said, each))


def _back(frame: Frame, said: Said, each: Decided) -> None:
    if each.case:
        triage.close_again(frame, each.case)
    else:
        what, other = verdicts.parts(each.word)
        triage.back(frame, said, what, other)


def _sentence(each: Decided) -> str:
    if each.case:
        return words.say("handled.case", who=each.who, case=each.case)
    name = NAMES.get(verdicts.parts(each.word)[0])
    return f"{each.who}: {words.table('handled.words')[name] if name else each.word}"
