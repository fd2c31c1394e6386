"""Who comes in, and by which way: it is chosen here; what is secret is typed where Earlyword runs, never here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import pieces, who
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.settings.desk import NoName, key, put_changed, save, values, variable
from dashboard.words import heads, say, table
from pipelines.access import ways
from pipelines.config_edit import Values

WAYS = ("none", "password", "oidc")
OIDC = ("issuer", "client_id", "client_secret_env")


def show(frame: Frame) -> None:
    """Draws the form, and who has a password."""
    page = values(frame).get("dashboard") or {}
    with st.form("signing-in", border=False):
        given = _fields(page)
        if st.form_submit_button(say("settings.save"), type="primary"):
            _save(frame, page, given)
    _keys(frame)


def _fields(page: Mapping[str, Any]) -> dict[str, str]:
    labels, oidc = table("settings.signing_in"), page.get("oidc") or {}
    way = str(page.get("sign_in") or WAYS[0])
    chosen = st.radio(
        labels["sign_in"], WAYS, index=WAYS.index(way), key=key("way"),
        format_func=table("settings.ways").__getitem__, captions=list(table("settings.ways_mean").values()),
    )  # fmt: skip
    left, right = st.columns(2, gap="medium")
    given = {"sign_in": str(chosen)}
    given["url"] = left.text_input(
        labels["url"], value=str(page.get("url") or ""), key=key("url"), placeholder="https://reputation.example.com"
    )
    given["signed_out_after"] = right.text_input(
        labels["signed_out_after"], value=str(page.get("signed_out_after") or "12 hours"), key=key("signed-out")
    )
    places = st.columns(3, gap="medium", vertical_alignment="bottom")
    examples = ("https://accounts.google.com", "1234.apps.example", "EARLYWORD_OIDC_SECRET")
    for at, name in enumerate(OIDC):
        given[name] = places[at].text_input(
            labels[name], value=str(oidc.get(name) or ""), key=key(f"oidc-{name}"), placeholder=examples[at]
        )
    return {name: typed.strip() for name, typed in given.items()}


def _save(frame: Frame, page: Mapping[str, Any], given: Mapping[str, str]) -> None:
    """Refused as well while it would shut the door on whoever presses the button."""
    oidc = page.get("oidc") or {}
    try:
        secret = variable(given["client_secret_env"], oidc.get("client_secret_env"))
    except NoName as wrong:
        st.html(pieces.banner(str(wrong)))
        return
    if given["sign_in"] != (page.get("sign_in") or WAYS[0]):
        wrong_way = ways.obstacle(frame.config, who.who(frame), given["sign_in"], secret, os.environ)
        if wrong_way:
            st.html(pieces.banner(wrong_way))
            return

    def change(new: Values) -> None:
        put_changed(new, ("dashboard", "sign_in"), given["sign_in"], WAYS[0])
        put_changed(new, ("dashboard", "url"), given["url"], "")
        put_changed(new, ("dashboard", "signed_out_after"), given["signed_out_after"], "12 hours")
        for name in OIDC:
            put_changed(new, ("dashboard", "oidc", name), given[name], "")

    save(frame, change)


def _keys(frame: Frame) -> None:
    """Who could sign in with a password, and what to type for those who could not."""
    st.html(pieces.section(say("settings.passwords"), say("settings.passwords_lead")))
    rows = [
        (
            pieces.foreign(each.person),
            say("settings.is_set") if each.has_password else say("settings.not_set"),
            tag("code", each.command, class_="ew-code"),
        )
        for each in ways.keys(frame.config)
    ]
    if rows:
        head = heads("whose", "state", "to_set")
        st.html(join(pieces.table(head, rows, caption=say("settings.passwords"))))
    st.html(tag("p", say("settings.elsewhere"), class_="ew-under"))
