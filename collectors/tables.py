"""Rows out of any file an owner may have: CSV, TSV, JSON, JSON Lines, XLSX. One door, found by what the file is.

The name's ending is not trusted; the first bytes decide. Everything is read as a stream, so a million rows cost no more
memory than a thousand.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from collectors.delimited import delimited_rows
from collectors.encodings import encoding_of
from collectors.jsonrows import json_rows
from collectors.plain import is_html
from collectors.rows import Row
from collectors.sheets import sheet_rows
from collectors.source import Broken

_HEAD = 1 << 18
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or a locked Office file", "Save it as XLSX or CSV."),
    (b"%PDF", "a PDF", "Export the reviews as CSV or XLSX."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and use the file inside."),
    (b"SQLite format 3\0", "a database", "Export its table as CSV."),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"<?xml", "an XML file", "Export it as CSV, JSON or XLSX."),
    (b"7z\xbc\xaf", "an archive", "Unpack it and use the file inside."),
    (b"Rar!", "an archive", "Unpack it and use the file inside."),
)


def read_rows(source: Path | BinaryIO, *, header: bool | None = None) -> Iterator[Row]:
    """The rows of a file or of an open binary stream (which must be able to seek), one by one.

    `header` says whether the first row names the columns; None finds out. Rows that cannot be read come with `problem`
    set. Raises Broken for a file that is none of the formats, and OSError when it cannot be opened.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _rows(stream, header)
    else:
        yield from _rows(source, header)


def _rows(stream: BinaryIO, header: bool | None) -> Iterator[Row]:
    head = stream.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise Broken("the file is empty", next_step="Export it again.")
    if head.startswith(b"PK\x03\x04"):
        if b"xl/" not in head and b"[Content_Types].xml" not in head:
            raise Broken("the file is a zip archive", next_step="Unpack it and use the file inside.")
        yield from sheet_rows(stream, header=header)
        return
    for mark, what, step in _OTHERS:
        if head.startswith(mark):
            raise Broken(f"the file is {what}, which cannot be read here", next_step=step)
    if is_html(head):
        raise Broken(
            "the file is a web page, not an export",
            next_step="Download the export itself; you may have to sign in first.",
        )
    encoding, errors = encoding_of(head)
    sample = head.decode(encoding, errors if encoding != "utf-8" else "ignore").lstrip("\ufeff")
    stream.seek(0)
    text = io.TextIOWrapper(_Unclosed(stream), encoding=encoding, errors=errors, newline="")
    if sample.lstrip().startswith(("{", "[")):
        yield from json_rows(text, sample)
    else:
        yield from delimited_rows(text, sample, header=header)


class _Unclosed(io.BufferedReader):
    """A buffer that leaves the stream below it open: it belongs to the caller."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(_Raw(stream), 1 << 16)


class _Raw(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # the buffer protocol has no name before Python 3.12
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)
