"""Do two mentions tell the same story? Decided by the two alone, so the answer never depends on what came in between.

Four ways to be the same: the same words (passed on, edited), most of the shorter text inside the longer one (quoted,
cut), some of the same words with the same link, or the same incident in other words. Short or everyday texts ("Great
service!", "please help") by different people are no story, however alike, unless one says that it passes the other on
("RT @x", "via @x", quotation marks) or both carry the same link; and what is told of one place is not what is told of
another.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from analysis.buckets import TELLING
from analysis.passing import CUT, MARKED
from analysis.told import EVERYDAY, FIRST, INSIDE, LOWER, NUMBER, Kept, Signature

# Jaccard of character 5-grams from which two texts are the same words, by how much the one that says less says:
# (least said, least of it out of the ordinary, least letters, Jaccard). Two strangers hit on the same everyday words
# more easily the fewer they are, so those must be longer and more alike.
SAME_WORDS = ((9.0, 6.0, 0, 0.36), (9.0, 0.0, 30, 0.5), (6.0, 0.0, 30, 0.6), (9.0, 0.0, 0, 0.8))
NEARLY_ALL = 0.75  # from here on a differing number or name is a typo
INSIDE_OTHER = 0.75  # share of the shorter text inside the longer one
LEAST_QUOTED = 40  # characters
# (least letters, least said) of words that another text begins with and holds as a whole, by whether one of them says
# itself that it passes on or was cut.
PASSED_ON = {True: (20, 4.0), False: (36, 9.0)}
NEARLY_INSIDE = 0.85  # share of the shorter text inside the longer one when both begin alike
CUT_AND_QUOTED = 0.65  # likewise, of at least LEAST_QUOTED letters, when one quotes how the other begins
LINKED = 0.2  # Jaccard from which texts with the same link tell the same
UNNAMED = 3.5  # above the everyday: such a term connects texts that name no common place


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts are the same."""

    strength: float  # 0..1
    why: str


class Told(NamedTuple):
    """A signature, ready to be compared."""

    signature: Signature
    terms: dict[int, Kept]
    place: dict[int, int]  # of each term, in order of appearance
    total: float  # what all terms say above the everyday
    names: frozenset[int]  # terms that are names, as far as this text alone can tell
    numbers: frozenset[int]
    incidents: frozenset[int]


def told(signature: Signature) -> Told:
    terms = {t.key: t for t in signature.terms if not t.marks & NUMBER}
    named = [t.key for t in terms.values() if t.marks & INSIDE and not t.marks & LOWER] if signature.cased else ()
    return Told(
        signature,
        terms,
        {key: i for i, key in enumerate(terms)},
        sum([t.weight - EVERYDAY for t in terms.values()]),
        frozenset(named),
        frozenset([t.key for t in signature.terms if t.marks & NUMBER]),
        frozenset([t.incident for t in terms.values() if t.incident]),
    )


class Features(NamedTuple):
    """What two texts have in common beside their letters; all >= 0."""

    common: float  # what they say in common, when they name a common place or thing
    unnamed: float  # likewise, of rare terms only, when they do not
    share: float  # 0..1, common of all that both say
    pairs: float  # of common terms that stand close together in both
    named: float  # 1 or 0: a common name
    other_names: float  # 1 or 0: both name something, nothing in common
    incident: float  # 1 or 0: a common kind of incident
    one_sided: float  # 1 or 0: only one of them tells of an incident
    tone: float  # 1 or 0: one is glad, the other is not
    number: float  # 1 or 0: a common number
    other_numbers: float  # 1 or 0: both have numbers, none in common


# Log-odds that two texts tell of the same incident; set by hand and held against benchmarks/stories.py
BIAS = -7.2
WEIGHTS = Features(0.46, 0.3, 0.5, 0.12, 1.3, -1.0, 1.8, -1.0, -1.5, 1.3, -0.5)
SURE = 0.2  # log-odds from which they are the same story
_ROUNDING = 1e-6


def compare(one: Told, other: Told, jaccard: float) -> Likeness | None:
    """Same story? `jaccard` is the estimate from the two MinHashes. None when they are not."""
    a, b = one.signature, other.signature
    if a.link and a.link == b.link and (a.exact == b.exact or (jaccard >= LINKED and not _contradict(one, other))):
        return Likeness(max(jaccard, LINKED), "the same link and the same pieces of text")
    if found := _passed_on(one, other, jaccard):
        return found
    said, rare, shorter = min(a.said, b.said), min(a.rare, b.rare), min(a.length, b.length)
    need = 2.0
    for least, odd, long, enough in SAME_WORDS:
        if enough < need and said >= least and rare >= odd and shorter >= long:
            need = enough
    if need > 1.0:
        return None
    if all(cited := (a.openings[1], b.openings[1])) and cited[0] != cited[1]:
        need = NEARLY_ALL  # the same comment on somebody else's words
    if a.exact == b.exact:
        return Likeness(1.0, "the same words")
    differs = None
    if jaccard >= need:
        differs = jaccard < NEARLY_ALL and _contradict(one, other)
        if not differs:
            return Likeness(jaccard, f"{jaccard:.0%} of the same pieces of text")
    inside = jaccard * (a.length + b.length) / ((1.0 + jaccard) * max(1, shorter))
    if inside >= INSIDE_OTHER and shorter >= LEAST_QUOTED and need <= SAME_WORDS[0][3] and not _contradict(one, other):
        return Likeness(min(1.0, inside), "one quotes the other")
    if differs:
        return None
    return _same_incident(one, other)


