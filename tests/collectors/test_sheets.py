"""Workbooks, and the bombs a zip can hold."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from datetime import datetime

import openpyxl
import pytest

from collectors.rows import Row
from collectors.sheets import sheet_rows
from collectors.source import Broken

SHEET = '<?xml version="1.0"?>{dtd}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>'


def workbook(*sheets: Sequence[Sequence[object]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for number, table in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        for cells in table:
            sheet.append(list(cells))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def repacked(name: str, data: bytes, *, level: int = 9) -> io.BytesIO:
    """A workbook with one part replaced."""
    source = zipfile.ZipFile(workbook([["text"], ["x"]]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target:
        for member in source.namelist():
            target.writestr(member, data if member == name else source.read(member))
        if name not in source.namelist():
            target.writestr(name, data)
    stream.seek(0)
    return stream


def values(stream: io.BytesIO) -> list[dict[str, object]]:
    return [dict(row.values) for row in sheet_rows(stream)]


def test_values_keep_their_kind() -> None:
    when = datetime.fromisoformat("2024-03-04T17:30:00")
    assert values(workbook([["date", "rating", "text"], [when, 4.5, "fine"], [None, None, None], [when, 1, None]])) == [
        {"date": when, "rating": 4.5, "text": "fine"},
        {"date": when, "rating": 1},
    ]


def test_rows_are_numbered_as_the_sheet_numbers_them() -> None:
    stream = workbook([["Reviews of May"], [], ["text", "rating"], ["fine", 5], [], ["bad", 1]])
    assert list(sheet_rows(stream)) == [
        Row(4, {"text": "fine", "rating": 5}, unit="row"),
        Row(6, {"text": "bad", "rating": 1}, unit="row"),
    ]


def test_no_header_and_an_empty_first_sheet() -> None:
    assert values(workbook([], [["fine words, many of them, and more of them than a header has", 5], ["bad", 1]]))[
        1
    ] == {"1": "bad", "2": 1}
    assert values(workbook([])) == []


def test_formulas_are_not_run() -> None:
    assert values(workbook([["text", "rating"], ["=1+1", 5]])) == [{"text": None, "rating": 5}]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"nonsense", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_broken(data: bytes) -> None:
    with pytest.raises(Broken):
        values(io.BytesIO(data))


def test_a_cut_workbook_is_broken() -> None:
    data = workbook([["text"], *([f"row {n}"] for n in range(500))]).getvalue()
    for cut in (10, len(data) // 2, len(data) - 30):
        with pytest.raises(Broken):
            values(io.BytesIO(data[:cut]))


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/big.bin"])
def test_zip_bombs_are_refused_at_once(name: str) -> None:
    stream = repacked(name, bytes(500_000_000) if name.endswith("sheet1.xml") else bytes(70_000_000), level=1)
    start = time.monotonic()
    with pytest.raises(Broken, match="would unpack"):
        values(stream)
    assert time.monotonic() - start < 1


def test_too_many_parts_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for number in range(3_000):
            target.writestr(str(number), b"")
    with pytest.raises(Broken, match="3,000 parts"):
        values(stream)


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    data = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    with pytest.raises(Broken):
        values(repacked("xl/worksheets/sheet1.xml", SHEET.format(dtd=laughs, data=data).encode()))


def test_a_cell_far_out_costs_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    start = time.monotonic()
    assert values(repacked("xl/worksheets/sheet1.xml", SHEET.format(dtd="", data=far).encode())) == []
    assert time.monotonic() - start < 5
