"""What the record holds as a file to take away: mentions, days, topics, stories, cases, promises, or a question in SQL.

Reads the published copy, so no round waits for it. A file appears whole or not at all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Literal, get_args

from pipelines import casebook, ledgers, spreadsheet, workbook
from pipelines.config import Config
from storage.export import answering, to_parquet
from storage.publish import read

Format = Literal["csv", "xlsx", "parquet", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)
QUESTIONS: Mapping[str, str] = {
    "mentions": 'SELECT * FROM mentions ORDER BY "when", id',
    "daily": "SELECT * FROM mentions_daily ORDER BY day, entity, source",
    "topics": "SELECT * FROM negative_by_topic ORDER BY day, entity, topic",
    "stories": "SELECT * FROM stories ORDER BY last, story",
}
Row = Sequence[object]
Table = tuple[Sequence[str], Iterable[Row]]  # column names, rows


@dataclass(frozen=True)
class Exported:
    """What was written where."""

    path: Path
    rows: int
    size: int  # bytes


def export(copy: Path, config: Config, what: str, form: Format, target: Path, *, sql: str, now: datetime) -> Exported:
    """Write `what` (a name of QUESTIONS, "cases", "promises", or "sql" with the question) to `target`.

    Raises KeyError for another name, QueryError for a question that does not run, RecordError when there is no copy,
    `workbook.TooLong` for more rows than a sheet holds, OSError when the file cannot be written.
    """
    question = sql if what == "sql" else QUESTIONS.get(what, "")
    with whole(target) as draft:
        if question and form == "parquet":
            rows = to_parquet(copy, question, draft)
        elif question:
            with answering(copy, question) as found:
                rows = write(form, draft, (found.columns, chain.from_iterable(found.portions)))
        else:
            rows = write(form, draft, folded(copy, config, what, now))
        size = draft.stat().st_size
    return Exported(target, rows, size)


def folded(copy: Path, config: Config, what: str, now: datetime) -> Table:
    """Cases or promises, which are folded from their events. Raises KeyError for anything else."""
    make: Mapping[str, Callable[[list[casebook.Entry], Config, datetime], Table]] = {
        "cases": ledgers.cases,
        "promises": ledgers.promises,
    }
    making = make[what]
    with read(copy) as con:
        found = casebook.entries(con, everything=True)
    return making(found, config, now)


def write(form: Format, target: Path, table: Table) -> int:
    """Rows into a file of one of the FORMATS that are written row by row; returns how many."""
    columns, rows = table
    if form in ("csv", "xlsx"):
        rows = ([_flat(cell) for cell in row] for row in rows)
    if form == "xlsx":
        with target.open("wb") as stream:
            return workbook.write(stream, columns, rows)
    if form == "parquet":
        raise ValueError("what is folded from events has no types for Parquet; take csv, xlsx or jsonl")
    with target.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", errors="replace", newline="") as text:
        return spreadsheet.write(text, columns, rows) if form == "csv" else _lines(text, columns, rows)


def as_bytes(form: Literal["csv", "xlsx"], columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A small table as the page hands it to a browser."""
    if form == "xlsx":
        raw = io.BytesIO()
        workbook.write(raw, columns, rows)
        return raw.getvalue()
    text = io.StringIO(newline="")
    spreadsheet.write(text, columns, rows)
    return text.getvalue().encode("utf-8-sig", "replace")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A place to write to that takes its name only when all is written."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as made:
        draft = Path(made.name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _lines(stream: IO[str], columns: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last value is the result
        stream.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=_plain) + "\n")
    return count


def _flat(cell: object) -> object:
    """A list (topics, reasons) as people read one in a cell."""
    return "; ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
