"""What a text tells about, as weighted terms: the rarer a word is in everyday talk, the more it says about an incident.

Words are folded and stemmed lightly; words for the same thing ("rodent", "mouse") become one term. How common a word
is comes from a fixed table (`lexicons/common_words.tsv`), never from the stream, so that two texts are as similar
tomorrow as they are today, whatever came in between.
"""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from analysis.text import fold, words

EVERYDAY, TOGETHER = 2.5, 7.0  # weights of two words that say something side by side: each above, both from
RAREST = 8.0  # natural logarithm of (texts / texts with the word), for words not in the table
_SUFFIXES = (
    ("iest", "y"), ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("'s", ""), ("s", ""),
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WHEN = frozenset((*_DAYS, *_MONTHS, "i"))


class Term(NamedTuple):
    """A word as it is compared."""

    key: int  # 32-bit hash of the stem, or of the word that stands for it: the same on every machine
    weight: float  # how much it says, 0 (in every text) .. 8 (never met before)
    incident: int  # which kind of incident it tells of, 1..65535; 0 for none
    number: bool
    when: bool  # a weekday or month: written with a capital, but no name


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Light stem: plural, -ing, -ed, -ly go, doubled end letters and a final e too. Only for comparing."""
    if len(word) <= 3 or not word.isascii():
        return word.removesuffix("'s")
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith(("ss", "us")):
            word = word[: -len(suffix)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _common() -> dict[str, float]:
    """Stem -> how much it says."""
    table = {}
    text = (files("analysis") / "lexicons" / "common_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, weight = line.split("\t")
            table[word] = float(weight)
    return table


@cache
def _same_things() -> tuple[dict[str, str], dict[str, int]]:
    """Stem -> the stem that stands for it, and that stem -> kind of incident."""
    same: dict[str, str] = {}
    incidents: dict[str, int] = {}
    text = (files("analysis") / "lexicons" / "same_things.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            stems = [stem(fold(word)) for word in line.removeprefix("!").split()]
            same.update(dict.fromkeys(stems, stems[0]))
            if line.startswith("!"):
                incidents[stems[0]] = 1 + zlib.crc32(stems[0].encode()) % 65535
    return same, incidents


@lru_cache(maxsize=100_000)
def term(word: str) -> Term:
    """The term that a folded word stands for."""
    same, incidents = _same_things()
    stemmed = stem(word)
    stands = same.get(stemmed, stemmed)
    number = any(letter.isdigit() for letter in word)
    return Term(
        zlib.crc32(stands.encode("utf-8", "surrogatepass")),
        _common().get(stands, RAREST),
        incidents.get(stands, 0),
        number,
        word in _WHEN,
    )


@lru_cache(maxsize=64)
def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Words side by side ("off work") that say as much together as one telling word, neither being an everyday one."""
    spoken = words(text)
    weighed = ((one, two, term(one).weight, term(two).weight) for one, two in pairwise(spoken))
    return frozenset((one, two) for one, two, a, b in weighed if min(a, b) > EVERYDAY and a + b >= TOGETHER)
