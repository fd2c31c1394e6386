"""Tables to take away. A cell that a spreadsheet would run as a formula is taken away as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV as spreadsheets read it best: UTF-8 with its mark, numbers as numbers, texts never as formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([tame(name) for name in head])
    writer.writerows([[tame(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def tame(cell: object) -> object:
    """Numbers and dates as they are; a text that would start a formula gets an apostrophe in front."""
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    written = str(cell)
    return f"'{written}" if written.startswith(RISKY) else written
