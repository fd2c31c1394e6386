"""The search of the page: which mentions hold the wanted words and fit the choices, the newest first, and how many.

Words come from the index beside the copy (`storage.word_index`); the texts are read only where it cannot answer: what
arrived or was edited since, phrases, and words that must not be there. Mentions are looked through in stretches of
arrival, those with the newest words first, and no further than it takes to fill the page and to know that there are
many: what everybody says is found as quickly as what one person said. Everything a person typed travels as a parameter.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from storage.db import Connection, aware, stored
from storage.errors import RecordDamaged
from storage.publish import read
from storage.search_sql import Choice, Question, count_words, hits_of, moments_of, newest_of, ranges
from storage.word_parts import Block, Part, blocks, edited_since, names, parts, trusted

__all__ = ["Choice", "Found", "moments", "search"]

COUNTED = 10_000  # from here on "more than" is told, when counting on would mean reading on
FIRST_LOOK = 50_000  # what the first stretches may cost; four times as much the next
ENOUGH = 200_000  # cost from which a full page is not held back for the sake of its number
# Cost is counted in mentions looked at (a third of a microsecond). A file is read 2,048 rows at a time: each such piece
# with a hit in it costs as much as so many mentions, and more when texts have to be unpacked.
PIECE, A_PIECE, A_PIECE_OF_TEXT = 2048, 40, 400


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of mentions, the newest first, and how many there are altogether: at least, when there are `more`."""

    ids: tuple[str, ...]
    total: int
    more: bool = False


@dataclass
class _Ground:
    """The copy, and what is known of it: the stretches still to be looked through, and who knows their words."""

    con: Connection
    choice: Choice
    ahead: list[Block]
    edited: list[int]
    likely: dict[int, float] = field(default_factory=dict)  # part -> share of its mentions that may be hits

    def cost(self, block: Block) -> int:
        """What it takes to look through a block, about."""
        size = block.last - block.first + 1
        hits = size * self.likely.get(block.part, 1.0) if block.part is not None else size
        unpacked = self.reads_text or (block.part is None and self.choice.wanted)
        return int(hits + min(hits, size / PIECE) * (A_PIECE_OF_TEXT if unpacked else A_PIECE))

    @property
    def reads_text(self) -> bool:
        """Is there something that the index cannot answer?"""
        return any(term.absent or len(term.words) > 1 for term in (*self.choice.wanted, *self.choice.author))


def search(published: Path, choice: Choice, *, limit: int, skip: int = 0) -> Found:
    """One page of what is found among the relevant mentions. Raises RecordError when there is no copy."""
    for index in _tries(published):
        try:
            with read(published, names(index)) as con:
                return _page(_ground(con, choice, index), limit, skip)
        except (duckdb.IOException, RecordDamaged):
            if not index:
                raise
    raise AssertionError("the last try is without an index")


def moments(published: Path, choice: Choice) -> list[tuple[str, datetime]]:
    """Every hit of a search, however many: what it is about, and when it was said. Raises RecordError."""
    for index in _tries(published):
        try:
            with read(published, names(index)) as con:
                ground = _ground(con, choice, index)
                question = Question(choice, ground.edited)
                _find(con, question, ground.ahead)
                sql = moments_of(question, ground.ahead)
                return [(entity, aware(at)) for entity, at in con.execute(sql, question.given(sql)).fetchall()]
        except (duckdb.IOException, RecordDamaged):
            if not index:
                raise
    raise AssertionError("the last try is without an index")


def _tries(published: Path) -> Iterator[list[Part]]:
    """With the index; once more, when one of its files was just merged into another; without, when one is damaged."""
    yield parts(published)
    yield parts(published)
    yield []


def _ground(con: Connection, choice: Choice, index: Sequence[Part]) -> _Ground:
    sound = trusted(con, index)
    since, until = (stored(each) if each else None for each in (choice.since, choice.until))
    ahead = [
        block
        for block in blocks(con, index, sound)
        if (since is None or block.newest >= since) and (until is None or block.oldest < until)
    ]
    ground = _Ground(con, choice, ahead, edited_since(con, sound))
    question = Question(choice, ground.edited)
    if sql := count_words(question, sorted({block.part for block in ahead if block.part is not None})):
        sizes = {place: part.last - part.first + 1 for place, part in enumerate(index)}
        found = con.execute(sql, question.given(sql)).fetchall()
        ground.likely = {place: min(1.0, hits / sizes[place]) for place, hits in found}
    return ground


def _page(ground: _Ground, limit: int, skip: int) -> Found:
    most, total, looked, size, more = limit + skip, 0, 0, FIRST_LOOK, False
    best: list[tuple[datetime, int]] = []
    ahead = list(ground.ahead)
    while ahead and not more:
        batch, cost = _next(ground, ahead, size)
        question = Question(ground.choice, ground.edited)
        _find(ground.con, question, batch)
        sql = newest_of(question, batch, most)
        row = ground.con.execute(sql, question.given(sql)).fetchone()
        count, newest = row or (0, None)
        total, looked, size = total + int(count), looked + cost, size * 4
        best = heapq.nlargest(most, [*best, *((each["said"], each["no"]) for each in newest or ())])
        full = len(best) == most and (not ahead or best[-1][0] > ahead[0].newest)
        more = bool(ahead) and full and (total >= COUNTED or looked >= ENOUGH)
    numbers = [number for _, number in best[skip:]]
    asked = f"SELECT no, id FROM mention WHERE {ranges('no', numbers)} AND no IN (SELECT unnest(?::BIGINT[]))"  # noqa: S608
    ids = dict(ground.con.execute(asked, [numbers]).fetchall()) if numbers else {}
    return Found(tuple(ids[number] for number in numbers), total, more)


def _find(con: Connection, question: Question, batch: Sequence[Block]) -> None:
    """Looks the words up."""
    if sql := hits_of(question, batch):
        con.execute(sql, question.given(sql))


def _next(ground: _Ground, ahead: list[Block], size: int) -> tuple[list[Block], int]:
    """Takes stretches off the front until they cost about `size`; them, and what they cost."""
    batch, cost = [ahead.pop(0)], 0
    cost += ground.cost(batch[0])
    while ahead and cost + ground.cost(ahead[0]) <= size:
        batch.append(ahead.pop(0))
        cost += ground.cost(batch[-1])
    return batch, cost
