"""The probability that a mention is a complaint, and why: named cues, words of each sentence, stars.

A logistic rule: numbers of `features` and cues of the language's pack give log-odds; stars are a prior on them, not an
average with words. Two levels: `flag` and `maybe`. Where the language is none we can judge, stars decide, else the
label is "unscored", never "neutral".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.cues import Found, Pack, pack, packs
from analysis.features import NUMBERS, Reading, read
from analysis.text import shorten
from storage.model import Flag, Label

LOW_STARS = 0.375  # on 0..1: up to 2 of 5 stars (2 of 5 is .25 or .4 of the way on other scales)
HIGH_STARS = 0.7  # 4 of 5, 8 of 10
_MIXED = 0.93  # probability by words alone that makes a 4-5 star mention worth a look
_TOLD = 3  # reasons from words that are named


@dataclass(frozen=True, slots=True)
class Cut:
    """Probabilities (0..1) from which a mention is flagged, and from which it is a "maybe"."""

    flag: float = 0.5
    maybe: float = 0.35


DEFAULT_CUT = Cut()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the words and stars say. `complaint` is a probability 0..1, None when unscored; reasons in plain words."""

    compound: float
    complaint: float | None
    label: Label
    flag: Flag
    reasons: tuple[str, ...]


_BIAS = -1.2
_HAND: dict[str, float] = {
    "compound": -1.0, "lowest": -1.0, "last": -0.6, "share_negative": 0.8, "share_positive": -0.8, "own_negative": 0.9,
    "own_positive": -0.6, "own_balance": -1.0, "own_lowest": -0.5, "asks": 0.4, "length": 0.8,
}  # fmt: skip


def _logit(reading: Reading, known: Pack) -> float:
    total = _BIAS
    for name, value in zip(NUMBERS, reading.numbers, strict=True):
        total += _HAND.get(name, 0.0) * value
    counts: dict[str, int] = {}
    for cue in reading.cues:
        counts[cue.cue] = counts.get(cue.cue, 0) + 1
    root = math.sqrt(max(len(reading.words), 12) / 12)
    for name, count in counts.items():
        total += known.cues[name].weight * 0.7 * math.log2(1 + count) / root
    return total


def judge(
    text: str, *, title: str = "", rating: float | None = None, language: str = "en", cut: Cut = DEFAULT_CUT
) -> Judgement:
    """Judges one mention. `rating` on 0 (worst) .. 1 (best); `language` as `language.detect` gives it."""
    whole = f"{title.strip()}. {text}" if title.strip() and title.strip() not in text else text
    if language not in packs() or not any(map(str.isalnum, whole)):
        return _by_stars(rating, language)
    known = pack(language)
    reading = read(whole, known)
    by_words = 1 / (1 + math.exp(-_logit(reading, known)))
    told = _reasons(reading, known)
    if rating is None:
        return _by_words(reading, by_words, told, cut)
    return _with_stars(reading, by_words, rating, told, cut)


def _by_words(reading: Reading, p: float, told: list[str], cut: Cut) -> Judgement:
    flag: Flag = "flag" if p >= cut.flag else "maybe" if p >= cut.maybe else "none"
    label: Label = "neutral"
    if flag == "flag":
        label = "negative"
    elif p < cut.maybe and reading.numbers[0] > 0.05:
        label = "positive"
    if flag != "none" and not told:
        told = _tone(reading)
    return Judgement(reading.compound, round(p, 4), label, flag, tuple(told if flag != "none" else ()))


def _with_stars(reading: Reading, by_words: float, rating: float, told: list[str], cut: Cut) -> Judgement:
    logit = math.log(max(by_words, 1e-9) / max(1 - by_words, 1e-9)) + _prior(rating)
    p = 1 / (1 + math.exp(-logit))
    if rating <= LOW_STARS:
        reasons = (f"{_stars(rating)} of 5 stars", *told)
        return Judgement(reading.compound, round(max(p, 0.97), 4), "negative", "flag", reasons)
    if rating >= HIGH_STARS:
        mixed = by_words >= _MIXED
        reasons = ("mixed: check - high stars, but the words complain", *told) if mixed else ()
        return Judgement(
            reading.compound, round(max(p, cut.maybe) if mixed else min(p, cut.maybe * 0.9), 4), "positive",
            "maybe" if mixed else "none", reasons,
        )  # fmt: skip
    return _by_words(reading, p, told, cut)


def _prior(rating: float) -> float:
    """What stars add to the log-odds: +6 at one star, -4.5 at five, about half a point at three."""
    return 6.0 - 10.5 * rating


def _stars(rating: float) -> str:
    return f"{1 + 4 * rating:.1f}".removesuffix(".0")


def _by_stars(rating: float | None, language: str) -> Judgement:
    """A text we cannot read: the stars alone, or nothing."""
    why = "the text has no words" if language in packs() else f'we cannot judge texts in "{language}"'
    if rating is None:
        return Judgement(0.0, None, "unscored", "none", (why,))
    p = round(1 / (1 + math.exp(1.0 - _prior(rating))), 4)
    stars = f"{_stars(rating)} of 5 stars"
    if rating <= LOW_STARS:
        return Judgement(0.0, max(p, 0.9), "negative", "flag", (stars, why))
    if rating >= HIGH_STARS:
        return Judgement(0.0, p, "positive", "none", (stars,))
    return Judgement(0.0, p, "neutral", "none", (stars,))


def _reasons(reading: Reading, known: Pack) -> list[str]:
    """Cues that speak for a complaint, heaviest first, with the words that showed them."""
    best: dict[str, Found] = {}
    for cue in reading.cues:
        if known.cues[cue.cue].weight > 0 and cue.cue not in best:
            best[cue.cue] = cue
    ranked = sorted(best.values(), key=lambda c: -known.cues[c.cue].weight)[:_TOLD]
    return [f'{known.cues[c.cue].says}: "{_quote(reading, c)}"' for c in ranked]


def _quote(reading: Reading, cue: Found) -> str:
    source = reading.text if len(reading.text) == len(reading.folded) else reading.folded
    return shorten(source[cue.start : cue.end], 80)


def _tone(reading: Reading) -> list[str]:
    """When no cue was named: the sentence with the most negative words."""
    return [f'the tone is negative: "{shorten(reading.text, 100)}"']
