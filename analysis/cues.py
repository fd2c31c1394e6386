"""Named patterns of words, in every language the same way: the cues a complaint is known by.

A phrase is words with blanks between: `a|b` one of them, `wait*` any ending, `..` up to three words between (`..6` up
to six), `#` a number (55, two), `word?` may be missing; `not` is also any word that ends in n't, and texts come with
"is not" contracted. The first word may not be missing or a gap. A phrase never reaches over the end of a sentence.
Phrases are found by their first word in one walk over the text, in time linear in it. They live in `lexicons`, one
file a language: another language is another file.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate, pairwise
from typing import NamedTuple

_GLUE = r"[^\w.!?\n]{1,5}"
_TIGHT = r"[^\w.!?\n,;:()]{1,5}"  # within one clause
_NUMBERS = frozenset(
    json.loads((resources.files("analysis") / "number_words.json").read_text(encoding="utf-8")),
)
_NUMBER = (
    r"(?:\d[\d.,:/]*(?:mins?|min|m|hrs?|hr|h|x|k|st|nd|rd|th|am|pm)?|" + "|".join(sorted(_NUMBERS, reverse=True)) + ")"
)
TOKEN = re.compile(r"([^\W_]+(?:'[^\W_]+)*)")
_ASCII_TOKEN = re.compile(r"([a-zA-Z0-9]+(?:'[a-zA-Z0-9]+)*)")  # the same, quicker
_BREAK = re.compile(r"[.!?\n](?![^\W_])")  # "3.50" is no end of a sentence
_ONE_PIECE = 12  # words up to which a text is looked at in one piece
_REMEMBERED = 60_000
_LONGEST = 64  # longer words are looked up but not remembered
_GROUPS = 3  # groups of a phrase looked up before it is tried; more cost more than they save


@dataclass(frozen=True, slots=True)
class Cue:
    """One named pattern: `says` is what the owner reads, `weight` the hand-set log-odds that fitting starts from."""

    name: str
    says: str
    weight: float
    negatable: bool  # "not dirty" is no dirt
    phrases: tuple[str, ...]


class Found(NamedTuple):
    """A cue found in a folded text, from `start` to `end`."""

    cue: str
    start: int
    end: int


class Words(NamedTuple):
    """Words of a folded text in order, and where each begins."""

    words: list[str]
    starts: list[int]


def _word(spec: str) -> str:
    """Regular expression of one word of a phrase."""
    ways = []
    for way in spec.split("|"):
        if way == "#":
            ways.append(_NUMBER)
        elif way == "not":
            ways.append(r"not|[^\W\d_]+n't")
        else:
            ending = r"[\w']*" if way.endswith("*") else ""
            ways.append(re.escape(way.removesuffix("*")).replace("n't", "n'?t") + ending)
    return f"(?:{'|'.join(ways)})(?!\\w)"


def expression(phrase: str, glue: str = _GLUE) -> str:
    """Regular expression of a phrase, to be matched where its first word begins; `glue` may stand between words."""
    out = ""
    for spec in phrase.split():
        if spec.startswith(".."):
            out += rf"(?:{glue}[\w']+){{0,{int(spec[2:] or 3)}}}?"
        elif spec.endswith("?"):
            out += rf"(?:{glue}{_word(spec[:-1])})?"
        else:
            out += (glue if out else "") + _word(spec)
    return out


class _Phrase(NamedTuple):
    cue: str
    negatable: bool
    groups: tuple[frozenset[str], ...]  # words (or beginnings, with *) one of which must stand in the text
    expression: str  # "": the first word alone is all


Matcher = Callable[[str, int], "re.Match[str] | None"]


class _Matchers(dict[int, Matcher]):
    """Number of a phrase -> what tries it at a place; compiled when first tried."""

    def __init__(self, phrases: list[_Phrase]) -> None:
        super().__init__()
        self._phrases = phrases

    def __missing__(self, number: int) -> Matcher:
        self[number] = matcher = re.compile(self._phrases[number].expression).match
        return matcher


class _Bits(dict[str, tuple[int, int]]):
    """Word -> which phrases it may open, and which groups of words it satisfies, side by side. Remembers, bounded."""

    def __init__(self, exact: list[dict[str, int]], prefix: list[dict[str, int]], width: int) -> None:
        super().__init__()
        self._exact, self._prefix, self._width = exact, prefix, width
        self._longest = max((len(key) for table in prefix for key in table), default=0)

    def __missing__(self, word: str) -> tuple[int, int]:
        beginnings = [word[:n] for n in range(min(len(word), self._longest) + 1)]
        number, denies = is_number(word), word.endswith("n't")
        opens = whole = 0
        for layer, (exact, prefix) in enumerate(zip(self._exact, self._prefix, strict=True)):
            found = exact.get(word, 0)
            for beginning in beginnings:
                found |= prefix.get(beginning, 0)
            if number:
                found |= exact.get("#", 0)
            if denies:
                found |= exact.get("not", 0)
            if layer == 0:
                opens = found
            whole |= found << (layer * self._width)
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(word) <= _LONGEST:
            self[word] = (opens, whole)
        return opens, whole


class Finder:
    """Finds all phrases of all cues in one walk.

    Phrases are numbered; each word knows, as bits of one whole number, which phrases it may open and which groups of
    words it satisfies. A phrase is tried only where a word may open it and every other group has a word in the text.
    """

    def __init__(self, cues: Iterable[Cue], negators: Iterable[str]) -> None:
        self.negators = frozenset(negators)
        self._phrases = [_phrase(cue, phrase) for cue in cues for phrase in cue.phrases]
        self._matchers = _Matchers(self._phrases)
        self._layers = max((len(p.groups) for p in self._phrases), default=0)
        exact: list[dict[str, int]] = [{} for _ in range(self._layers)]
        prefix: list[dict[str, int]] = [{} for _ in range(self._layers)]
        self._width = len(self._phrases)
        self._free = 0  # phrases without a group in a layer
        for number, phrase in enumerate(self._phrases):
            for layer in range(self._layers):
                if layer >= len(phrase.groups):
                    self._free |= 1 << (layer * self._width + number)
                    continue
                for word in phrase.groups[layer]:
                    table = prefix[layer] if word.endswith("*") else exact[layer]
                    key = word.removesuffix("*")
                    table[key] = table.get(key, 0) | 1 << number
        self._bits = _Bits(exact, prefix, self._width)

    def find(self, folded: str, found_words: Words) -> list[Found]:
        """Every cue in a folded text with these words, in order; a negated one is left out."""
        bits = list(map(self._bits.__getitem__, found_words.words))
        found: list[Found] = []
        for first, last in _sentences(folded, found_words.starts):  # phrases stay inside a sentence
            present = self._free
            for _, whole in bits[first:last]:
                present |= whole
            able = (1 << self._width) - 1
            for _ in range(self._layers):  # only phrases whose every group has a word here
                able &= present
                present >>= self._width
            if able:
                for i in range(first, last):
                    here = bits[i][0] & able
                    if here:
                        self._try(here, folded, found_words, i, found)
        return found

    def _try(self, here: int, folded: str, found_words: Words, i: int, found: list[Found]) -> None:
        """Tries the phrases in `here` at word `i`; of those of one cue the longest counts."""
        word, start = found_words.words[i], found_words.starts[i]
        longest: dict[str, int] = {}
        denied: bool | None = None
        phrases, matchers = self._phrases, self._matchers
        while here:
            lowest = here & -here
            here ^= lowest
            number = lowest.bit_length() - 1
            cue, negatable, _, way = phrases[number]
            end = start + len(word)
            if way:
                match = matchers[number](folded, start)
                if match is None:
                    continue
                end = match.end()
            if negatable:
                if denied is None:
                    denied = self.negated(folded, found_words, i)
                if denied:
                    continue
            if end > longest.get(cue, 0):
                longest[cue] = end
        if longest:
            found.extend([Found(cue, start, end) for cue, end in longest.items()])

    def negated(self, folded: str, found_words: Words, i: int) -> bool:
        """Whether one of the two words before word `i`, in the same clause, denies it."""
        words, starts = found_words
        for k in range(i - 1, max(i - 3, -1), -1):
            word = words[k]
            between = folded[starts[k] + len(word) : starts[k + 1]]
            if between != " " and any(sign in between for sign in ".,;:!?\n("):
                return False
            if word in self.negators or word.endswith("n't"):
                return not (k + 1 < i and words[k + 1] in ("only", "just", "solo", "nur"))
        return False


def _sentences(folded: str, starts: list[int]) -> list[tuple[int, int]]:
    """First and last word of each sentence; a short text is looked at in one piece."""
    if len(starts) <= _ONE_PIECE:
        return [(0, len(starts))]
    breaks = [bisect_left(starts, m.start()) for m in _BREAK.finditer(folded)]
    return list(pairwise([0, *breaks, len(starts)])) if breaks else [(0, len(starts))]


def _phrase(cue: Cue, phrase: str) -> _Phrase:
    groups = []
    for spec in phrase.split():
        if spec.startswith("..") or spec.endswith("?"):
            continue
        ways: set[str] = set()
        for way in spec.split("|"):
            # a hyphen or dot splits a word in the text: its first piece is what can be looked up
            first = way if way == "#" else TOKEN.match(way)
            if isinstance(first, str):
                ways.add(first)
            elif first is None:
                ways.add("*")
            else:
                piece = first.group() + ("*" if way.endswith("*") and first.end() == len(way) - 1 else "")
                ways.update((piece, piece.replace("n't", "nt")))
        groups.append(frozenset(ways))
    single = " " not in phrase and all(re.fullmatch(r"[^\W_]+(?:'[^\W_]+)*\*?|#", way) for way in phrase.split("|"))
    # "never again, rude staff" is no "never ... rude": what excuses a text must stand in one clause
    way = "" if single else expression(phrase, _GLUE if cue.weight > 0 else _TIGHT)
    return _Phrase(cue.name, cue.negatable, tuple(groups[:_GROUPS]), way)


def is_number(word: str) -> bool:
    """Whether a folded word is a number, in figures or letters."""
    return word[0].isdigit() or word in _NUMBERS


def tokens(folded: str) -> Words:
    """Words of a folded text with their places."""
    pattern = _ASCII_TOKEN if folded.isascii() else TOKEN
    parts = pattern.split(folded)  # what stands between words, and the words, in turn
    return Words(parts[1::2], list(accumulate(map(len, parts)))[:-1:2])
