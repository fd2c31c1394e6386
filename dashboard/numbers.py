"""What stands behind every picture: its table, its question in SQL, and the same to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import pieces, words
from dashboard.export import csv_bytes
from dashboard.markup import Safe, join, tag


@dataclass(frozen=True)
class Numbers:
    """The table behind a picture, and the question it came from. Columns named in `right` hold numbers."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    sql: str
    right: tuple[int, ...] = ()


def picture(title: str, lead: str, chart: Safe, numbers: Numbers) -> None:
    """A picture under its title, with its numbers folded away."""
    st.html(join(pieces.section(title, lead), chart))
    behind(numbers, folded=True)


def behind(numbers: Numbers, *, folded: bool) -> None:
    """The table, then its SQL and its CSV."""
    cells = ([f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in numbers.rows)
    table = pieces.table(numbers.head, cells, caption=words.say("shared.numbers"), right=numbers.right)
    st.html(tag("details", tag("summary", words.say("shared.numbers")), table) if folded else table)
    sql = tag("pre", numbers.sql, class_="ew-sql", tabindex="0")
    st.html(tag("details", tag("summary", words.say("shared.the_sql")), sql))
    st.download_button(
        words.say("shared.take_away"), lambda: csv_bytes(numbers.head, numbers.rows), f"{numbers.name}.csv", "text/csv",
        type="tertiary", on_click="ignore", key=f"take-{numbers.name}",
    )  # fmt: skip
