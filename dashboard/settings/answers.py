"""How an answer begins, topic by topic: the playbooks. What is saved here is a draft to finish, and never posted."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import Frame
from dashboard.settings.desk import key, put, save, values
from dashboard.words import say, table
from pipelines.config_edit import Values

ANY = "anything"  # where no other fits, as config.yaml calls it


def show(frame: Frame) -> None:
    """Draws the form: every playbook, and one more."""
    books: dict[str, str] = {
        topic: str(words) for topic, words in (values(frame).get("playbooks") or {}).items() if words
    }
    labels = table("settings.answers")
    with st.form("answers", border=False):
        typed = {
            topic: st.text_area(
                labels["anything"] if topic == ANY else topic, value=words, key=key(f"book-{topic}"), height=130,
                max_chars=5000, help=labels["gone"],
            )
            for topic, words in books.items()
        }  # fmt: skip
        left = [topic for topic in (*frame.config.topics_table, ANY) if topic not in books]
        topic = st.selectbox(
            labels["more"], left, index=None, key=key("book-more"), placeholder=labels["choose"],
            format_func=lambda each: labels["anything"] if each == ANY else str(each),
        )  # fmt: skip
        more = st.text_area(
            labels["words"], key=key("book-more-words"), height=130, max_chars=5000, placeholder=labels["example"]
        )
        if st.form_submit_button(say("settings.save"), type="primary"):
            if topic and more.strip():
                typed[topic] = more

            def change(new: Values) -> None:
                for each, words in typed.items():
                    if _lines(words) != _lines(books.get(each, "")):
                        put(new, ("playbooks", each), _lines(words))

            save(frame, change)


def _lines(typed: str) -> str:
    """As it stands in the file: no blanks at the ends of lines; several lines end with a line end."""
    lines = [line.rstrip() for line in typed.strip().splitlines()]
    return "\n".join(lines) + ("\n" if len(lines) > 1 else "")
