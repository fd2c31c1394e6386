"""Do two mentions tell the same story? Decided by the two alone, so the answer never depends on what came in between.

Four ways to be the same: the same words (passed on, edited), most of the shorter text inside the longer one (quoted,
cut), some of the same words with the same link, or the same incident in other words. Short or everyday texts ("Great
service!", "please help") by different people are no story, however alike, unless one says that it passes the other on
("RT @x", "via @x", quotation marks) or both carry the same link; and what is told of one place is not what is told of
another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from analysis.told import CUT, EVERYDAY, FIRST, INSIDE, LOWER, MARKED, NUMBER, Kept, Signature

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
LEAST_SAID = min(*(least for least, *_ in SAME_WORDS), *(least for _, least in PASSED_ON.values()))
NEARLY_INSIDE = 0.85  # share of the shorter text inside the longer one when both begin alike
CUT_AND_QUOTED = 0.65  # likewise, of at least LEAST_QUOTED letters, when one quotes how the other begins
LINKED = 0.2  # Jaccard from which texts with the same link tell the same
TELLING = 2.0  # above the everyday: such a term connects
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
    numbers: frozenset[int]
    incidents: frozenset[int]


def told(signature: Signature) -> Told:
    terms = {t.key: t for t in signature.terms if not t.marks & NUMBER}
    numbers = frozenset(t.key for t in signature.terms if t.marks & NUMBER)
    return Told(signature, terms, numbers, frozenset(t.incident for t in terms.values() if t.incident))


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


def compare(one: Told, other: Told, jaccard: float) -> Likeness | None:
    """Same story? `jaccard` is the estimate from the two MinHashes. None when they are not."""
    a, b = one.signature, other.signature
    if a.link and a.link == b.link and (a.exact == b.exact or (jaccard >= LINKED and not _contradict(one, other))):
        return Likeness(max(jaccard, LINKED), "the same link and the same pieces of text")
    if found := _passed_on(one, other, jaccard):
        return found
    said, rare, shorter = min(a.said, b.said), min(a.rare, b.rare), min(a.length, b.length)
    need = min(
        (j for least, odd, long, j in SAME_WORDS if said >= least and rare >= odd and shorter >= long), default=2.0
    )
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
    if len(one.terms.keys() & other.terms.keys()) < 2:
        return None
    found = features(one, other)
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, found, strict=True))
    if odds < SURE:
        return None
    chance = 1.0 / (1.0 + math.exp(-odds))
    return Likeness(chance, f"{chance:.0%} sure that they tell of the same")


def features(one: Told, other: Told) -> Features:
    """What speaks for and against two texts telling of the same incident."""
    a, b = one.terms, other.terms
    mine, theirs = _names(one, other), _names(other, one)
    names = mine | theirs
    common = [key for key in a if key in b and key not in names and a[key].weight > EVERYDAY]
    said = sum(a[key].weight - EVERYDAY for key in common)
    rare = sum(a[key].weight - EVERYDAY for key in common if a[key].weight >= EVERYDAY + UNNAMED)
    both = sum(t.weight - EVERYDAY for k, t in a.items() if k not in names)
    both += sum(t.weight - EVERYDAY for k, t in b.items() if k not in names)
    named = any(key in a and key in b for key in names)
    telling = [key for key in common if a[key].weight >= EVERYDAY + TELLING]
    tones = sorted((one.signature.tone, other.signature.tone))
    return Features(
        common=said if named else 0.0,
        unnamed=0.0 if named else rare,
        share=2.0 * said / both if both > 0 else 0.0,
        pairs=len(_near(a, telling) & _near(b, telling)) if len(telling) > 1 else 0,
        named=named,
        other_names=bool(mine and theirs and not named),
        incident=bool(one.incidents & other.incidents),
        one_sided=bool(one.incidents) != bool(other.incidents),
        tone=tones[1] >= 35 and tones[0] <= 10,
        number=bool(one.numbers & other.numbers),
        other_numbers=bool(one.numbers and other.numbers and not one.numbers & other.numbers),
    )


def _names(one: Told, other: Told) -> set[int]:
    """Terms of `one` that are names: capitalised in a text whose capitals mean something, and small in neither."""
    found = set()
    for key, kept in one.terms.items():
        their = other.terms.get(key)
        small = (one.signature.cased and kept.marks & LOWER) or (
            their is not None and other.signature.cased and their.marks & LOWER
        )
        if small:
            continue
        inside = one.signature.cased and kept.marks & INSIDE
        theirs = their is not None and other.signature.cased and their.marks & INSIDE
        both_first = their is not None and kept.marks & FIRST and their.marks & FIRST and kept.weight >= 7.0
        if inside or theirs or both_first:
            found.add(key)
    return found


def _near(terms: dict[int, Kept], keys: list[int]) -> set[tuple[int, int]]:
    """Pairs of `keys` that stand within three telling terms of each other."""
    place = {key: i for i, key in enumerate(terms)}
    ordered = sorted(keys, key=place.__getitem__)
    found = set()
    for i, key in enumerate(ordered):
        for later in ordered[i + 1 : i + 4]:
            if place[later] - place[key] <= 3:
                found.add((min(key, later), max(key, later)))
    return found
