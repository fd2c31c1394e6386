"""Stories: mentions that tell the same thing, in any order and after any restart the same answer.

A story is a connected group of mentions; two are connected when `similar.compare` says so and they lie no more than
`WINDOW` apart, or when the owner joined them. Its id is the id of its earliest mention. What the owner split stays
apart, whatever else would connect it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from analysis import minhash, similar, stories_state
from analysis.buckets import Buckets, keys
from analysis.told import Signature, signature, signatures
from storage.model import Json

__all__ = ["Item", "Placed", "Signature", "Stories", "group", "signature"]

WINDOW = timedelta(days=14)
_NEVER = datetime.max.replace(tzinfo=UTC)
_NONE: frozenset[str] = frozenset()


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


class Stories:
    """Index of the mentions of the last two weeks; they come one by one or, much quicker, many at once."""

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
        self._row: dict[str, int] = {}  # in order of coming
        self._ids: list[str] = []
        self._published: list[datetime | None] = []
        self._made: list[Signature] = []
        self._told: list[similar.Told | None] = []  # made when first compared
        self._matrix = np.zeros((256, minhash.PLACES), dtype=np.uint16)
        self._buckets = Buckets()
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._first: dict[str, tuple[datetime, str]] = {}  # root -> earliest (published, id), forgotten ones included

    def __contains__(self, id: str) -> bool:
        return id in self._row

    def add(self, id: str, title: str, text: str, published: datetime | None) -> Placed:
        """Place one mention. Adding an id again changes nothing and says where it is."""
        return self.add_many([Item(id, title, text, published)])[0]

    def add_many(self, items: Sequence[Item]) -> list[Placed]:
        """Place mentions in this order: the same answers as one `add` after the other."""
        fresh = {item.id: item for item in items if item.id not in self._row}
        made = signatures([(item.title, item.text) for item in fresh.values()])
        start = len(self._ids)
        opens = self._keep([(item.id, item.published) for item in fresh.values()], made)
        found = []
        for item in items:
            row = self._row[item.id]
            if item.id in self._root:
                found.append(Placed(self.story(item.id), (), ""))
                continue
            self._alone(item.id, (item.published or _NEVER, item.id))
            near = self._buckets.meet(opens[row - start], row) if made[row - start].telling else set()
            found.append(self._connect(row, near))
        return found

    def story(self, id: str) -> str:
        """Story of a mention. Raises KeyError for one that was never added."""
        return self._first[self._find(id)][1]

    def _keep(self, coming: Sequence[tuple[str, datetime | None]], made: Sequence[Signature]) -> list[list[int]]:
        """Rows for new mentions (id, published); returns the keys that each can be met by."""
        start, count = len(self._ids), len(self._ids) + len(made)
        if count > len(self._matrix):
            larger = np.zeros((max(count, 2 * len(self._matrix)), minhash.PLACES), dtype=np.uint16)
            larger[:start] = self._matrix[:start]
            self._matrix = larger
        places = np.frombuffer(b"".join([each.places for each in made]), dtype=np.uint16)
        self._matrix[start:count] = places.reshape(-1, minhash.PLACES)
        for row, (id, published) in enumerate(coming, start):
            self._row[id] = row
            self._ids.append(id)
            self._published.append(published)
        self._made += made
        self._told += [None] * len(made)
        return keys(made, self._matrix[start:count])

    def _alone(self, id: str, first: tuple[datetime, str]) -> None:
        self._root[id] = id
        self._members[id] = [id]
        self._first[id] = first

    def _connect(self, row: int, near: Collection[int]) -> Placed:
        """Unite a mention with those of the rows `near` that tell the same, and with those it was joined to."""
        id = self._ids[row]
        before: set[str] = set()
        links = [(other, "joined by you") for other in sorted(self._joined.get(id, ())) if other in self._root]
        links += self._alike(row, sorted(near)) if near else []
        for other, _ in links:
            a, b = self._find(id), self._find(other)
            if a == b or self._forbidden(a, b):
                continue
            before.add(self._first[b][1])
            self._unite(a, b)
        story = self.story(id)
        why = links[0][1] if before else ""
        return Placed(story, tuple(sorted(before - {story})), why)

    def _alike(self, row: int, near: list[int]) -> list[tuple[str, str]]:
        """Which of the rows tell the same, and why; the likest first."""
        mine, published = self._ready(row), self._published[row]
        strong: list[tuple[float, str, str]] = []
        for other, jaccard in zip(near, minhash.jaccard(self._matrix[row], self._matrix[near]).tolist(), strict=True):
            theirs = self._published[other]
            if published and theirs and abs(published - theirs) > WINDOW:
                continue
            likeness = similar.compare(mine, self._ready(other), jaccard)
            if likeness:
                strong.append((-likeness.strength, self._ids[other], likeness.why))
        return [(other, why) for _, other, why in sorted(strong)]

    def _ready(self, row: int) -> similar.Told:
        told = self._told[row]
        if told is None:
            told = self._told[row] = similar.told(self._made[row])
        return told

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

    def state(self, since: datetime | None = None) -> Json:
        """The index as JSON (mentions published since then), about 600 bytes a mention."""
        kept = []
        for id, published, made in zip(self._ids, self._published, self._made, strict=True):
            if since is None or published is None or published >= since:
                kept.append(stories_state.Entry(id, published, made, *self._first[self._find(id)]))
        return stories_state.written(kept)

    @classmethod
    def from_state(
        cls,
        state: Json,
        splits: Iterable[tuple[str, str]] = (),
        joins: Iterable[tuple[str, str]] = (),
        *,
        since: datetime | None = None,
        again: Collection[str] = (),
    ) -> Stories:
        """The index that `state()` described; raises ValueError, KeyError or AssertionError for anything else.

        Mentions published before `since` are dropped; their stories keep their ids as long as one member stays. Those
        named in `again` leave their stories and find their places anew, by likeness and by what people said.
        """
        new = cls(splits, joins)
        kept = [
            each for each in stories_state.read(state) if not since or not each.published or each.published >= since
        ]
        opens = new._keep([(each.id, each.published) for each in kept], [each.made for each in kept])
        same: dict[str, str] = {}
        for row, each in enumerate(kept):
            if each.made.telling:
                new._buckets.meet(opens[row], row)
            if each.id in again:
                new._alone(each.id, (each.published or _NEVER, each.id))
                continue
            new._alone(each.id, (each.first, each.story))
            a, b = new._find(each.id), new._find(same.setdefault(each.story, each.id))
            if a != b:
                new._unite(a, b)
        for row, each in enumerate(kept):
            if each.id in again:
                near = new._buckets.near(opens[row]) - {row} if each.made.telling else set()
                new._connect(row, near)
        return new


def group(
    items: Sequence[Item], splits: Iterable[tuple[str, str]] = (), joins: Iterable[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Story of each item, whatever their order."""
    index = Stories(splits, joins)
    index.add_many(sorted(items, key=lambda i: (i.published or _NEVER, i.id)))
    return {item.id: index.story(item.id) for item in items}
