"""Tables to take away, as bytes for a download. What makes a cell safe is `pipelines.spreadsheet`, for every exit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from pipelines import spreadsheet


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV as spreadsheets read it best: UTF-8 with its mark, numbers as numbers, texts never as formulas."""
    text = io.StringIO(newline="")
    spreadsheet.write(text, head, rows)
    return text.getvalue().encode("utf-8-sig")
