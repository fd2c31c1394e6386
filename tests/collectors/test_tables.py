"""Any file to rows, by what it is and not by what it is called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.source import Broken
from collectors.tables import read_rows
from tests.collectors.test_sheets import workbook


@pytest.mark.parametrize(
    "data",
    [
        b"text,rating\nfine,5\n",
        "text;rating\nfine;5\n".encode("utf-16"),
        b'[{"text": "fine", "rating": "5"}]',
        b'{"text": "fine", "rating": "5"}\n',
        workbook([["text", "rating"], ["fine", "5"]]).getvalue(),
    ],
)
def test_all_formats_whatever_the_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.dat"
    path.write_bytes(data)
    assert [row.values for row in read_rows(path)] == [{"text": "fine", "rating": "5"}]
    stream = io.BytesIO(data)
    assert [row.values for row in read_rows(stream)] == [{"text": "fine", "rating": "5"}]
    assert not stream.closed


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\0\0 \n", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"SQLite format 3\0xxxx", "database"),
        (b"PAR1xx", "Parquet"),
        (b"PK\x03\x04some.txt", "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"<!doctype html><html><body>Please log in</body></html>", "web page"),
    ],
)
def test_other_files_are_named_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(Broken, match=says) as caught:
        list(read_rows(io.BytesIO(data)))
    assert caught.value.next_step


def test_a_missing_file_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_rows(tmp_path / "nowhere.csv"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_one_clear_error(data: bytes) -> None:
    try:
        for row in read_rows(io.BytesIO(data)):
            assert row.problem or row.values
    except Broken as error:
        assert error.next_step  # noqa: PT017 - either outcome is right, and both are checked
