"""What a text tells about, as weighted terms: the rarer a word is in everyday talk, the more it says about an incident.

Words are folded and stemmed lightly; words for the same thing ("rodent", "mouse") become one term. How common a word
is comes from a fixed table (`lexicons/common_words.tsv`), never from the stream, so that two texts are as similar
tomorrow as they are today, whatever came in between.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from analysis.text import fold, words

RAREST = 8.0  # natural logarithm of (texts / texts with the word), for words not in the table
_NUMBER = re.compile(r"\d")
_SUFFIXES = (
    ("iest", "y"), ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("'s", ""), ("s", ""),
)  # fmt: skip


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
def _table() -> tuple[dict[str, float], dict[str, str]]:
    folder = files("analysis") / "lexicons"
    common: dict[str, float] = {}
    for line in (folder / "common_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, weight = line.split("\t")
            common[word] = float(weight)
    same: dict[str, str] = {}
    for line in (folder / "same_things.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, *others = (stem(fold(w)) for w in line.split())
            same.update(dict.fromkeys((first, *others), first))
    return common, same


def weight(term: str) -> float:
    """How much a term says, 0 (in every text) .. 8 (never met before)."""
    return _table()[0].get(term, RAREST)


@lru_cache(maxsize=100_000)
def term(word: str) -> str:
    """The term a folded word stands for."""
    stemmed = stem(word)
    return _table()[1].get(stemmed, stemmed)


def terms(text: str) -> dict[str, float]:
    """Distinct terms of `text` with what they say."""
    return {t: weight(t) for t in map(term, words(text))}


def is_number(term: str) -> bool:
    return bool(_NUMBER.search(term))
