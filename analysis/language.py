"""Which language a text is in.

Small everyday words decide first ("the", "und", "que"): they settle most texts in microseconds. Lingua, limited to the
languages that small businesses meet and those that get mixed up with them, decides the rest; it is loaded only then (a
few seconds and some hundred megabytes, once). Under twenty letters nobody can tell: the hint wins.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNKNOWN = "und"
FEW_LETTERS = 20
_LOOK = 80  # words read; the rest of a long text does not change the answer
_SURE = 0.5  # confidence of lingua below which a hint is believed instead


def _load() -> dict[str, frozenset[str]]:
    """Small everyday words of each language; for English also some words that reviews are made of."""
    raw = json.loads((resources.files("analysis") / "everyday_words.json").read_text(encoding="utf-8"))
    return {code: frozenset(" ".join(lists.values()).split()) for code, lists in raw.items()}


_COMMON: dict[str, frozenset[str]] = _load()
_ENGLISH = _COMMON["en"] - frozenset({"was", "in", "on", "so", "all"})  # these stand in other languages too
_FOREIGN = frozenset().union(*(words for code, words in _COMMON.items() if code != "en")) - _COMMON["en"]
_SPEAK = {
    word: tuple(c for c, words in _COMMON.items() if word in words) for word in frozenset().union(*_COMMON.values())
}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = (
    (re.compile("[぀-ヿ]"), "ja"),
    (re.compile("[가-힯]"), "ko"),
    (re.compile("[一-鿿]"), "zh"),
    (re.compile("[Ͱ-Ͽ]"), "el"),
    (re.compile("[֐-׿]"), "he"),
    (re.compile("[؀-ۿ]"), "ar"),
    (re.compile("[ऀ-ॿ]"), "hi"),
    (re.compile("[฀-๿]"), "th"),
    (re.compile("[іїєґІЇЄҐ]"), "uk"),
    (re.compile("[Ѐ-ӿ]"), "ru"),
)
_LINGUA = ("EN", "ES", "DE", "FR", "IT", "NL", "PT", "PL", "TR", "CA", "RO", "SV", "DA", "NB", "CS")


def detect(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of the language of `text`, "und" when nobody can tell.

    `hint` is what the source or the owner says ("es", "en-GB"); it decides texts under twenty letters and close calls.
    """
    told = hint if hint is None or len(hint) == 2 else hint.replace("_", "-").split("-")[0].lower() or None
    tokens = text[: 8 * _LOOK].lower().split()
    seen = len(_ENGLISH.intersection(tokens))
    if seen >= (2 if told == "en" else 3) and len(_FOREIGN.intersection(tokens)) * 3 <= seen:
        return "en"
    head = text[:1200]
    if not head.isascii():
        script = _script(head)
        if script:
            return script
    found = [w.replace("’", "'") for w in _TOKEN.findall(head.lower())[:_LOOK]]
    vote, sure = _vote(found, told)
    if vote and (sure or vote == told):
        return vote
    if (
        vote
        and told in _COMMON
        and len(_COMMON[vote].intersection(found)) >= 2 + len(_COMMON[told].intersection(found))
    ):
        return vote
    if sum(map(len, found)) < FEW_LETTERS:
        return told or vote or UNKNOWN
    return _ask_lingua(" ".join(found), told)


def _script(text: str) -> str | None:
    """Language that its letters alone give away, when they are a good part of the text."""
    if _SCRIPTS[0][0].search(text):
        return "ja"  # kana among Chinese signs
    for letters, code in _SCRIPTS[1:]:
        if len(letters.findall(text)) * 3 > sum(map(str.isalpha, text)):
            return code
    return None


def _vote(found: list[str], told: str | None) -> tuple[str | None, bool]:
    """Language most of the everyday words belong to, and whether it leads clearly (2 words, three times the next)."""
    counts = dict.fromkeys(_COMMON, 0.0)
    for word in found:
        for code in _SPEAK.get(word, ()):
            counts[code] += 1.0
    if told in counts:
        counts[told] += 0.5
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    (best, most), (_, second) = ranked[0], ranked[1]
    if most <= second:
        return None, False
    return best, most >= 2 and most >= 3 * second


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code) for code in _LINGUA]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def _ask_lingua(text: str, told: str | None) -> str:
    values = {
        v.language.iso_code_639_1.name.lower(): v.value for v in _detector().compute_language_confidence_values(text)
    }
    best = max(values, key=lambda code: values[code])
    if values[best] <= 0:
        return told or UNKNOWN
    if told and values[best] < _SURE and values.get(told, 1.0) * 3 >= values[best]:
        return told
    return best
