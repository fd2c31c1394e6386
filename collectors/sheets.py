"""Rows out of XLSX, read as a stream, with the bombs a zip file can hold refused before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from collectors.rows import HEADER_SEARCH, MAX_COLUMNS, Row, column_names, looks_like_header, numbered
from collectors.source import Broken

_MAX_MEMBER = 400_000_000  # bytes one sheet may unpack to; a full sheet of a million rows stays below
_MAX_STRINGS = 64_000_000  # bytes of the shared texts, which have to be held in memory
_MAX_MEMBERS = 2_000
_MAX_CELLS = 100_000_000  # of a sheet, empty ones between others included
_MAX_RATIO = 200  # unpacked to packed, of members over 10 MB; real sheets stay under 50
_AGAIN = "Save it again as XLSX or CSV."


def sheet_rows(stream: IO[bytes], *, header: bool | None = None) -> Iterator[Row]:
    """Rows of the first sheet that has any. Raises Broken for what is no workbook, is a bomb, or is locked."""
    _refuse_bombs(stream)
    stream.seek(0)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                empty = True
                for row in _rows(sheet.iter_rows(values_only=True), header):
                    empty = False
                    yield row
                if not empty:
                    return
        finally:
            book.close()
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError,
        TypeError, IndexError, AttributeError, EOFError, OverflowError, NotImplementedError,
    ) as error:  # fmt: skip # what openpyxl and zipfile raise, between them, for broken workbooks
        raise Broken("the workbook cannot be read: it is damaged or not what it says", next_step=_AGAIN) from error


def _refuse_bombs(stream: IO[bytes]) -> None:
    """The sizes in a zip's directory bind its reader: what is checked here is the most that can come out."""
    try:
        members = zipfile.ZipFile(stream).infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise Broken("the workbook cannot be read: its zip container is damaged", next_step=_AGAIN) from error
    if len(members) > _MAX_MEMBERS:
        raise Broken(f"the workbook is refused: it holds {len(members):,} parts", next_step=_AGAIN)
    for member in members:
        limit = _MAX_STRINGS if "sharedstrings" in member.filename.lower() else _MAX_MEMBER
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > limit or (member.file_size > 10_000_000 and ratio > _MAX_RATIO):
            raise Broken(
                f"the workbook is refused: one part would unpack to {member.file_size / 1e6:,.0f} MB",
                next_step="Save it as CSV and use that.",
            )
        if member.flag_bits & 1:
            raise Broken("the workbook is protected by a password", next_step="Save a copy without a password.")


def _rows(rows: Iterator[tuple[object, ...]], header: bool | None) -> Iterator[Row]:
    names: tuple[str, ...] | None = None
    held: list[tuple[int, tuple[object, ...]]] = []  # rows above what may be the header
    seen = 0
    for number, row in enumerate(rows, 1):
        seen += len(row)
        if seen > _MAX_CELLS:
            raise Broken(f"the sheet has more than {_MAX_CELLS:,} cells", next_step="Save it as CSV and use that.")
        cells = row[:MAX_COLUMNS]
        while cells and cells[-1] in (None, ""):
            cells = cells[:-1]
        if not cells:
            continue
        if names is not None:
            yield _row(number, names, cells)
            continue
        if header is not False and len(cells) > 1 and looks_like_header(cells):
            names = column_names(cells)
            held.clear()
            continue
        held.append((number, cells))
        if header is False or len(held) >= HEADER_SEARCH:
            names = numbered(max(len(above) for _, above in held))
            yield from (_row(at, names, above) for at, above in held)
            held.clear()
    if held:
        names = numbered(max(len(above) for _, above in held))
        yield from (_row(at, names, above) for at, above in held)


def _row(number: int, names: tuple[str, ...], cells: tuple[object, ...]) -> Row:
    return Row(number, dict(zip(names, cells, strict=False)), unit="row")