def _passed_on(one: Told, other: Told, jaccard: float) -> Likeness | None:
    """Does one of two texts that begin alike hold all of the other: cut, or with words of somebody's own added?"""
    a, b = one.signature, other.signature
    (starts, quotes), (begins, cites) = a.openings, b.openings
    quoted = bool(quotes and quotes in (begins, cites)) or bool(cites and cites == starts)
    if not quoted and (not starts or starts != begins or (quotes and cites)):
        return None
    shorter = min(a, b, key=lambda each: each.length)
    says = bool((a.passes | b.passes) & MARKED or shorter.passes & CUT)
    letters, least = PASSED_ON[says]
    if shorter.length < letters or min(a.said, b.said) < least:
        return None
    inside = jaccard * (a.length + b.length) / ((1.0 + jaccard) * shorter.length)
    partly = quoted and shorter.length >= LEAST_QUOTED
    if inside < (CUT_AND_QUOTED if partly else NEARLY_INSIDE) or _contradict(one, other):
        return None
    return Likeness(min(1.0, inside), "one passes on the other")


def _contradict(one: Told, other: Told) -> bool:
    """Different numbers, or different names: the same sentence about something else."""
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return True
    return features(one, other).other_names > 0


def _same_incident(one: Told, other: Told) -> Likeness | None:
    common = one.terms.keys() & other.terms.keys()
    if len(common) < 2 or _at_best(one, other, common) < SURE:
        return None
    found = features(one, other)
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, found, strict=True))
    if odds < SURE:
        return None
    chance = 1.0 / (1.0 + math.exp(-odds))
    return Likeness(chance, f"{chance:.0%} sure that they tell of the same")


def _at_best(one: Told, other: Told, common: Collection[int]) -> float:
    """No less than the log-odds that `features` can lead to, at a small part of their cost."""
    said = sum([one.terms[key].weight for key in common]) - EVERYDAY * len(common)
    odds = BIAS + max(WEIGHTS.common * said + WEIGHTS.named, WEIGHTS.unnamed * said) + WEIGHTS.share
    odds += WEIGHTS.pairs * 3 * (len(common) - 1) + _ROUNDING
    if one.incidents and not one.incidents.isdisjoint(other.incidents):
        odds += WEIGHTS.incident
    if one.numbers and not one.numbers.isdisjoint(other.numbers):
        odds += WEIGHTS.number
    return odds


def features(one: Told, other: Told) -> Features:
    """What speaks for and against two texts telling of the same incident."""
    a, b = one.terms, other.terms
    shared = a.keys() & b.keys()
    named = {key for key in shared if _is_name(one, other, key)}
    mine, theirs = one.names - shared, other.names - shared
    common = [key for key in a if key in shared and key not in named]
    said = sum([a[key].weight - EVERYDAY for key in common])
    rare = sum([a[key].weight - EVERYDAY for key in common if a[key].weight >= EVERYDAY + UNNAMED])
    both = one.total + other.total - 2.0 * _says(a, named) - _says(a, mine) - _says(b, theirs)
    telling = [key for key in common if a[key].weight >= EVERYDAY + TELLING]
    tones = sorted((one.signature.tone, other.signature.tone))
    return Features(
        common=said if named else 0.0,
        unnamed=0.0 if named else rare,
        share=2.0 * said / both if said > 0 else 0.0,
        pairs=len(_near(one.place, telling) & _near(other.place, telling)) if len(telling) > 1 else 0,
        named=bool(named),
        other_names=bool(mine and theirs and not named),
        incident=not one.incidents.isdisjoint(other.incidents),
        one_sided=bool(one.incidents) != bool(other.incidents),
        tone=tones[1] >= 35 and tones[0] <= 10,
        number=not one.numbers.isdisjoint(other.numbers),
        other_numbers=bool(one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers)),
    )


def _says(terms: dict[int, Kept], keys: Collection[int]) -> float:
    """What some of the terms say above the everyday."""
    return sum([terms[key].weight for key in keys]) - EVERYDAY * len(keys)


def _is_name(one: Told, other: Told, key: int) -> bool:
    """Whether a common term is a name: capitalised where capitals mean something, and small in neither."""
    mine, theirs = one.terms[key], other.terms[key]
    known = (mine.marks if one.signature.cased else 0) | (theirs.marks if other.signature.cased else 0)
    if known & LOWER:
        return False
    return bool(known & INSIDE) or bool(mine.marks & theirs.marks & FIRST and mine.weight >= 7.0)


def _near(place: dict[int, int], keys: list[int]) -> set[tuple[int, int]]:
    """Pairs of `keys` that stand within three telling terms of each other."""
    ordered = sorted(keys, key=place.__getitem__)
    found = set()
    for i, key in enumerate(ordered):
        for later in ordered[i + 1 : i + 4]:
            if place[later] - place[key] <= 3:
                found.add((min(key, later), max(key, later)))
    return found
