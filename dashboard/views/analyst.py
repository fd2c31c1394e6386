"""For the analyst: where the copy is, what is in it, and questions that run as they stand."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import choices, pieces, readings, words
from dashboard.data import this_hour
from dashboard.export import csv_bytes
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.queries import worked


def show(frame: Frame) -> None:
    """Draws the page. The address bar holds the question."""
    copy = opening(frame)
    if copy is None:
        return
    now = frame.clock()
    made = datetime.fromtimestamp(copy.modified_ns / 1e9, UTC)
    state = words.file_state(copy.path, made, copy.size, now)
    st.html(
        join(
            tag("h1", words.say("analyst.title"), class_="ew-sentence"),
            tag("p", words.say("analyst.lead"), class_="ew-under"),
            tag("p", tag("code", state, class_="ew-code"), class_="ew-under"),
        )
    )
    questions = worked()
    chosen = choices.from_list(
        st.container(),
        words.say("analyst.question"),
        "question",
        {name: title for name, (title, _) in questions.items()},
    )
    found = readings.answer(copy, this_hour(now), chosen)
    st.html(tag("pre", questions[chosen][1], class_="ew-sql"))
    rows = ([_cell(cell) for cell in row] for row in found.rows)
    numbers = tuple(
        i for i in range(len(found.head)) if all(isinstance(row[i], int | float | None) for row in found.rows)
    )
    st.html(pieces.table(found.head, rows, caption=questions[chosen][0], right=numbers))
    if found.cut:
        st.html(tag("p", words.say("analyst.cut"), class_="ew-lead"))
    st.download_button(
        words.say("shared.take_away"),
        lambda: csv_bytes(found.head, found.rows),
        "answer.csv",
        "text/csv",
        type="tertiary",
        on_click="ignore",
    )
    described = readings.documentation(copy, this_hour(now))
    table = pieces.table(
        words.heads("name", "column", "comment"),
        described,
        caption=words.say("analyst.documentation"),
    )
    st.html(join(pieces.section(words.say("analyst.documentation")), table))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
