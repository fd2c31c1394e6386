"""Named patterns of words, in every language the same way: the cues a complaint is known by.

A phrase is words with blanks between: `a|b` one of them, `wait*` any ending, `..` up to three words between (`..6` up
to six), `#` a number (55, two), `word?` may be missing. The first word may not be missing or a gap. A phrase never
reaches over the end of a sentence. Phrases are found by their first word in one walk over the text, in time linear in
it. They live in `lexicons`, one file a language: another language is another file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

_GLUE = r"[^\w.!?\n]{1,5}"
_TIGHT = r"[^\w.!?\n,;:()]{1,5}"  # within one clause
_NUMBERS = frozenset(
    json.loads((resources.files("analysis") / "number_words.json").read_text(encoding="utf-8")),
)
_NUMBER = r"(?:\d[\d.,:/]*(?:mins?|min|m|hrs?|hr|h|x|k|st|nd|rd|th)?|" + "|".join(sorted(_NUMBERS, reverse=True)) + ")"
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BREAK = re.compile(r"[.!?\n](?![^\W_])")  # "3.50" is no end of a sentence
_ONE_PIECE = 12  # words up to which a text is looked at in one piece
_REMEMBERED = 60_000
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


Word = tuple[str, int]  # a word of a folded text, and where it begins


def _word(spec: str) -> str:
    """Regular expression of one word of a phrase."""
    ways = []
    for way in spec.split("|"):
        if way == "#":
            ways.append(_NUMBER)
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
    pattern: re.Pattern[str] | None  # None: the first word alone


class Finder:
    """Finds all phrases of all cues in one walk.

    Phrases are numbered; each word knows, as bits of one whole number, which phrases it may open and which groups of
    words it satisfies. A phrase is tried only where a word may open it and every other group has a word in the text.
    """

    def __init__(self, cues: Iterable[Cue], negators: Iterable[str]) -> None:
        self.negators = frozenset(negators)
        self._phrases = [_phrase(cue, phrase) for cue in cues for phrase in cue.phrases]
        self._layers = max((len(p.groups) for p in self._phrases), default=0)
        self._exact: list[dict[str, int]] = [{} for _ in range(self._layers)]
        self._prefix: list[dict[str, int]] = [{} for _ in range(self._layers)]
        self._free = [0] * self._layers  # phrases without a group in this layer
        for number, phrase in enumerate(self._phrases):
            bit = 1 << number
            for layer in range(self._layers):
                if layer >= len(phrase.groups):
                    self._free[layer] |= bit
                    continue
                for word in phrase.groups[layer]:
                    table = self._prefix[layer] if word.endswith("*") else self._exact[layer]
                    key = word.removesuffix("*")
                    table[key] = table.get(key, 0) | bit
        self._longest = max((len(key) for table in self._prefix for key in table), default=0)
        self._width = len(self._phrases)
        self._one = (1 << self._width) - 1
        self._all_free = sum(free << (layer * self._width) for layer, free in enumerate(self._free))
        self._memory: dict[str, tuple[int, int]] = {}

    def _bits(self, word: str) -> tuple[int, int]:
        """Which phrases `word` may open, and which it satisfies, the groups side by side in one number."""
        beginnings = [word[:n] for n in range(min(len(word), self._longest) + 1)]
        number = word[0].isdigit() or word in _NUMBERS
        opens = whole = 0
        for layer, (exact, prefix) in enumerate(zip(self._exact, self._prefix, strict=True)):
            found = exact.get(word, 0)
            for beginning in beginnings:
                found |= prefix.get(beginning, 0)
            if number:
                found |= exact.get("#", 0)
            if layer == 0:
                opens = found
            whole |= found << (layer * self._width)
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        self._memory[word] = known = (opens, whole)
        return known

    def find(self, folded: str, tokens: list[Word]) -> list[Found]:
        """Every cue in a folded text whose words are `tokens`, in order; a negated one is left out."""
        memory = self._memory
        bits = [memory.get(word) or self._bits(word) for word, _ in tokens]
        breaks = [m.start() for m in _BREAK.finditer(folded)] if len(tokens) > _ONE_PIECE else []
        found: list[Found] = []
        first = 0
        for stop in (*breaks, len(folded)):  # phrases stay inside a sentence, so their words must stand in one
            last = first
            present = self._all_free
            while last < len(tokens) and tokens[last][1] < stop:
                whole = bits[last][1]
                if whole:
                    present |= whole
                last += 1
            if last > first:
                self._piece(present, folded, tokens, bits, first, last, found)
                first = last
        return found

    def _piece(
        self,
        present: int,
        folded: str,
        tokens: list[Word],
        bits: list[tuple[int, int]],
        first: int,
        last: int,
        found: list[Found],
    ) -> None:
        """Tries one sentence: words `first` to `last`, which together satisfy the groups in `present`."""
        able = self._one
        for _ in range(self._layers):
            able &= present
            present >>= self._width
        if able:
            for i in range(first, last):
                here = bits[i][0] & able
                if here:
                    self._try(here, folded, tokens, i, found)

    def _try(self, here: int, folded: str, tokens: list[Word], i: int, found: list[Found]) -> None:
        """Tries the phrases in `here` at word `i`; of those of one cue the longest counts."""
        word, start = tokens[i]
        longest: dict[str, int] = {}
        denied: bool | None = None
        phrases = self._phrases
        while here:
            lowest = here & -here
            here ^= lowest
            cue, negatable, _, pattern = phrases[lowest.bit_length() - 1]
            end = start + len(word)
            if pattern is not None:
                match = pattern.match(folded, start)
                if match is None:
                    continue
                end = match.end()
            if negatable:
                if denied is None:
                    denied = self.negated(folded, tokens, i)
                if denied:
                    continue
            if end > longest.get(cue, 0):
                longest[cue] = end
        if longest:
            found.extend([Found(cue, start, end) for cue, end in longest.items()])

    def negated(self, folded: str, tokens: list[Word], i: int) -> bool:
        """Whether one of the two words before word `i`, in the same clause, denies it."""
        for k in range(i - 1, max(i - 3, -1), -1):
            word, start = tokens[k]
            between = folded[start + len(word) : tokens[k + 1][1]]
            if between != " " and any(sign in between for sign in ".,;:!?\n("):
                return False
            if word in self.negators or word.endswith("n't"):
                return not (k + 1 < i and tokens[k + 1][0] in ("only", "just", "solo", "nur"))
        return False


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
    pattern = None if single else re.compile(expression(phrase, _GLUE if cue.weight > 0 else _TIGHT))
    return _Phrase(cue.name, cue.negatable, tuple(groups[:_GROUPS]), pattern)


@lru_cache(maxsize=16)
def tokens(folded: str) -> list[Word]:
    """Words of a folded text with their places; the same list for the same text, not to be changed."""
    found: list[Word] = []
    at = 0
    for word in TOKEN.findall(folded):
        at = folded.find(word, at)  # between two words stand none of their letters, so this is the place
        found.append((word, at))
        at += len(word)
    return found
