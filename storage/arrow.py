"""Python values as Arrow columns, built from buffers.

`pyarrow.array` would do the same, but looks for pandas first and imports it: half a second and 60 MB for every process
that only wants to store a few mentions.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# SQL type -> (Arrow type, type code of `array`) of values with a fixed width
FIXED: dict[str, tuple[pa.DataType, str]] = {
    "BIGINT": (pa.int64(), "q"),
    "UBIGINT": (pa.uint64(), "Q"),
    "DOUBLE": (pa.float64(), "d"),
    "TIMESTAMP": (pa.timestamp("us"), "q"),
}


def column(kind: str, values: Sequence[Any]) -> pa.Array:
    """A column of SQL type `kind` (a key of FIXED, BOOLEAN, VARCHAR, VARCHAR[]); None becomes NULL."""
    if kind == "VARCHAR":
        return texts(values)
    if kind == "VARCHAR[]":
        return lists(values, texts)
    if kind == "BOOLEAN":
        return pa.Array.from_buffers(pa.bool_(), len(values), [there(values), bits(values)])
    if kind == "TIMESTAMP":
        values = [None if value is None else microseconds(value) for value in values]
    arrow, code = FIXED[kind]
    filled = array(code, [0 if value is None else value for value in values])
    return pa.Array.from_buffers(arrow, len(values), [there(values), pa.py_buffer(filled)])


def texts(values: Sequence[str | None]) -> pa.Array:
    """Words; lone surrogates, which UTF-8 cannot carry, become question marks."""
    builder = pa.lib.StringBuilder()
    builder.append_values([value if value is None or value.isascii() else carried(value) for value in values])
    return builder.finish()


def carried(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def microseconds(moment: datetime) -> int:
    """Since 1970 in UTC. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return (moment - EPOCH) // MICROSECOND


def lists(values: Sequence[Sequence[Any]], items: Callable[[list[Any]], pa.Array]) -> pa.Array:
    """A column of lists; `items` makes the column of all their items."""
    ends = array("i", [0])
    for value in values:
        ends.append(ends[-1] + len(value))
    flat = items([item for value in values for item in value])
    offsets = pa.Array.from_buffers(pa.int32(), len(ends), [None, pa.py_buffer(ends)])
    return pa.ListArray.from_arrays(offsets, flat)


def there(values: Sequence[Any]) -> pa.Buffer | None:
    """Which values are not None, one bit each; no buffer when all are there."""
    return bits([value is not None for value in values]) if None in values else None


def bits(values: Sequence[Any]) -> pa.Buffer:
    packed = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        if value:
            packed[place >> 3] |= 1 << (place & 7)
    return pa.py_buffer(bytes(packed))


def rows(**columns: pa.Array) -> pa.Table:
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))
