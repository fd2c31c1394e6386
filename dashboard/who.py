"""Who is at the page. Every write has a name, and this is where the pages learn it.

Where the page asks for a sign-in, it is the person behind the cookie, asked anew at every run. On this computer alone
nobody is asked for a password: the person at the page is picked there, when there are several, and the address bar
holds the pick. That is a courtesy among colleagues and no lock. What somebody may do is decided in the verbs, never
here.
"""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.frame import Frame
from dashboard.markup import tag
from pipelines.access.visitors import person_behind
from pipelines.config import Config

KEY = "as"  # in the address bar
PICKED = "who-picked"
NOBODY = "owner"  # the name under which changes are kept while config.yaml names no people


def who(frame: Frame) -> str:
    """The name of the person acting; "" for somebody whose session has ended, whom every verb refuses."""
    if asks(frame.config):
        person = person_behind(frame.config, st.context.cookies.to_dict(), frame.clock())
        return person.name if person else ""
    known = names(frame.config)
    picked = st.session_state.get(PICKED) or st.query_params.get(KEY, "")
    return picked if picked in known else known[0] if known else NOBODY


def may_change(frame: Frame) -> bool:
    """May the person at the page change anything? So that a page shows no button that would refuse."""
    acting = who(frame)
    if not frame.config.people:
        return bool(acting)
    return any(person.name == acting and person.role != "viewer" for person in frame.config.people)


def asks(config: Config) -> bool:
    """Does the page ask for a sign-in?"""
    return config.dashboard.sign_in != "none"


def names(config: Config) -> list[str]:
    """Everybody who can be picked at this page: those who may change something; where nobody may, everybody."""
    able = [person.name for person in config.people if person.role != "viewer"]
    return able or [person.name for person in config.people]


def corner(frame: Frame) -> None:
    """At the top of every page: who is signed in, with the way out; or the quiet choice, where there is one."""
    if asks(frame.config):
        with st.container(key="who"):
            st.html(tag("a", who(frame), href="/account", target="_self", title=words.say("shared.account")))
        return
    known = names(frame.config)
    if len(known) < 2:
        return
    acting = who(frame)
    with st.container(key="who", horizontal=True, horizontal_alignment="right"):
        chosen = st.selectbox(
            words.say("shared.who"),
            known,
            index=known.index(acting),
            label_visibility="collapsed",
            key="who-choice",
            width=140,
        )
    st.session_state[PICKED] = chosen
    if chosen != known[0]:
        st.query_params[KEY] = chosen
    elif KEY in st.query_params:
        del st.query_params[KEY]
