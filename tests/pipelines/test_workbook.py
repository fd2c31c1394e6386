from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import workbook


def read(raw: bytes) -> list[list[tuple[object, str]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert sheet is not None
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def written(*rows: list[object]) -> list[list[tuple[object, str]]]:
    raw = io.BytesIO()
    assert workbook.write(raw, ["what"], rows) == len(rows)
    return read(raw.getvalue())


@pytest.mark.parametrize("words", ["=1+1", "+49 30 1234", "-5 stars", "@SUM(A1)", "=HYPERLINK(A1)", "<b>&amp;"])
def test_words_that_would_run_are_words(words: str) -> None:
    assert written([words])[1] == [(words, "s")]


def test_numbers_times_and_nothing_stay_what_they_are() -> None:
    moment = datetime(2026, 5, 4, 9, 31, tzinfo=UTC)
    kept = written([-5], [0.25], [moment], [None], [True])
    assert [row[0] for row in kept[1:]] == [
        (-5, "n"), (0.25, "n"), (moment.replace(tzinfo=None), "d"), (None, "n"), (True, "b"),
    ]  # fmt: skip


@settings(max_examples=60)
@given(st.text(min_size=1))
def test_whatever_people_write_the_file_opens_and_holds_no_formula(text: str) -> None:
    _, [(_, kind)] = written([f"={text}"])
    assert kind == "s"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(workbook.TooLong, match="parquet or csv"):
        workbook.write(io.BytesIO(), ["n"], ([n] for n in range(4)))
