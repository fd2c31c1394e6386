"""JSON of an unknown shape, read with suspicion.

What an API promises and what reaches us are two things: a missing field, a number where a word should be, or a list
where an object should be gives None, "" or [], never an exception.
"""

from __future__ import annotations

from collections.abc import Mapping

from collectors.answer import Answer
from collectors.plain import clean
from collectors.source import Part
from storage.model import Json


def part_of(answer: Answer, meta: Mapping[str, str] | None = None) -> Part:
    """An answer as it goes to the spool."""
    return Part(answer.url, answer.body, answer.content_type, meta or {})


def json_of(part: Part) -> Json:
    """The JSON in one kept answer. Raises Broken, or Blocked when it is a login or captcha page."""
    return Answer(part.url, 200, {}, part.body).json()


def object_of(part: Part) -> dict[str, Json]:
    """The JSON object in one kept answer. Raises like `json_of`, and Broken for JSON of another shape."""
    return Answer(part.url, 200, {}, part.body).object()


def field(value: Json, *path: str | int) -> Json:
    """What lies at `path` (keys and list positions), or None where the way there breaks off."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: Json, *path: str | int) -> str:
    """The words at `path`, cleaned of controls and lone surrogates; numbers become words; "" for anything else."""
    found = field(value, *path)
    if isinstance(found, str):
        return clean(found)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    return ""


def count_at(value: Json, *path: str | int) -> int | None:
    """The count at `path` (likes, replies), 0 or more; None when missing or no whole number. "12" counts as 12."""
    found = field(value, *path)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 19:
        return int(found)
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**18:
        return found
    return None


def rows_at(value: Json, *path: str | int) -> list[Json]:
    """The list at `path`; a single object counts as a list of one; [] for anything else."""
    found = field(value, *path)
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []
