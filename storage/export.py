"""What a question brings, in portions: a million rows go into a file without ever standing in memory together."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from storage.db import Connection
from storage.files import no_space
from storage.publish import QueryError, read

PORTION = 20_000  # rows


@dataclass(frozen=True)
class Answer:
    """The columns of a question's answer, and its rows, portion by portion; to be read once, while it is open."""

    columns: tuple[str, ...]
    portions: Iterator[list[tuple[Any, ...]]]


@contextmanager
def answering(copy: Path, query: str) -> Iterator[Answer]:
    """The answer of one question to the published copy. Times are UTC without a zone, as in the file.

    Raises QueryError when it does not run, RecordError when there is no copy.
    """
    with read(copy) as con:
        try:
            asked = con.execute(query)
            columns = tuple(name for name, *_ in asked.description or ())
            yield Answer(columns, _portions(asked))
        except duckdb.Error as error:
            raise QueryError(str(error).splitlines()[0]) from error


def _portions(asked: Connection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := asked.fetchmany(PORTION):
        yield rows


def to_parquet(copy: Path, query: str, target: Path) -> int:
    """Write the answer of one question as Parquet (zstd), types kept; returns how many rows.

    Raises QueryError, RecordError like `answering`, and DiskFull when the file does not fit.
    """
    with read(copy) as con:
        try:
            return _write(con.sql(query).to_arrow_reader(PORTION), target)
        except duckdb.Error as error:
            raise QueryError(str(error).splitlines()[0]) from error


def parquet(copy: Path, query: str) -> bytes:
    """The same for a small answer, as bytes for a browser."""
    made = io.BytesIO()
    with read(copy) as con:
        _write(con.sql(query).to_arrow_reader(PORTION), made)
    return made.getvalue()


def _write(found: pa.RecordBatchReader, target: Path | io.BytesIO) -> int:
    rows = 0
    try:
        with pq.ParquetWriter(target, found.schema, compression="zstd") as file:
            for batch in found:
                file.write_batch(batch)
                rows += batch.num_rows
    except pa.ArrowException as error:
        if isinstance(error, OSError):
            raise no_space(Path(str(target))) from error
        raise
    return rows
