"""Tables that open as they should in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.export import csv_bytes


def back(head: list[str], rows: list[list[object]]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(head, rows).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_never_becomes_a_formula(cell: str) -> None:
    assert back(["a"], [[cell]])[1] == [f"'{cell}"]


def test_numbers_stay_numbers_and_words_stay_words() -> None:
    rows = back(["n", "text"], [[-3, 'two\nlines, "quoted"'], [0.5, "Füße ★"], [None, ""]])
    assert rows[1:] == [["-3", 'two\nlines, "quoted"'], ["0.5", "Füße ★"], ["", ""]]


def test_half_a_letter_does_not_lose_the_table() -> None:
    assert back(["a"], [["x\ud800y"], ["z"]])[2] == ["z"]
