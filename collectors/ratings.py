"""Ratings as people and exports write them, brought to one scale: 0 (worst) to 1 (best).

A scale names its two ends, so that "1-5" and the German school's "6-1" (6 is worst) are the same kind of thing. A value
that carries its own scale ("4/5", "80%", four stars of five) keeps it; bare numbers need to be told, or the scale is
recognised from all values of a column. A value outside its scale is an error with a reason, never clipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from collectors.datewords import folded


class RatingError(ValueError):
    """A rating that is there but cannot be read or lies outside its scale; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale by its two ends: `Scale(1, 5)` is five stars, `Scale(6, 1)` the German school's marks."""

    worst: float
    best: float

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise ValueError(f"a scale needs two different ends, not {self.worst:g} twice")

    @property
    def name(self) -> str:
        """As people write it: "1-5"."""
        return f"{self.worst:g}-{self.best:g}"

    def holds(self, value: float) -> bool:
        return min(self.worst, self.best) <= value <= max(self.worst, self.best)

    def share(self, value: float) -> float:
        """`value` on 0 (worst) .. 1 (best). Raises RatingError outside the scale."""
        if not self.holds(value):
            raise RatingError(f"rating {value:g} lies outside the scale {self.name}")
        return (value - self.worst) / (self.best - self.worst)


STARS = Scale(1, 5)
_KNOWN = (STARS, Scale(0, 5), Scale(1, 6), Scale(1, 10), Scale(0, 10), Scale(10, 50), Scale(0, 50), Scale(0, 100))
_BLANK = frozenset(["", "na", "n/a", "none", "null", "nan", "-", "--", "not rated", "no rating", "unrated"])
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_LIKED: Mapping[str, float] = {
    **dict.fromkeys(
        ("like", "likes", "liked", "recommend", "recommends", "recommended", "positive", "thumbs up", "up", "good",
         "yes", "true", "empfiehlt", "recomienda", "recommande", "gefallt mir", "me gusta", "j'aime"), 1.0),
    **dict.fromkeys(
        ("dislike", "dislikes", "disliked", "not recommend", "not recommended", "doesn't recommend", "negative", "bad",
         "does not recommend", "doesnt recommend", "doesn’t recommend", "don't recommend", "do not recommend", "no",
         "thumbs down", "down", "false", "empfiehlt nicht", "no recomienda", "ne recommande pas"), 0.0),
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_OF = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:/|out of|of|von|de|sur|su|van|aus)\s*(\d+)(?:\D.*)?")
_UNIT = re.compile(
    r"(\w+(?:[.,]\d+)?)[\s_-]*(?:-?\s*star(?:s|_rating)?|sterne?|estrellas?|etoiles?|stelle|sterren|bubbles?)\b.*"
)
_BUBBLE = re.compile(r"bubble_(\d)(\d)")
_FULL, _EMPTY, _HALF = "★⭐🌟✮", "☆✩", "½⯪"


def parse_scale(text: str) -> Scale:
    """ "1-10" (worst first) as a Scale; "6-1" means that 6 is worst. Raises ValueError with what to write instead."""
    match = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:-|–|\.\.|to)\s*(-?\d+(?:[.,]\d+)?)\s*", text)
    if match is None:
        raise ValueError(f"the scale {text!r} is not understood: write worst and best, such as 1-5, 0-10 or 6-1")
    return Scale(_float(match[1]), _float(match[2]))


def parse_rating(value: object, scale: Scale | None) -> tuple[float, str] | None:
    """`value` on 0 (worst) .. 1 (best), and the scale it came from, such as "1-5". None when there is no rating.

    `scale` is that of bare numbers; without one they are taken as stars of five. Raises RatingError for something that
    is no rating or lies outside its scale.
    """
    if value is None or isinstance(value, bool):
        return None if value is None else (float(value), "like")
    if isinstance(value, (int, float)):
        if value != value:  # NaN is a spreadsheet's empty cell
            return None
        own = scale or STARS
        return own.share(float(value)), own.name
    if isinstance(value, str):
        return _from_text(value.strip(), scale)
    raise RatingError(f"a rating cannot be a {type(value).__name__}")


