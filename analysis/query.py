"""What somebody looks for, in words: the same in the search box, in a saved rule and in what is highlighted.

Words and "phrases in quotes", all of which must be there; a minus in front means: must not. Case, accents and
typographic quotes do not matter. A word finds longer ones that begin with it (weevil finds weevils), a phrase its whole
words side by side. There are no wildcards and no patterns: every other sign is only a gap between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.text import fold

MOST_TERMS = 10
MOST_WORDS = 12  # in one phrase
LONGEST = 40  # letters of a word that are compared
_CJK = "぀-ヿ㐀-䶿一-鿿豈-﫿"  # scripts without spaces: every sign is a word
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words side by side. Not `whole`: the last one may go on. `absent`: must not be there."""

    words: tuple[str, ...]
    whole: bool = False
    absent: bool = False


class TooMuch(ValueError):
    """More words than one search takes; the message is a sentence."""


def words_of(text: str) -> list[str]:
    """Folded words of a text in order, as they are compared here."""
    return [word for word, _, _ in _words(text)]


def terms(said: str) -> tuple[Term, ...]:
    """What the box says. Raises `TooMuch`."""
    found = []
    for minus, phrase, word in _PART.findall(_straight(said)):
        inside = tuple(words_of(phrase or word))
        if inside:
            found.append(Term(inside, whole=bool(phrase), absent=bool(minus)))
    found = list(dict.fromkeys(found))
    if len(found) > MOST_TERMS or any(len(term.words) > MOST_WORDS for term in found):
        raise TooMuch(f"At most {MOST_TERMS} words or phrases, and {MOST_WORDS} words in a phrase.")
    return tuple(found)


def holds(wanted: Sequence[Term], *texts: str) -> bool:
    """Do these texts together hold everything that is wanted, and nothing that is not?"""
    spoken = [words_of(text) for text in texts]
    return all(any(_places(term, words) for words in spoken) is not term.absent for term in wanted)


def marks(wanted: Sequence[Term], text: str) -> list[tuple[int, int]]:
    """Where the wanted words stand in the text: start and end, in order, none touching another."""
    words = _words(text)
    plain = [word for word, _, _ in words]
    spans = sorted(
        (words[at][1], words[at + len(term.words) - 1][2])
        for term in wanted
        if not term.absent
        for at in _places(term, plain)
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def around(wanted: Sequence[Term], text: str, length: int = 320) -> tuple[int, int]:
    """The part of a long text to show: about `length` characters with the first wanted words in it."""
    if len(text) <= length:
        return 0, len(text)
    first = next(iter(marks(wanted, text)), (0, 0))[0]
    start = max(0, min(first - length // 3, len(text) - length))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", start + length)
    return start, end if end > 0 else len(text)


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in order, cut at the spans: each piece, and whether it is one of them."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    for place, (start, end) in enumerate(pairwise(edges)):
        if start < end:
            yield text[start:end], place % 2 == 1


def _straight(said: str) -> str:
    return said.translate(dict.fromkeys(map(ord, "“”„‟«»″"), '"')).translate(dict.fromkeys(map(ord, "–−"), "-"))


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(fold(match.group())[:LONGEST], match.start(), match.end()) for match in _WORD.finditer(text)]


def _places(term: Term, words: Sequence[str]) -> list[int]:
    """Where in the words the term begins."""
    *firsts, last = term.words
    size = len(term.words)
    return [
        at
        for at in range(len(words) - size + 1)
        if (words[at + size - 1] == last if term.whole else words[at + size - 1].startswith(last))
        and list(words[at : at + size - 1]) == firsts
    ]
