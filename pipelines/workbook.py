"""XLSX that opens as what it is: a stranger's words are text and never a formula; numbers and times stay such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MOST_ROWS = 1_048_575  # of a sheet, below its head
LONGEST = 32_767  # characters of a cell
WIDTH = 18  # of a column, in characters


class TooLong(Exception):
    """More rows than a sheet holds; the message is a sentence."""


def write(stream: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "export") -> int:
    """Write one sheet with a head that stays in sight; returns the number of rows. Raises TooLong."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    bold = Font(bold=True)
    head = [_cell(sheet, name) for name in columns]
    for cell in head:
        cell.font = bold
    sheet.append(head)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            sheet.close()  # it is being written into a file of its own, which would stay open
            raise TooLong(f"A sheet holds {MOST_ROWS:,} rows and this has more; take --format parquet or csv instead.")
        sheet.append([_cell(sheet, value) for value in row])
    book.save(stream)
    return count


def _cell(sheet: Any, value: object) -> Any:
    """Words are marked as words: a cell that begins with "=" would be a formula otherwise."""
    if value is None or isinstance(value, bool | int | float):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, datetime):  # sheets know no zones: UTC, as everywhere in a file of ours
        return WriteOnlyCell(sheet, value.replace(tzinfo=None))
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value)).encode("utf-8", "replace").decode("utf-8")[:LONGEST]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
