"""For the analyst: where the copy is, what is in it, and questions that run as they stand."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import choices, pieces, readings, words
from dashboard.data import this_hour
from dashboard.frame import Frame, opening
from dashboard.markup import join, tag
from dashboard.nouns import Answer
from dashboard.queries import worked
from pipelines import export
from pipelines.report import month, pdf, sheet
from storage.export import parquet as as_parquet
from storage.publish import read

NOTEBOOK = 'con.sql("SELECT * FROM mentions_daily ORDER BY day DESC LIMIT 7").df()'
MONTHS = 13  # to choose from
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


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
            tag("div", class_="ew-controls"),
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
    st.html(tag("pre", questions[chosen][1], class_="ew-sql", tabindex="0"))
    rows = ([_cell(cell) for cell in row] for row in found.rows)
    numbers = tuple(
        i for i in range(len(found.head)) if all(isinstance(row[i], int | float | None) for row in found.rows)
    )
    st.html(pieces.table(found.head, rows, caption=questions[chosen][0], right=numbers))
    if found.cut:
        st.html(tag("p", words.say("analyst.cut"), class_="ew-lead"))
    _take_away(frame, chosen, questions[chosen][1], found)
    _notebook(copy.path)
    _report(frame, now)
    described = readings.documentation(copy, this_hour(now))
    table = pieces.table(
        words.heads("name", "column", "comment"),
        described,
        caption=words.say("analyst.documentation"),
    )
    st.html(join(pieces.section(words.say("analyst.documentation")), table))


def _take_away(frame: Frame, name: str, question: str, found: Answer) -> None:
    """The whole answer as Parquet; what is shown as CSV and XLSX."""
    csv, sheet, parquet, _ = st.columns([1, 1, 1, 3], gap="small")
    for place, label, kind, make in (
        (csv, words.say("shared.take_away"), "csv", lambda: export.as_bytes("csv", found.head, found.rows)),
        (sheet, words.say("analyst.as_xlsx"), "xlsx", lambda: export.as_bytes("xlsx", found.head, found.rows)),
        (parquet, words.say("analyst.as_parquet"), "parquet", lambda: as_parquet(frame.published, question)),
    ):
        place.download_button(
            label, make, f"{name}.{kind}", MIME[kind], type="tertiary", on_click="ignore", key=f"take-{kind}"
        )


def _notebook(path: str) -> None:
    """How to open the file: lines to copy."""
    lines = ("import duckdb", f"con = duckdb.connect({path!r}, read_only=True)", NOTEBOOK)
    # not `st.code`: its colours cost every visitor of this page a megabyte and a half of script
    st.html(
        join(
            pieces.section(words.say("analyst.notebook"), words.say("analyst.notebook_lead")),
            tag("pre", "\n".join(lines), class_="ew-sql", tabindex="0"),
            tag("pre", "earlyword export mentions --format parquet", class_="ew-sql", tabindex="0"),
        )
    )


def _report(frame: Frame, now: datetime) -> None:
    """The monthly report, to print or to hand on."""
    st.html(pieces.section(words.say("analyst.report"), words.say("analyst.report_lead")))
    which, page, printed, _ = st.columns([2, 1, 1, 2], gap="small", vertical_alignment="bottom")
    months = {each.key: each.name for each in month.last(frame.config, now, MONTHS)}
    key = choices.from_list(which, words.say("analyst.month"), "month", months)

    def html() -> str:
        with read(frame.published) as con:
            return sheet.html(month.read(con, frame.config, month.month_of(key, frame.config, now), now))

    page.download_button(
        words.say("analyst.as_html"), html, f"report-{key}.html", "text/html", type="tertiary", on_click="ignore"
    )
    if pdf.possible():
        printed.download_button(
            words.say("analyst.as_pdf"), lambda: pdf.as_bytes(html(), months[key]), f"report-{key}.pdf",
            "application/pdf", type="tertiary", on_click="ignore",
        )  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
