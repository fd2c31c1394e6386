"""Rows out of JSON: a list, an object that holds a list (Google Takeout, app stores), or one object a line.

Nested objects become dotted names ("reviewer.displayName"). A list is read item by item in little memory; an object
has to be read whole and is therefore capped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO

from collectors.rows import MAX_COLUMNS, Row
from collectors.source import Broken

_MAX_LINE = 5_000_000  # characters of one item
_MAX_WHOLE = 64_000_000  # characters of an object that holds a list
_CHUNK = 1 << 16
_LISTS = (
    "reviews",
    "mentions",
    "data",
    "items",
    "results",
    "entry",
    "comments",
    "posts",
    "features",
    "rows",
    "records",
    "statuses",
)


def json_rows(stream: IO[str], head: str) -> Iterator[Row]:
    """Rows of a JSON or JSON Lines text. `head` is how it begins. Raises Broken when it holds no list of objects."""
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        yield from _list_items(stream)
    elif _is_lines(start):
        yield from _line_items(stream)
    else:
        yield from _held_items(stream)


def _is_lines(start: str) -> bool:
    """One whole object on the first line, and more after it (or nothing, and it holds no list itself)."""
    first, _, rest = start.partition("\n")
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and (bool(rest.strip()) or _list_in(value) is None)


def _line_items(stream: IO[str]) -> Iterator[Row]:
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        ended = line.endswith("\n")
        text = line.strip().lstrip("\ufeff").replace("\0", "")
        if not text:
            continue
        if not ended and len(line) >= _MAX_LINE:
            while (rest := stream.readline(_MAX_LINE)) and not rest.endswith("\n"):
                pass
            yield Row(number, problem=f"this line is longer than {_MAX_LINE:,} characters")
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield Row(number, problem="this line is no JSON" if ended else "the last row is cut off")
            continue
        yield _row(value, number, "line")


def _list_items(stream: IO[str]) -> Iterator[Row]:
    """The items of a list, decoded one at a time from a moving window."""
    decoder = json.JSONDecoder()
    window = stream.read(_CHUNK).lstrip("\ufeff \t\r\n")[1:]
    at, number, step = 0, 0, _CHUNK
    while True:
        while at < len(window) and window[at] in " \t\r\n,\0":
            at += 1
        if at < len(window) and window[at] == "]":
            return
        try:
            value, end = decoder.raw_decode(window, at)
        except RecursionError:
            yield Row(number + 1, problem="this item is nested too deeply; nothing after it was read", unit="item")
            return
        except ValueError:
            more = stream.read(step)
            if not more:
                whole = window[at : at + 1] not in ("", "{")
                problem = "this item is broken; nothing after it was read" if whole else "the file is cut off here"
                yield Row(number + 1, problem=problem, unit="item")
                return
            if len(window) - at > _MAX_LINE:
                yield Row(number + 1, problem="this item is broken or too long; nothing after it was read", unit="item")
                return
            window, at, step = window[at:] + more, 0, min(2 * step, _MAX_LINE)
            continue
        number += 1
        at, step = end, _CHUNK
        yield _row(value, number, "item")


def _held_items(stream: IO[str]) -> Iterator[Row]:
    text = stream.read(_MAX_WHOLE + 1)
    if len(text) > _MAX_WHOLE:
        raise Broken(
            f"the file is one JSON object of more than {_MAX_WHOLE:,} characters",
            next_step="Save it as JSON Lines (one object a line) or CSV.",
        )
    try:
        value = json.loads(text.lstrip("\ufeff").replace("\0", ""))
    except (ValueError, RecursionError) as error:
        raise Broken("the file is no readable JSON: it is cut off or broken", next_step="Export it again.") from error
    items = _list_in(value)
    if items is None:
        if not isinstance(value, dict):
            raise Broken("the JSON file holds no list of objects", next_step="Export it as a list, or as CSV.")
        items = [value]
    for number, item in enumerate(items, 1):
        yield _row(item, number, "item")


def _list_in(value: object, depth: int = 3) -> list[object] | None:
    """The list this object is about: one under a usual name first, else the longest list of objects."""
    if isinstance(value, list):
        return value if any(isinstance(item, dict) for item in value) else None
    if not isinstance(value, dict) or depth == 0:
        return None
    for name in _LISTS:
        held = value.get(name)
        if isinstance(held, list) and (not held or isinstance(held[0], dict)):
            return held
        if name == "entry" and isinstance(held, dict):  # the App Store's answer with a single review
            return [held]
    found = [items for held in value.values() if (items := _list_in(held, depth - 1)) is not None]
    return max(found, key=len, default=None)


def _row(value: object, number: int, unit: str) -> Row:
    if not isinstance(value, dict):
        return Row(number, problem="this is no object with named values", unit=unit)
    flat: dict[str, object] = {}
    _flatten(value, "", 5, flat)
    return Row(number, flat, unit=unit)


def _flatten(value: Mapping[str, object], prefix: str, depth: int, into: dict[str, object]) -> None:
    for name, held in value.items():
        if len(into) >= MAX_COLUMNS:
            return
        if isinstance(held, dict):
            if depth:
                _flatten(held, f"{prefix}{name}.", depth - 1, into)
        elif isinstance(held, list):
            if held and all(isinstance(item, str) for item in held):
                into[f"{prefix}{name}"] = ", ".join(str(item) for item in held[:50])
        else:
            into[f"{prefix}{name}"] = held
