"""CSV, TSV and their relatives, row by row in little memory, whatever hand made them.

Delimiter, quoting and header are found from the first rows. A quotation mark that is opened and never closed costs its
own line only, not the rest of the file; a last row that was cut in the middle is named and left out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from collectors.rows import Row, column_names, looks_like_header, numbered

_MAX_RECORD = 100_000  # characters; below the csv module's own limit
_MAX_LINES = 1_000  # of one quoted cell
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a delimited file is written."""

    delimiter: str
    quoted: bool
    width: int  # usual number of columns


class _Runaway(Exception):
    """A record that does not end."""


class _Lines:
    """The lines handed to csv.reader, remembering those of the record it is in the middle of."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.again: deque[str] = deque()  # lines given back to be read anew
        self.pending: list[str] = []
        self.size = 0
        self.number = 0  # of the last line handed out
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.size > _MAX_RECORD or len(self.pending) >= _MAX_LINES:
            raise _Runaway
        line = self.again.popleft() if self.again else self.stream.readline(_MAX_RECORD)
        if not line:
            self.ended = True
            raise StopIteration
        if "\0" in line:
            line = line.replace("\0", "")
        self.number += 1
        self.pending.append(line)
        self.size += len(line)
        if len(line) >= _MAX_RECORD:
            raise _Runaway
        return line

    def take(self) -> list[str]:
        """The lines of the record just read, which is done with."""
        taken, self.pending, self.size = self.pending, [], 0
        return taken

    def give_back(self, lines: list[str]) -> None:
        self.again.extendleft(reversed(lines))
        self.number -= len(lines)
        self.ended = False


def delimited_rows(stream: IO[str], sample: str, *, header: bool | None = None) -> Iterator[Row]:
    """Rows of a text stream. `sample` is how the text begins, enough to see its shape; `header` None finds out."""
    shape = find_shape(sample)
    names: tuple[str, ...] | None = None
    width = shape.width
    usual = width  # columns the row before had
    for line, cells, problem in _records(_Lines(stream), shape):
        if problem:
            yield Row(line, problem=problem)
            continue
        if names is None:
            if line == 1 and cells[0].lower().startswith("sep=") and len("".join(cells)) <= 5:
                continue  # a hint some spreadsheets write for themselves
            is_header = looks_like_header(cells) if header is None else header
            if header is None and not is_header and len(cells) < width and line < 10:
                continue  # a title above the header
            names = column_names(cells) if is_header else numbered(max(width, len(cells)))
            width = usual = len(names) if is_header else width
            if is_header:
                continue
        if len(cells) < width and _is_cut(cells, usual, width):
            yield Row(line, problem="the last row is cut off")
            continue
        usual = len(cells)
        yield Row(line, dict(zip(names, cells, strict=False)))


class _CutCells(list[str]):
    """The cells of a last row that ends without a line end."""


def _is_cut(cells: list[str], usual: int, width: int) -> bool:
    return isinstance(cells, _CutCells) and usual >= width


def _records(lines: _Lines, shape: Shape) -> Iterator[tuple[int, list[str], str]]:
    """Line number, cells and problem of each record; blank lines are left out."""
    while True:
        reader = csv.reader(
            lines, delimiter=shape.delimiter, quoting=csv.QUOTE_MINIMAL if shape.quoted else csv.QUOTE_NONE
        )
        try:
            for cells in reader:
                taken = lines.take()
                first = lines.number - len(taken) + 1
                if lines.ended:
                    if shape.quoted and _is_open(taken):
                        if _holds_rows(taken[1:], shape):
                            lines.give_back(taken[1:])
                            yield first, [], "a quotation mark is opened here and never closed"
                            break
                        yield first, [], "the last row is cut off"
                        continue
                    if not taken[-1].endswith(("\n", "\r")):
                        cells = _CutCells(cells)
                elif len(taken) > 1 and _is_stray(taken, len(cells), shape):
                    lines.give_back(taken[1:])
                    yield first, _unquoted(taken[0], shape), ""
                    break
                elif not taken[-1].endswith(("\n", "\r")):
                    cells = _CutCells(cells)
                if cells and any(cells):
                    yield first, cells, ""
            else:
                return
        except (_Runaway, csv.Error):
            taken = lines.take()
            first = lines.number - len(taken) + 1
            if len(taken[-1]) >= _MAX_RECORD:
                _skip_line(lines, taken[-1])
                yield first, [], f"this line is longer than {_MAX_RECORD:,} characters"
            else:
                lines.give_back(taken[1:])
                yield first, [], "a quotation mark is opened here and never closed"


def _skip_line(lines: _Lines, begun: str) -> None:
    """Leave out the rest of a line of which `begun` was read."""
    while begun and not begun.endswith(("\n", "\r")):
        begun = lines.stream.readline(_MAX_RECORD)


def _is_open(taken: list[str]) -> bool:
    return sum(line.count('"') for line in taken) % 2 == 1


def _holds_rows(lines: list[str], shape: Shape) -> bool:
    """Are these lines rows of their own (and not the paragraphs of one cell)?"""
    if not lines or shape.width < 2:
        return False
    whole = sum(len(cells) == shape.width for cells in csv.reader(lines, delimiter=shape.delimiter))
    return whole * 2 > len(lines)


def _is_stray(taken: list[str], found: int, shape: Shape) -> bool:
    """Did a quotation mark that is part of the words swallow the lines below: whole rows, and it closes badly?"""
    if found == shape.width and shape.delimiter != "\t":  # tabs do not stand in people's words, commas do
        try:
            list(csv.reader(taken, delimiter=shape.delimiter, strict=True))
        except csv.Error:
            pass
        else:
            return False
    return shape.width > 1 and all(len(_unquoted(line, shape)) == shape.width for line in taken)


def _unquoted(line: str, shape: Shape) -> list[str]:
    return line.rstrip("\r\n").split(shape.delimiter)


def find_shape(sample: str) -> Shape:
    """Delimiter and quoting under which the sample's rows agree best on how many columns they have."""
    lines = list(io.StringIO(sample, newline=""))  # ends at LF, CR and CR LF only: a form feed belongs to the words
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines = lines[:-1]  # it may be the first half of one
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return Shape(lines[0][4], True, _agreement(lines[1:], lines[0][4], True)[1])
    best, shape = 0.0, Shape(",", True, 1)
    for delimiter in _DELIMITERS:
        for quoted in (True, False) if delimiter == "\t" else (True,):
            agreed, width = _agreement(lines, delimiter, quoted)
            score = agreed * (1 + min(width, 20) / 100) if width > 1 else 0.0
            score += 0.001 if not quoted and _quotes_break(lines, delimiter) else 0.0
            if score > best:
                best, shape = score, Shape(delimiter, quoted, width)
    if best < 0.5:  # a list of texts, one a line, with commas in them
        return Shape("\x1f", True, 1)
    return shape


def _quotes_break(lines: list[str], delimiter: str) -> bool:
    """Do quotation marks stand where they cannot be quoting, so that they belong to the words?"""
    try:
        for _ in csv.reader(lines[:400], delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return True
    return False


def _agreement(lines: list[str], delimiter: str, quoted: bool) -> tuple[float, int]:
    """Share of rows with the commonest number of columns, and that number.

    Quotation marks are taken at their word only where that helps: a stray one may swallow every row after it.
    """
    bare = _widths(line.rstrip("\r\n").split(delimiter) for line in lines[:400])
    if not quoted:
        return bare
    try:
        told = _widths(csv.reader(lines[:400], delimiter=delimiter))
    except csv.Error:
        return bare
    return max(told, (bare[0] * 0.95, bare[1]))


def _widths(rows: Iterable[list[str]]) -> tuple[float, int]:
    counts = Counter(len(cells) for cells in rows if any(cells))
    if not counts:
        return 0.0, 1
    width, count = counts.most_common(1)[0]
    return count / sum(counts.values()), width
