"""Nouns to columns and back: field names are column names, times cross the border as UTC, tuples become lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from storage.arrow import carried, column, lists, rows
from storage.db import aware, stored
from storage.model import Assessment, Mention, Snapshot, TopicHit

N = TypeVar("N")

KINDS = {
    "str": "VARCHAR",
    "str | None": "VARCHAR",
    "int": "BIGINT",
    "int | None": "BIGINT",
    "float": "DOUBLE",
    "float | None": "DOUBLE",
    "bool": "BOOLEAN",
    "datetime": "TIMESTAMP",
    "datetime | None": "TIMESTAMP",
    "tuple[str, ...]": "VARCHAR[]",
}  # the nouns' other types are names for certain words


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
        values = [getattr(item, field.name) for item in items]
        kind = str(field.type)
        if kind == "tuple[TopicHit, ...]":
            columns[field.name] = lists(values, topics)
        else:
            columns[field.name] = column(KINDS.get(kind, "VARCHAR"), values)
    return rows(**columns)


def topics(hits: list[TopicHit]) -> pa.Array:
    parts = [
        column("VARCHAR", [hit.topic for hit in hits]),
        column("DOUBLE", [hit.polarity for hit in hits]),
        column("VARCHAR", [hit.quote for hit in hits]),
    ]
    return pa.StructArray.from_arrays(parts, names=["topic", "polarity", "quote"])


def plain(value: Any) -> Any:
    """A single value as DuckDB takes it: words that UTF-8 can carry, times in UTC without a zone."""
    if isinstance(value, str):
        return value if value.isascii() else carried(value)
    if isinstance(value, datetime):
        return stored(value)
    return value


def insert(con: duckdb.DuckDBPyConnection, target: str, incoming: pa.Table) -> None:
    """Appends an Arrow table whose columns carry the names of the target's."""
    if incoming.num_rows == 0:
        return
    con.register("incoming_rows", incoming)
    try:
        con.execute(f"INSERT INTO {target} BY NAME SELECT * FROM incoming_rows")  # noqa: S608 - our own table names
    finally:
        con.unregister("incoming_rows")


def back(noun: type[N], found: Iterable[Sequence[Any]]) -> Iterator[N]:
    """Rows, in the order of the noun's fields, as nouns."""
    for row in found:
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
