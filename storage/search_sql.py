"""The SQL of a search: grows together with its parameters. See `storage.search`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from storage.db import stored
from storage.model import Label
from storage.word_index import folded
from storage.word_parts import EDITED, Block

LAST_SIGN = "\U0010ffff"
FIRST_SIGN = "\u3040"  # of the scripts without spaces
GAPS = '\n\t.,;:!?()[]{}"’‘“”„«»-–—/|…*_#@&+=<>%$€£~`^'  # what people put between words; never an apostrophe of SQL
_NAMED = re.compile(r"\$(v\d+)")
WHEN = "coalesce(m.published, m.seen)"


class Wanted(Protocol):
    """See `analysis.query.Term`."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def whole(self) -> bool: ...
    @property
    def absent(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked for; what is left empty may be anything. `since` and `until` are of the time it was said."""

    wanted: tuple[Wanted, ...] = ()
    author: tuple[Wanted, ...] = ()
    topic: str = ""
    source: str = ""
    entity: str = ""
    label: Label | None = None
    stars: int | None = None  # at most so many of five
    since: datetime | None = None
    until: datetime | None = None


@dataclass
class Question:
    """A choice and the parameters of its SQL. `edited`: numbers of which the index knows the old words only."""

    choice: Choice
    edited: Sequence[int] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def put(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def given(self, sql: str) -> dict[str, Any]:
        """The parameters that are named in `sql`."""
        named = set(_NAMED.findall(sql))
        return {name: value for name, value in self.values.items() if name in named}

    def tests(self) -> list[str]:
        """One test on `word` for each word that must be there, as the index writes them."""
        found = []
        for mark, terms in (("", self.choice.wanted), ("@", self.choice.author)):
            for term in (each for each in terms if not each.absent):
                *firsts, last = term.words
                found += [f"word = {self.put(mark + word)}" for word in firsts]
                found.append(self._ends(mark + last, whole=term.whole))
        return list(dict.fromkeys(found))

    def _ends(self, word: str, *, whole: bool) -> str:
        if whole:
            return f"word = {self.put(word)}"
        return f"word >= {self.put(word)} AND word < {self.put(word + LAST_SIGN)}"


def count_words(question: Question, places: Sequence[int]) -> str:
    """Part, and how many of its mentions hold the rarest of the wanted words, at most; "" when there is nothing."""
    tests = question.tests()
    if not tests or not places:
        return ""
    each = (f"(SELECT {place}, count(*) AS n FROM words{place}.posting WHERE {test})"  # noqa: S608
            for place in places for test in tests)  # fmt: skip
    return f"SELECT place, min(n) FROM ({' UNION ALL '.join(each)}) counted(place, n) GROUP BY place"  # noqa: S608


def hits_of(question: Question, batch: Sequence[Block]) -> str:
    """The mentions in these blocks that may hold the words, as the table `hit`; "" when no word must be there.

    A table, so that the database knows how few they are before it decides how to join.
    """
    tests = question.tests()
    if not tests:
        return ""
    read = _unknown(question, batch)
    return f"CREATE OR REPLACE TEMP TABLE hit AS {_hits(tests, read, batch)}"


def newest_of(question: Question, batch: Sequence[Block], most: int) -> str:
    """How many there are in these blocks, and the newest of them: when said, and number of arrival."""
    newest = f"max({{'said': {WHEN}, 'no': m.no}}, {int(most)})"
    return _sql(question, batch, f"count(*), {newest}")


def moments_of(question: Question, batch: Sequence[Block]) -> str:
    """What each hit is about, and when it was said."""
    return _sql(question, batch, f"m.entity, {WHEN}")


def ranges(column: str, numbers: Sequence[int]) -> str:
    """SQL that keeps the look to the blocks of the file that may hold these numbers."""
    return f"{column} BETWEEN {min(numbers, default=0)} AND {max(numbers, default=0)}"


def _sql(question: Question, batch: Sequence[Block], what: str) -> str:
    choice = question.choice
    here = _joined(batch)
    edges = [edge for pair in here for edge in pair]
    tests = question.tests()
    read = _unknown(question, batch) if tests else "true"
    texts = list(_texts(question, read, indexed=bool(tests) and any(block.part is not None for block in batch)))
    where = [f"({_within('m.no', here)})", ranges("a.no", edges), "a.relevant", *_columns(question), *texts]
    hit = "JOIN hit USING (no)" if tests else ""
    later = ""
    if texts or choice.stars is not None:
        later = f"LEFT JOIN ({EDITED.format(copy='', which='AND ' + ranges('no', edges))}) e USING (no)"
    joined = f"mention m {hit} JOIN assessment a USING (no) {later}"
    return f"SELECT {what} FROM {joined} WHERE {' AND '.join(where)}"  # noqa: S608 - our own text; values are parameters


def _joined(batch: Sequence[Block]) -> list[tuple[int, int]]:
    """The numbers of these blocks as few ranges."""
    found: list[tuple[int, int]] = []
    for first, last in sorted((block.first, block.last) for block in batch):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def _within(column: str, pairs: Sequence[tuple[int, int]]) -> str:
    return " OR ".join(f"{column} BETWEEN {int(first)} AND {int(last)}" for first, last in pairs) or "false"


def _unknown(question: Question, batch: Sequence[Block]) -> str:
    """Test on `m.no`: the index does not know how this mention reads now, so that its text has to be read."""
    unread = _within("m.no", _joined([block for block in batch if block.part is None]))
    if not question.edited:
        return f"({unread})"
    return f"({unread} OR m.no IN (SELECT unnest({question.put(list(question.edited))}::BIGINT[])))"


def _hits(tests: Sequence[str], read: str, batch: Sequence[Block]) -> str:
    """Numbers of the mentions that may hold the words: the index, and what it does not know yet."""
    by_part: dict[int, list[Block]] = {}
    for block in batch:
        if block.part is not None:
            by_part.setdefault(block.part, []).append(block)
    known = []
    for place, blocks in by_part.items():
        here = _within("no", _joined(blocks))
        each = (f"(SELECT no FROM words{place}.posting WHERE {test} AND ({here}))" for test in tests)  # noqa: S608
        known.append(f"({' INTERSECT '.join(each)})")
    if read != "(false)":
        span = ranges("m.no", [edge for block in batch for edge in (block.first, block.last)])
        known.append(f"(SELECT no FROM mention m WHERE {read} AND {span})")  # noqa: S608
    return " UNION ".join(known) if len(known) > 1 else f"SELECT DISTINCT no FROM {known[0]}"  # noqa: S608


def _columns(question: Question) -> Iterator[str]:
    choice = question.choice
    if choice.topic:
        yield f"list_contains(list_transform(a.topics, lambda hit: hit.topic), {question.put(choice.topic)})"
    if choice.source:
        yield f"m.source = {question.put(choice.source)}"
    if choice.entity:
        yield f"m.entity = {question.put(choice.entity)}"
    if choice.label:
        yield f"a.label = {question.put(choice.label)}"
    if choice.stars is not None:
        yield f"round(coalesce(e.rating, m.rating) * 4) + 1 <= {question.put(choice.stars)}"
    if choice.since:
        yield f"{WHEN} >= {question.put(stored(choice.since))}"
    if choice.until:
        yield f"{WHEN} < {question.put(stored(choice.until))}"


def _texts(question: Question, read: str, *, indexed: bool) -> Iterator[str]:
    """Tests on the texts themselves: all of them where the index does not reach, else what it cannot answer."""
    title, text = "coalesce(e.title, m.title)", 'coalesce(e."text", m."text")'
    terms = [(each, (title, text)) for each in question.choice.wanted]
    for term, columns in [*terms, *((each, ("m.author",)) for each in question.choice.author)]:
        if not term.absent and len(term.words) == 1 and indexed and read == "(false)":
            continue
        there = " OR ".join(_there(question, term, each) for each in columns)
        if term.absent:
            yield f"NOT ({there})"
        elif len(term.words) > 1 or not indexed:
            yield f"({there})"
        else:
            yield f"(NOT {read} OR {there})"


def _there(question: Question, term: Wanted, text: str) -> str:
    """Does the SQL value `text` hold the term? Most texts are passed over by their letters, before words are cut."""
    if any(word > FIRST_SIGN for word in term.words):  # a script without spaces: its signs stand side by side
        return f"contains({folded(text)}, {question.put(''.join(term.words))})"
    sought = question.put(f" {' '.join(term.words)}{' ' if term.whole else ''}")
    spaced = f"' ' || translate({folded(text)}, '{GAPS}', '{' ' * len(GAPS)}') || ' '"
    if len(term.words) > 1:  # between the words of a phrase stands one space, however they were written
        spaced = f"regexp_replace({spaced}, ' +', ' ', 'g')"
    letters = question.put(term.words[0])
    return f"(contains({folded(text)}, {letters}) AND contains({spaced}, {sought}))"
