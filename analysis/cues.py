"""Named patterns of words, in every language the same way: the cues a complaint is known by.

A phrase is words with blanks between: `a|b` one of them, `wait*` any ending, `..` up to three words between (`..6` up to
six), `#` a number (55, two), `word?` may be missing. The first word may not be missing or a gap. A phrase never reaches
over the end of a sentence. Phrases are found by their first word in one walk over the text, in time linear in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from analysis.text import fold

_GLUE = r"[^\w.!?\n]{1,5}"
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred"
    " dos tres cuatro cinco seis siete ocho nueve diez quince veinte treinta cuarenta cincuenta sesenta"
    " zwei drei vier funf sechs sieben acht neun zehn zwanzig dreissig vierzig funfzig sechzig"
).split()
_NUMBER = r"(?:\d[\d.,:/]*(?:mins?|min|m|hrs?|hr|h|x|k|st|nd|rd|th)?|" + "|".join(_NUMBERS) + ")"
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_REMEMBERED = 60_000


@dataclass(frozen=True, slots=True)
class Cue:
    """One named pattern: `says` is what the owner reads, `weight` what it adds to the log-odds until weights are fitted."""

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


class Word(NamedTuple):
    """A word of the folded text and where it begins."""

    text: str
    start: int


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


def expression(phrase: str) -> str:
    """Regular expression of a phrase, to be matched where its first word begins."""
    out = ""
    for spec in phrase.split():
        if spec.startswith(".."):
            out += rf"(?:{_GLUE}[\w']+){{0,{int(spec[2:] or 3)}}}?"
        elif spec.endswith("?"):
            out += rf"(?:{_GLUE}{_word(spec[:-1])})?"
        else:
            out += (_GLUE if out else "") + _word(spec)
    return out


class Finder:
    """Finds all phrases of all cues in one walk."""

    def __init__(self, cues: Iterable[Cue], negators: Iterable[str]) -> None:
        self._exact: dict[str, dict[str, list[str]]] = {}
        self._prefix: dict[str, dict[str, list[str]]] = {}
        self._negatable = {c.name: c.negatable for c in cues}
        self.negators = frozenset(negators)
        for cue in cues:
            for phrase in cue.phrases:
                self._index(cue.name, phrase)
        self._longest = max((len(p) for p in self._prefix), default=0)
        self._compiled: dict[tuple[str, str], re.Pattern[str] | None] = {}
        self._memory: dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]] = {}

    def _index(self, name: str, phrase: str) -> None:
        for way in phrase.split()[0].split("|"):
            if way.endswith("*"):
                self._prefix.setdefault(way[:-1], {}).setdefault(name, []).append(phrase)
                continue
            for spelling in {way, way.replace("n't", "nt")}:
                self._exact.setdefault(spelling, {}).setdefault(name, []).append(phrase)

    def _opens(self, word: str) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
        """Cues that may begin with this word; None for those that the word alone makes."""
        known = self._memory.get(word)
        if known is not None:
            return known
        merged: dict[str, set[str]] = {}
        sources = [self._exact.get(word, {})]
        sources += [self._prefix.get(word[:n], {}) for n in range(1, min(len(word), self._longest) + 1)]
        if word[0].isdigit() or word in _NUMBERS:
            sources.append(self._exact.get("#", {}))
        for source in sources:
            for name, phrases in source.items():
                merged.setdefault(name, set()).update(phrases)
        found = tuple(
            (
                name,
                None if any(" " not in p for p in phrases) else re.compile("|".join(map(expression, sorted(phrases)))),
            )
            for name, phrases in merged.items()
        )
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        self._memory[word] = found
        return found

    def find(self, folded: str, tokens: list[Word]) -> list[Found]:
        """Every cue in a folded text whose words are `tokens`, in order; a negated one is left out."""
        found: list[Found] = []
        memory = self._memory
        for i, (word, start) in enumerate(tokens):
            opens = memory.get(word)
            if opens is None:
                opens = self._opens(word)
            for name, pattern in opens:
                if pattern is None:
                    end = start + len(word)
                else:
                    match = pattern.match(folded, start)
                    if match is None:
                        continue
                    end = match.end()
                if self._negatable[name] and self.negated(folded, tokens, i):
                    continue
                found.append(Found(name, start, end))
        return found

    def negated(self, folded: str, tokens: list[Word], i: int) -> bool:
        """Whether one of the two words before word `i`, in the same clause, denies it."""
        for k in range(i - 1, max(i - 3, -1), -1):
            word, start = tokens[k]
            between = folded[start + len(word) : tokens[k + 1].start]
            if any(sign in between for sign in ".,;:!?\n("):
                return False
            if word in self.negators or word.endswith("n't"):
                return not (k + 1 < i and tokens[k + 1].text in ("only", "just", "solo", "nur"))
        return False


@dataclass(frozen=True, slots=True)
class Pack:
    """What we know of one language: words with a feeling, words that deny or strengthen, and the cues."""

    language: str
    words: Mapping[str, float]  # valence -4..4, beside VADER's own lexicon in English
    negators: frozenset[str]
    boosters: Mapping[str, float]
    cues: Mapping[str, Cue]
    finder: Finder
    urgent: Finder  # the rules of `urgency`, and "innocent" for their look-alikes


@cache
def packs() -> tuple[str, ...]:
    """Languages whose words we can judge: one file each in analysis/lexicons."""
    folder = resources.files("analysis") / "lexicons"
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")))


@cache
def pack(language: str) -> Pack:
    """The pack of a language of `packs()`."""
    text = (resources.files("analysis") / "lexicons" / f"{language}.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    cues = {
        name: Cue(
            name, c["says"], float(c.get("weight", 0.0)), bool(c.get("negatable", True)), tuple(map(fold, c["phrases"]))
        )
        for name, c in raw["cues"].items()
    }
    words = {w: float(v) for v, group in raw["words"].items() for w in group.split()}
    negators = frozenset(raw["negators"])
    urgent = Finder([Cue(n, n, 0.0, False, tuple(map(fold, p))) for n, p in raw.get("urgent", {}).items()], negators)
    return Pack(language, words, negators, raw["boosters"], cues, Finder(cues.values(), negators), urgent)


def tokens(folded: str) -> list[Word]:
    """Words of a folded text with their places."""
    return [Word(m.group(), m.start()) for m in TOKEN.finditer(folded)]
