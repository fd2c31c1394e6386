"""By which way letters leave: a mail server, or files in a folder; the name of the variable that holds the password."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import pieces, who
from dashboard.frame import Frame
from dashboard.markup import join, tag
from dashboard.settings.desk import key, put_changed, save, values, variable
from dashboard.words import say, table
from pipelines import trial_letter
from pipelines.config_edit import Values
from pipelines.trial_letter import NotAllowed, TransportError

SECURITY = ("starttls", "tls", "none")
PORT = 587


def show(frame: Frame) -> None:
    """Draws the form, whether the password is set, and the button that sends a letter to whoever presses it."""
    mail = values(frame).get("mail") or {}
    _form(frame, mail, mail.get("smtp") or {})
    smtp = frame.config.mail.smtp
    if smtp and smtp.password_env:
        is_set = bool(frame.config.secret(smtp.password_env, os.environ))
        hint = say("settings.mail_set") if is_set else say("settings.mail_not_set", name=smtp.password_env)
        st.html(tag("p", tag("code", smtp.password_env, class_="ew-code"), " ", hint, class_="ew-under"))
    st.html(tag("h2", say("settings.trial"), class_="ew-section"))
    if smtp is None:
        st.html(tag("p", say("settings.mail_files", folder=str(frame.config.outbox)), class_="ew-under ew-words"))
    if st.button(say("settings.trial_send"), key="trial-letter"):
        _trial(frame)


def _form(frame: Frame, mail: Mapping[str, Any], smtp: Mapping[str, Any]) -> None:
    labels = table("settings.mail")
    with st.form("mail", border=False):
        left, right = st.columns(2, gap="medium")
        sender = left.text_input(
            labels["from"], value=str(mail.get("from") or ""), key=key("mail-from"), placeholder="earlyword@example.com"
        )
        host = right.text_input(
            labels["host"], value=str(smtp.get("host") or ""), key=key("mail-host"), placeholder="smtp.example.com"
        )
        places = st.columns(4, gap="medium", vertical_alignment="bottom")
        way = str(smtp.get("security") or SECURITY[0])
        security = places[0].selectbox(
            labels["security"], SECURITY, index=SECURITY.index(way), key=key("mail-security"),
            format_func=table("settings.security").__getitem__,
        )  # fmt: skip
        port = places[1].number_input(labels["port"], 1, 65535, int(smtp.get("port") or PORT), key=key("mail-port"))
        user = places[2].text_input(labels["user"], value=str(smtp.get("user") or ""), key=key("mail-user"))
        secret = places[3].text_input(
            labels["password_env"], value=str(smtp.get("password_env") or ""), key=key("mail-secret"),
            placeholder="EARLYWORD_SMTP_PASSWORD", help=say("settings.env_note", note=""),
        )  # fmt: skip
        if st.form_submit_button(say("settings.save"), type="primary"):

            def change(new: Values) -> None:
                put_changed(new, ("mail", "from"), sender.strip(), "")
                if not host.strip():
                    (new.get("mail") or {}).pop("smtp", None)
                    return
                put_changed(new, ("mail", "smtp", "host"), host.strip(), "")
                put_changed(new, ("mail", "smtp", "port"), int(port), PORT)
                put_changed(new, ("mail", "smtp", "security"), security, SECURITY[0])
                put_changed(new, ("mail", "smtp", "user"), user.strip(), "")
                named = variable(secret, smtp.get("password_env"))
                put_changed(new, ("mail", "smtp", "password_env"), named, "")

            save(frame, change)


def _trial(frame: Frame) -> None:
    try:
        with st.spinner(say("settings.trial_sending")):
            sent = trial_letter.send(frame.config, who.who(frame), os.environ, frame.clock())
    except (NotAllowed, TransportError) as wrong:
        st.html(pieces.banner(str(wrong)))
        return
    if sent.server:
        said = say("settings.trial_sent", server=sent.server, to=sent.recipient)
    else:
        said = say("settings.trial_filed", folder=sent.folder)
    st.html(join(tag("p", said, class_="ew-done ew-words", role="status")))
