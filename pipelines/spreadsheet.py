"""CSV that opens as text: a stranger's words never become a formula in somebody's spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

# the wide ones are what spreadsheets in Japanese and Chinese take for the same
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no file in UTF-8 can hold, or no reader takes


def cell(value: object) -> str | int | float | None:
    """Numbers stay numbers; words that a spreadsheet would run get an apostrophe in front (the OWASP advice).

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    text = _NO_TEXT.sub("\ufffd", text)
    return "'" + text if text.startswith(STARTS_A_FORMULA) else text


def write(stream: IO[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a header and rows as CSV; returns the number of rows."""
    writer = csv.writer(stream)  # CR LF as RFC 4180 says: with it a lone CR inside a cell is quoted too
    writer.writerow([cell(column) for column in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last value is the result
        writer.writerow([cell(value) for value in row])
    return count