def recognise_scale(values: Iterable[object]) -> Scale | None:
    """The scale of a column: the smallest usual one that holds its bare numbers, all but one in two hundred.

    Values that carry their own scale ("4/5") do not count. None when there are no bare numbers, or no usual scale fits.
    A column of 1..10 is "1-10", with zeros or halves "0-10" (Booking's "8,5"); 10, 20 .. 50 is Tripadvisor's.
    """
    tally = Tally()
    for value in values:
        tally.add(value)
    return tally.scale()


class Tally:
    """What a column of ratings holds, counted row by row in little memory: the whole column decides its scale."""

    _MOST = 4_096  # different numbers; a column with more is not one of ratings

    def __init__(self) -> None:
        self.counts: dict[float, int] = {}
        self.words = 0  # values that carry their own scale
        self.other = 0  # values that are no rating at all

    def add(self, value: object) -> None:
        if isinstance(value, str):
            text = value.strip()
            if _NUMBER.fullmatch(text) is None:
                self._add_words(text)
                return
            number = _float(text)
        elif isinstance(value, (int, float)) and value == value:
            number = float(value)
        else:
            return
        if number in self.counts or len(self.counts) < self._MOST:
            self.counts[number] = self.counts.get(number, 0) + 1
        else:
            self.other += 1

    def _add_words(self, text: str) -> None:
        if folded(text) in _BLANK:
            return
        try:
            self.words += _from_text(text, STARS) is not None
        except RatingError:
            self.other += 1

    @property
    def fits(self) -> bool:
        """Whether this may be a column of ratings: nine in ten values read as one, and a usual scale holds them."""
        read = sum(self.counts.values()) + self.words
        return read > 0 and read >= 9 * self.other and (not self.counts or self.scale() is not None)

    def scale(self) -> Scale | None:
        total = sum(self.counts.values())
        allowed = total // 200
        for scale in _KNOWN:
            inside = {v: n for v, n in self.counts.items() if scale.holds(v)}
            if not inside or total - sum(inside.values()) > allowed:
                continue
            fractions = any(v != int(v) for v in inside)
            tens = scale.worst in (10, 0) and scale.best == 50 and any(v % 5 for v in inside)
            if tens or (scale == Scale(1, 6) and fractions) or (scale == Scale(1, 10) and fractions):
                continue  # sixths and tenths have no halves where the lowest mark is 1
            return scale
        return None


def _from_text(text: str, scale: Scale | None) -> tuple[float, str] | None:
    if _NUMBER.fullmatch(text):
        own = scale or STARS
        return own.share(_float(text)), own.name
    return _from_words(text)


@lru_cache(maxsize=1_024)
def _from_words(text: str) -> tuple[float, str] | None:
    """A rating that brings its own scale: "4/5", "80%", "FIVE", "★★★★☆", "5 stars", "Recommends"."""
    words = folded(text)
    if words in _BLANK:
        return None
    if words in _WORDS:
        return STARS.share(_WORDS[words]), STARS.name
    if words in _LIKED:
        return _LIKED[words], "like"
    if words.endswith("%") and _NUMBER.fullmatch(words[:-1].strip()):
        percent = Scale(0, 100)
        return percent.share(_float(words[:-1].strip())), percent.name
    if any(c in _FULL or c in _EMPTY for c in text):
        return _from_stars(text)
    if match := _OF.fullmatch(words):
        value, best = _float(match[1]), float(match[2])
        own = Scale(1 if value >= 1 and best <= 10 else 0, best) if best > 1 else None
        if own is not None:
            return own.share(value), own.name
    if match := _BUBBLE.search(words):  # Tripadvisor's picture names: bubble_45 is 4.5
        return STARS.share(float(f"{match[1]}.{match[2]}")), STARS.name
    if match := _UNIT.fullmatch(words):
        number = _WORDS.get(match[1], match[1])
        if isinstance(number, int) or _NUMBER.fullmatch(number):
            return STARS.share(_float(str(number))), STARS.name
    raise RatingError(f"{text[:40]!r} is not understood as a rating")


def _from_stars(text: str) -> tuple[float, str]:
    full = sum(text.count(c) for c in _FULL) + 0.5 * sum(text.count(c) for c in _HALF)
    drawn = full + sum(text.count(c) for c in _EMPTY)
    own = Scale(1, drawn) if drawn > 5 else STARS
    return own.share(full), own.name


def _float(text: str) -> float:
    return float(text.replace(",", "."))
