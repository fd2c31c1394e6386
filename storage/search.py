"""The search of the page: which mentions hold the wanted words and fit the choices, the newest first, and how many.

Words come from the index beside the copy (`storage.word_index`); the texts are read only where it cannot answer: what
arrived since it was last extended, phrases, and words that must not be there. Words are those that were first seen.
Everything a person typed travels as a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb

from storage.db import stored
from storage.errors import RecordDamaged
from storage.model import Label
from storage.publish import read
from storage.results import one
from storage.word_index import Part, folded, parts

LAST_SIGN = "\U0010ffff"
FIRST_SIGN = "\u3040"  # of the scripts without spaces
GAPS = '\n\t.,;:!?()[]{}"’‘“”„«»-–—/|…*_#@&+=<>%$€£~`^'  # what people put between words; never an apostrophe of SQL


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


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of mentions, the newest first, and how many there are altogether."""

    ids: tuple[str, ...]
    total: int


@dataclass
class _Question:
    """SQL that grows together with its parameters."""

    values: dict[str, Any]

    def put(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def search(published: Path, choice: Choice, *, limit: int, skip: int = 0) -> Found:
    """One page of what is found among the relevant mentions. Raises RecordError when there is no copy."""
    index = parts(published)
    try:
        return _look(published, choice, index, limit, skip)
    except (duckdb.IOException, RecordDamaged):  # a file of the index was just merged into another one, or is damaged
        return _look(published, choice, (), limit, skip)


def _look(published: Path, choice: Choice, index: Sequence[Part], limit: int, skip: int) -> Found:
    known = index[-1].last if index else 0
    with read(published, {f"words{place}": part.path for place, part in enumerate(index)}) as con:
        question = _Question({})
        sql = _sql(question, choice, len(index), known, limit + skip)
        row = one(con.execute(sql, question.values))
        total, newest = row if row else (0, None)
        numbers = [each["no"] for each in (newest or [])[skip : skip + limit]]
        asked = "SELECT no, id FROM mention WHERE no IN (SELECT unnest(?::BIGINT[]))"
        ids = dict(con.execute(asked, [numbers]).fetchall())
    return Found(tuple(ids[number] for number in numbers), int(total))


def _sql(question: _Question, choice: Choice, files: int, known: int, most: int) -> str:
    hits = _hits(question, choice, files, known)
    where = ["a.relevant", *_columns(question, choice), *_texts(question, choice, known, indexed=files > 0)]
    joined = "JOIN hit USING (no)" if hits else ""
    return f"""
        {f"WITH hit AS ({hits})" if hits else ""}
        SELECT count(*), max({{'said': coalesce(m.published, m.seen), 'no': m.no}}, {int(most)})
        FROM mention m JOIN assessment a USING (no) {joined} WHERE {" AND ".join(where)}
    """  # noqa: S608 - our own text; values are parameters


def _hits(question: _Question, choice: Choice, files: int, known: int) -> str:
    """Numbers of the mentions that may hold the words, the index and what it does not know yet; "" for all."""
    if not files:
        return ""
    asked = []
    for mark, terms in (("", choice.wanted), ("@", choice.author)):
        for term in (each for each in terms if not each.absent):
            *firsts, last = term.words
            asked += [_exactly(question, mark + word) for word in firsts]
            asked.append(_exactly(question, mark + last) if term.whole else _beginning(question, mark + last))
    if not asked:
        return ""
    each = [
        " UNION ALL ".join(f"SELECT no FROM words{place}.posting WHERE {test}" for place in range(files))  # noqa: S608
        for test in dict.fromkeys(asked)
    ]
    both = " INTERSECT ".join(f"(SELECT DISTINCT no FROM ({one_word}))" for one_word in each)  # noqa: S608
    return f"({both}) UNION ALL SELECT no FROM mention WHERE no > {question.put(known)}"  # noqa: S608


def _exactly(question: _Question, word: str) -> str:
    return f"word = {question.put(word)}"


def _beginning(question: _Question, word: str) -> str:
    return f"word >= {question.put(word)} AND word < {question.put(word + LAST_SIGN)}"


def _columns(question: _Question, choice: Choice) -> list[str]:
    when, tests = "coalesce(m.published, m.seen)", []
    if choice.topic:
        tests.append(f"list_contains(list_transform(a.topics, lambda hit: hit.topic), {question.put(choice.topic)})")
    if choice.source:
        tests.append(f"m.source = {question.put(choice.source)}")
    if choice.entity:
        tests.append(f"m.entity = {question.put(choice.entity)}")
    if choice.label:
        tests.append(f"a.label = {question.put(choice.label)}")
    if choice.stars is not None:
        tests.append(f"round(m.rating * 4) + 1 <= {question.put(choice.stars)}")
    if choice.since:
        tests.append(f"{when} >= {question.put(stored(choice.since))}")
    if choice.until:
        tests.append(f"{when} < {question.put(stored(choice.until))}")
    return tests


def _texts(question: _Question, choice: Choice, known: int, *, indexed: bool) -> list[str]:
    """Tests on the texts themselves: all of them where the index does not reach, else what it cannot answer."""
    tests, texts = [], ("m.title", 'm."text"')
    for term, columns in [(each, texts) for each in choice.wanted] + [(each, ("m.author",)) for each in choice.author]:
        there = " OR ".join(_there(question, term, each) for each in columns)
        if term.absent:
            tests.append(f"NOT ({there})")
        elif len(term.words) > 1 or not indexed:
            tests.append(f"({there})")
        else:
            tests.append(f"(m.no <= {question.put(known)} OR {there})")
    return tests


def _there(question: _Question, term: Wanted, text: str) -> str:
    """Does the SQL value `text` hold the term? Most texts are passed over by their letters, before words are cut."""
    if any(word > FIRST_SIGN for word in term.words):  # a script without spaces: its signs stand side by side
        return f"contains({folded(text)}, {question.put(''.join(term.words))})"
    sought = question.put(f" {' '.join(term.words)}{' ' if term.whole else ''}")
    spaced = f"' ' || translate({folded(text)}, '{GAPS}', '{' ' * len(GAPS)}') || ' '"
    if len(term.words) > 1:  # between the words of a phrase stands one space, however they were written
        spaced = f"regexp_replace({spaced}, ' +', ' ', 'g')"
    letters = question.put(term.words[0])
    return f"(contains({folded(text)}, {letters}) AND contains({spaced}, {sought}))"
