"""The story index as JSON, and back: an entry for each mention, its signature in base 64.

The first form was a bare list of entries with signatures in base 85; it is still read.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from analysis.told import Signature
from storage.model import Json

_FORM = 2


class Entry(NamedTuple):
    """One mention of the index, and the earliest mention of its story."""

    id: str
    published: datetime | None
    made: Signature
    first: datetime
    story: str


def written(entries: Iterable[Entry]) -> Json:
    """Entries as JSON."""
    return {
        "form": _FORM,
        "mentions": [
            [
                each.id,
                each.published.isoformat() if each.published else None,
                base64.b64encode(each.made.encode()).decode("ascii"),
                each.first.isoformat(),
                each.story,
            ]
            for each in entries
        ],
    }


def read(state: Json) -> list[Entry]:
    """The entries of `written`; raises ValueError, KeyError or AssertionError for anything else."""
    decode: Callable[[str], bytes] = base64.b85decode
    if isinstance(state, dict):
        assert state["form"] == _FORM
        state, decode = state["mentions"], base64.b64decode
    assert isinstance(state, list)
    found = []
    for entry in state:
        assert isinstance(entry, list)
        id, published, raw, first, story = entry
        when = datetime.fromisoformat(published) if isinstance(published, str) else None
        try:
            made = Signature.decode(decode(str(raw)))
        except struct.error as wrong:
            raise ValueError(f"the signature of {id} is no signature: {wrong}") from wrong
        found.append(Entry(str(id), when, made, datetime.fromisoformat(str(first)), str(story)))
    return found
