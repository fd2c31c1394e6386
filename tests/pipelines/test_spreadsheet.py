from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.spreadsheet import STARTS_A_FORMULA, cell, write


@pytest.mark.parametrize(
    "words", ["=1+1", "+49 30 1234", "-5 stars", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM"]
)
def test_words_that_a_spreadsheet_would_run_open_as_text(words: str) -> None:
    assert cell(words) == "'" + words


@pytest.mark.parametrize("number", [-5, 0, 3.5, -0.25])
def test_numbers_stay_numbers(number: float) -> None:
    assert cell(number) == number


def test_what_no_file_can_hold_does_not_lose_the_table() -> None:
    assert cell("half \ud800 a letter\x00") == "half \ufffd a letter\ufffd"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_people_write_no_cell_starts_a_formula_and_no_row_is_lost(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    assert write(out, ["a", "b"], rows) == len(rows)
    read = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(value.startswith(STARTS_A_FORMULA) for row in read for value in row)
