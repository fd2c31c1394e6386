"""Nouns to columns and back: field names are column names, times cross the border as UTC, tuples become lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from storage.db import aware, stored
from storage.model import Assessment, Mention, Snapshot, TopicHit

N = TypeVar("N")

TIME = pa.timestamp("us")
TOPICS = pa.list_(pa.struct([("topic", pa.string()), ("polarity", pa.float64()), ("quote", pa.string())]))
TYPES: dict[str, pa.DataType] = {
    "str": pa.string(),
    "str | None": pa.string(),
    "int": pa.int64(),
    "int | None": pa.int64(),
    "float": pa.float64(),
    "float | None": pa.float64(),
    "bool": pa.bool_(),
    "datetime": TIME,
    "datetime | None": TIME,
    "tuple[str, ...]": pa.list_(pa.string()),
    "tuple[TopicHit, ...]": TOPICS,
}


def names(noun: type) -> list[str]:
    return [field.name for field in fields(noun)]


def quoted(columns: Iterable[str], table: str = "") -> str:
    """A column list for SQL; `at`, `text` and others are words of the language."""
    dot = f"{table}." if table else ""
    return ", ".join(f'{dot}"{column}"' for column in columns)


def table(noun: type[N], items: Sequence[N], **more: pa.Array) -> pa.Table:
    """The nouns as an Arrow table, columns named like the fields, with further columns in front."""
    columns: dict[str, pa.Array] = dict(more)
    for field in fields(noun):  # type: ignore[arg-type]  # N is one of our dataclasses
        kind = str(field.type)
        columns[field.name] = pa.array(
            [plain(getattr(item, field.name)) for item in items], TYPES.get(kind, pa.string())
        )
    return pa.table(columns)


def plain(value: Any) -> Any:
    """A value as Arrow takes it. Lone surrogates, which UTF-8 cannot carry, become question marks."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, datetime):
        return stored(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, TopicHit):
        return {"topic": plain(value.topic), "polarity": value.polarity, "quote": plain(value.quote)}
    return value


def insert(con: duckdb.DuckDBPyConnection, target: str, rows: pa.Table) -> None:
    """Appends an Arrow table whose columns carry the names of the target's."""
    if rows.num_rows == 0:
        return
    con.register("incoming_rows", rows)
    try:
        con.execute(f"INSERT INTO {target} BY NAME SELECT * FROM incoming_rows")  # noqa: S608 - our own table names
    finally:
        con.unregister("incoming_rows")


def back(noun: type[N], rows: Iterable[Sequence[Any]]) -> Iterator[N]:
    """Rows, in the order of the noun's fields, as nouns."""
    for row in rows:
        yield noun(*(given(value) for value in row))


def given(value: Any) -> Any:
    if isinstance(value, datetime):
        return aware(value)
    if isinstance(value, list):
        return tuple(TopicHit(**each) if isinstance(each, dict) else each for each in value)
    return value


MENTION = names(Mention)
SNAPSHOT = names(Snapshot)
ASSESSMENT = names(Assessment)
