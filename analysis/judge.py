"""The probability that a mention is a complaint, and why: named cues, words of each sentence, stars.

A logistic rule: numbers of `features`, cues of the language's pack and fitted weights give log-odds; stars are a prior
on them, not an average with words. Two levels: `flag` and `maybe`. Where the language is none we can judge, stars
decide, else the label is "unscored", never "neutral".
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from analysis.cues import Found
from analysis.features import Reading, read
from analysis.packs import Pack, pack, packs
from analysis.sentiment import scores
from analysis.text import sentences, shorten
from analysis.weighing import weights
from storage.model import Flag, Label

LOW_STARS = 0.375  # on 0..1: up to 2 of 5 stars (2 of 5 is .25 or .4 of the way on other scales)
HIGH_STARS = 0.7  # 4 of 5, 8 of 10
_MIXED = 0.985  # probability by words alone that makes a 4-5 star mention worth a look
_TOLD = 3  # cues named
_WORTH_TELLING = 0.25  # log-odds a cue must add to be a reason


@dataclass(frozen=True, slots=True)
class Cut:
    """Probabilities (0..1) from which a mention is flagged, and from which it is a "maybe"."""

    flag: float = weights().flag
    maybe: float = weights().maybe


DEFAULT_CUT = Cut()


class Judgement(NamedTuple):
    """What the words and stars say. `complaint` is a probability 0..1, None when unscored; reasons in plain words."""

    compound: float
    complaint: float | None
    label: Label
    flag: Flag
    reasons: tuple[str, ...]


def judge(
    text: str, *, title: str = "", rating: float | None = None, language: str = "en", cut: Cut = DEFAULT_CUT
) -> Judgement:
    """Judges one mention. `rating` on 0 (worst) .. 1 (best); `language` as `language.detect` gives it."""
    return judged(reading_of(whole_text(title, text), language), rating, language, cut)


def reading_of(whole: str, language: str) -> Reading | None:
    """`whole` read once for judge, topics and urgency; None where there are no words, or none we can judge."""
    if language not in packs() or not any(map(str.isalnum, whole)):
        return None
    return read(whole, pack(language))


def judged(reading: Reading | None, rating: float | None, language: str, cut: Cut = DEFAULT_CUT) -> Judgement:
    """Judges what was read of a mention in `language`."""
    if reading is None:
        return _by_stars(rating, language)
    known = pack(language)
    by_words = _chance(weights().logit(reading, english=language == "en"))
    if rating is None:
        return _by_words(reading, known, by_words, cut)
    return _with_stars(reading, known, by_words, rating, cut)


def whole_text(title: str, text: str) -> str:
    """Title and text as one; the title once when the text repeats it."""
    title = title.strip()
    return f"{title}. {text}" if title and title not in text else text


def _by_words(reading: Reading, known: Pack, p: float, cut: Cut) -> Judgement:
    flag: Flag = "flag" if p >= cut.flag else "maybe" if p >= cut.maybe else "none"
    label: Label = "neutral"
    if flag == "flag":
        label = "negative"
    elif p < weights().positive and _nice(reading):
        label = "positive"
    told = () if flag == "none" else tuple(_reasons(reading, known) or _tone(reading))
    return Judgement(reading.compound, round(p, 4), label, flag, told)


def _with_stars(reading: Reading, known: Pack, by_words: float, rating: float, cut: Cut) -> Judgement:
    logit = math.log(max(by_words, 1e-9) / max(1 - by_words, 1e-9)) + _prior(rating)
    p = _chance(logit)
    if rating <= LOW_STARS:
        reasons = (f"{_stars(rating)} of 5 stars", *_reasons(reading, known))
        return Judgement(reading.compound, round(max(p, 0.97), 4), "negative", "flag", reasons)
    if rating >= HIGH_STARS:
        mixed = by_words >= _MIXED
        reasons = ("mixed: check - high stars, but the words complain", *_reasons(reading, known)) if mixed else ()
        return Judgement(
            reading.compound, round(max(p, cut.maybe) if mixed else min(p, cut.maybe * 0.9), 4), "positive",
            "maybe" if mixed else "none", reasons,
        )  # fmt: skip
    return _by_words(reading, known, p, cut)


def _prior(rating: float) -> float:
    """What stars add to the log-odds: +4.5 at one star, -6 at five; at three those who complain are milder: -0.75."""
    return 4.5 - 10.5 * rating


def _stars(rating: float) -> str:
    return f"{1 + 4 * rating:.1f}".removesuffix(".0")


def _by_stars(rating: float | None, language: str) -> Judgement:
    """A text we cannot read: the stars alone, or nothing."""
    why = "the text has no words" if language in packs() else f'we cannot judge texts in "{language}"'
    if rating is None:
        return Judgement(0.0, None, "unscored", "none", (why,))
    p = round(_chance(_prior(rating) - 1.0), 4)
    stars = f"{_stars(rating)} of 5 stars"
    if rating <= LOW_STARS:
        return Judgement(0.0, max(p, 0.95), "negative", "flag", (stars, why))
    if rating >= HIGH_STARS:
        return Judgement(0.0, p, "positive", "none", (stars,))
    return Judgement(0.0, p, "neutral", "none", (stars,))


def _reasons(reading: Reading, known: Pack) -> list[str]:
    """Cues that speak for a complaint, heaviest first, with the words that showed them."""
    first: dict[str, Found] = {}
    for cue in reading.cues:
        first.setdefault(cue.cue, cue)
    counts = Counter([c.cue for c in reading.cues])
    added = {name: weights().cue(name, count, len(reading.words)) for name, count in counts.items()}
    ranked = sorted((n for n in first if added[n] >= _WORTH_TELLING), key=lambda n: -added[n])[:_TOLD]
    return [f'{known.cues[n].says}: "{_quote(reading, first[n])}"' for n in ranked]


def _quote(reading: Reading, cue: Found) -> str:
    source = reading.text if len(reading.text) == len(reading.folded) else reading.folded
    return shorten(source[cue.start : cue.end], 80)


def _tone(reading: Reading) -> list[str]:
    """When no cue was named: the sentence that feels worst."""
    said = sentences(reading.text)
    worst = min(said, key=lambda s: scores(s).compound) if len(said) > 1 else reading.text
    return [f'the tone is negative: "{shorten(worst, 100)}"']


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _nice(reading: Reading) -> bool:
    """Whether anything in the text praises: its compound, or its own nice words."""
    return reading.compound > 0.05 or reading.own_positive > 0
