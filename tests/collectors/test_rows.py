"""Headers and the names of columns."""

from __future__ import annotations

import pytest

from collectors.rows import MAX_COLUMNS, Row, column_names, looks_like_header, numbered


@pytest.mark.parametrize(
    "cells",
    [
        ["date", "title", "review", "rating"],
        ["", "restaurant", "text"],
        ["Bewertung"],
        ["Kolumne A", "Kolumne B"],
        ["評価", "本文"],
    ],
)
def test_headers(cells: list[str]) -> None:
    assert looks_like_header(cells)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", ""],
        ["5", "fine", "2024-01-01"],
        ["booked", "Milou", "A whole sentence that somebody wrote about us, and quite a long one."],
        ["one\ntwo", "text"],
        [1, "text"],
        ["same", "same"],
    ],
)
def test_rows_are_no_headers(cells: list[object]) -> None:
    assert not looks_like_header(cells)


def test_names_are_never_blank_or_twice() -> None:
    assert column_names(["a", "", None, "a", " b "]) == ("a", "column 2", "column 3", "a (2)", "b")
    assert len(column_names(range(10_000))) == len(numbered(10_000)) == MAX_COLUMNS


def test_where() -> None:
    assert (Row(3).where, Row(4, unit="item").where) == ("line 3", "item 4")
