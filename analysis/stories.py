"""Stories: mentions that tell the same thing, in any order and after any restart the same answer.

A story is a connected group of mentions; two are connected when `similar.compare` says so and they lie no more than
`WINDOW` apart, or when the owner joined them. Its id is the id of its earliest mention. What the owner split stays
apart, whatever else would connect it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from analysis import minhash, similar
from analysis.told import EVERYDAY, NUMBER, Signature, signature
from storage.model import Json

__all__ = ["Item", "Placed", "Signature", "Stories", "group", "signature"]

WINDOW = timedelta(days=14)
CROWDED = 200  # mentions of other stories in one bucket: what they share is a phrase, not a story
PAIRED = 10  # telling terms whose pairs lead to mentions of other words
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """A mention as far as stories care."""

    id: str
    title: str
    text: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a mention belongs, which stories became one through it, and why."""

    story: str
    merged: tuple[str, ...]  # ids of stories that are now part of `story`
    why: str  # "" for the first of its story


@dataclass(slots=True)
class _Kept:
    id: str
    published: datetime | None
    told: similar.Told
    row: int


class Stories:
    """Index of the mentions of the last two weeks, one `add` at a time."""

    def __init__(
        self,
        splits: Iterable[tuple[str, str]] = (),
        joins: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`splits` are pairs of mentions that must never share a story, `joins` pairs that always do."""
        self._apart: dict[str, set[str]] = {}
        self._joined: dict[str, set[str]] = {}
        for pairs, table in ((splits, self._apart), (joins, self._joined)):
            for a, b in pairs:
                table.setdefault(a, set()).add(b)
                table.setdefault(b, set()).add(a)
        self._kept: dict[str, _Kept] = {}
        self._rows: list[str] = []
        self._matrix = np.zeros((256, minhash.PLACES), dtype=np.uint16)
        self._buckets: dict[int, list[int]] = {}
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._first: dict[str, tuple[datetime, str]] = {}  # root -> earliest (published, id), forgotten ones included

    def add(self, id: str, title: str, text: str, published: datetime | None) -> Placed:
        """Place one mention. Adding an id again changes nothing and says where it is."""
        if id in self._kept:
            return Placed(self.story(id), (), "")
        return self._add(id, published, signature(title, text), (published or _NEVER, id))

    def story(self, id: str) -> str:
        """Story of a mention. Raises KeyError for one that was never added."""
        return self._first[self._find(id)][1]

    def _add(self, id: str, published: datetime | None, made: Signature, first: tuple[datetime, str]) -> Placed:
        row = len(self._rows)
        if row == len(self._matrix):
            self._matrix = np.vstack([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[row] = made.places
        self._rows.append(id)
        self._kept[id] = _Kept(id, published, similar.told(made), row)
        self._root[id] = id
        self._members[id] = [id]
        self._first[id] = first
        before: set[str] = set()
        links = self._links(id, published, made)
        for other, _ in links:
            a, b = self._find(id), self._find(other)
            if a == b or self._forbidden(a, b):
                continue
            before.add(self._first[b][1])
            self._unite(a, b)
        story = self.story(id)
        why = links[0][1] if before else ""
        return Placed(story, tuple(sorted(before - {story})), why)

    def _links(self, id: str, published: datetime | None, made: Signature) -> list[tuple[str, str]]:
        found = [(other, "joined by you") for other in sorted(self._joined.get(id, ())) if other in self._kept]
        if made.said < similar.LEAST_SAID and not made.link:
            return found
        mine = self._kept[id]
        rows: set[int] = set()
        for key in _keys(made):
            bucket = self._buckets.setdefault(key, [])
            if len(bucket) < CROWDED:
                rows.update(bucket)
            bucket.append(mine.row)
        if not rows:
            return found
        ordered = sorted(rows)
        alike = minhash.jaccard(self._matrix[mine.row], self._matrix[ordered])
        strong: list[tuple[float, str, str]] = []
        for row, jaccard in zip(ordered, alike.tolist(), strict=True):
            other = self._kept[self._rows[row]]
            if published and other.published and abs(published - other.published) > WINDOW:
                continue
            likeness = similar.compare(mine.told, other.told, jaccard)
            if likeness:
                strong.append((-likeness.strength, other.id, likeness.why))
        return found + [(other, why) for _, other, why in sorted(strong)]

    def _find(self, id: str) -> str:
        root = self._root[id]
        while root != self._root[root]:
            self._root[root] = root = self._root[self._root[root]]
        self._root[id] = root
        return root

    def _unite(self, a: str, b: str) -> None:
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._root[b] = a
        self._members[a] += self._members.pop(b)
        self._first[a] = min(self._first[a], self._first.pop(b))

    def _forbidden(self, a: str, b: str) -> bool:
        if not self._apart:
            return False
        mine = set(self._members[a])
        return any(self._apart.get(other, _NONE) & mine for other in self._members[b])

    def forget(self, before: datetime) -> None:
        """Drop mentions published before then; their stories keep their ids as long as one member stays."""
        fresh = Stories.from_state(self.state(before))
        fresh._apart, fresh._joined = self._apart, self._joined
        for name in ("_kept", "_rows", "_matrix", "_buckets", "_root", "_members", "_first"):
            setattr(self, name, getattr(fresh, name))

    def state(self, since: datetime | None = None) -> Json:
        """The index as JSON (mentions published since then), about 600 bytes a mention."""
        rows: list[Json] = []
        for kept in self._kept.values():
            if since and kept.published and kept.published < since:
                continue
            first, story = self._first[self._find(kept.id)]
            rows.append(
                [
                    kept.id,
                    kept.published.isoformat() if kept.published else None,
                    base64.b85encode(kept.told.signature.encode()).decode("ascii"),
                    first.isoformat(),
                    story,
                ]
            )
        return rows

    @classmethod
    def from_state(
        cls, state: Json, splits: Iterable[tuple[str, str]] = (), joins: Iterable[tuple[str, str]] = ()
    ) -> Stories:
        """The index that `state()` described; raises ValueError or AssertionError for anything else."""
        new = cls(splits, joins)
        assert isinstance(state, list)
        same: dict[str, str] = {}
        for entry in state:
            assert isinstance(entry, list)
            id, published, raw, first, story = entry
            made = Signature.decode(base64.b85decode(str(raw)))
            when = datetime.fromisoformat(published) if isinstance(published, str) else None
            new._restore(str(id), when, made, (datetime.fromisoformat(str(first)), str(story)), same)
        return new

    def _restore(
        self, id: str, published: datetime | None, made: Signature, first: tuple[datetime, str], same: dict[str, str]
    ) -> None:
        self._add(id, published, made, first)
        other = same.setdefault(first[1], id)
        a, b = self._find(id), self._find(other)
        if a != b:
            self._unite(a, b)


_NONE: frozenset[str] = frozenset()


def _keys(made: Signature) -> list[int]:
    """Buckets to look into: MinHash bands, the exact words, and pairs of the most telling terms."""
    found = minhash.bands(np.array(made.places, dtype=np.uint16))
    telling = [t for t in made.terms if t.weight >= EVERYDAY + similar.TELLING and not t.marks & NUMBER]
    heaviest = sorted(telling, key=lambda t: (-t.weight, t.key))[:PAIRED]
    keys = sorted(t.key for t in heaviest)
    found += [-1 - (a << 32 | b) for i, a in enumerate(keys) for b in keys[i + 1 :]]
    found.append(-1 - (made.exact << 64))
    found += [-1 - (opening << 130) for opening in made.openings if opening]
    if made.link:
        found.append(-1 - (made.link << 170))
    return found


def group(
    items: Sequence[Item], splits: Iterable[tuple[str, str]] = (), joins: Iterable[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Story of each item, whatever their order."""
    index = Stories(splits, joins)
    for item in sorted(items, key=lambda i: (i.published or _NEVER, i.id)):
        index.add(item.id, item.title, item.text, item.published)
    return {item.id: index.story(item.id) for item in items}
