"""VADER's four numbers, exactly as the package gives them, many times faster.

The vaderSentiment package stays the dependency, the owner of the lexicon and the reference in the tests. Its cost lies
in lower-casing the whole word list again for every lexicon hit; here each distinct token is looked up once and
remembered, only lexicon hits and their three neighbours are visited, and emoji are searched in non-ASCII texts only.
Method: Hutto & Gilbert, VADER, ICWSM 2014, rule for rule as in vaderSentiment 3.3.2, quirks included.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from vaderSentiment import vaderSentiment as package  # noqa: N813 - a module, spelled by its authors

from analysis.vader_but import halve_and_raise
from analysis.vader_words import BOOST_2, EMOJI, NOTHING, SPECIAL_2, SPECIAL_3, TOKENS, VALENCES, Token

_C_INCR: float = package.C_INCR
_N_SCALAR: float = package.N_SCALAR
_FOREIGN = re.compile(r"[^\x00-\x7f]")  # one range: a class of all 1,212 emoji is a hundred times slower
_VALENCE = VALENCES.__getitem__


class Scores(NamedTuple):
    """Shares of negative, neutral and positive words (0..1, sum 1) and the compound score (-1..1)."""

    neg: float
    neu: float
    pos: float
    compound: float


class Hits(NamedTuple):
    """What VADER saw word by word: tokens, and at which of them it felt something (before the rule for "but")."""

    text: str  # with emoji spelled out
    tokens: list[str]  # what stands between blanks
    at: list[int]
    valence: list[float]  # about -5..5


def spoken(text: str) -> str:
    """`text` with emoji replaced by their names, as VADER reads it."""
    if text.isascii():
        return text
    names = EMOJI
    if names.keys().isdisjoint(_FOREIGN.findall(text)):
        return text

    def name(m: re.Match[str]) -> str:
        char, start = m.group(), m.start()
        if char not in names:
            return char
        return names[char] if start == 0 or text[start - 1] == " " else " " + names[char]

    return _FOREIGN.sub(name, text)


def hits(text: str) -> Hits:
    """The words VADER reacts to and how strongly (about -5..5), before they are added up."""
    if not text.isascii():
        text = spoken(text)
    tokens = text.split()
    VALENCES.tidy()
    at = [i for i, v in enumerate(map(_VALENCE, tokens)) if v is not None]
    if not at:
        return Hits(text, tokens, at, [])
    valence: list[float] = []
    calm = VALENCES.bending.isdisjoint
    mixed: bool | None = None
    for i in at:
        token = tokens[i]
        if calm(tokens[i - 3 if i > 3 else 0 : i + 3]) and not token.isupper():
            valence.append(_VALENCE(token) or 0.0)  # nothing near can change it
            continue
        if mixed is None:
            mixed = _mixed(tokens)
        valence.append(_bent(tokens, i, mixed))
    return Hits(text, tokens, at, valence)


def _mixed(tokens: list[str]) -> bool:
    """Whether some words, but not all, stand in capitals: only then do capitals mean anything."""
    capitals = list(map(str.isupper, tokens))
    return True in capitals and False in capitals


def _bent(tokens: list[str], i: int, mixed: bool) -> float:
    """Valence of the lexicon word at `i` after capitals, boosters, negations, idioms and "least"."""
    near = list(map(TOKENS.__getitem__, tokens[i - 3 if i > 3 else 0 : i + 3]))
    if len(near) < 6:
        near = [NOTHING] * (3 - i) + near
        near += [NOTHING] * (6 - len(near))
    three, two, one, here, after, _ = near
    if here.lower == "kind" and after.lower == "of":
        return 0.0  # "kind of" is no praise
    valence = base = here.valence or 0.0
    if here.lower == "no" and after.valence is not None:
        valence = 0.0
    if one.lower == "no" or two.lower == "no" or (three.lower == "no" and one.lower in ("or", "nor")):
        valence = base * _N_SCALAR
    if mixed and here.upper:
        valence = valence + _C_INCR if valence > 0 else valence - _C_INCR
    if one.valence is None:
        valence = _boosted(one, valence, mixed, 1.0)
        if one.negates:
            valence *= _N_SCALAR
    if two.valence is None:
        valence = _boosted(two, valence, mixed, 0.95)
        if two.negates and not (two.lower == "without" and one.lower == "doubt"):
            valence *= 1.25 if two.lower == "never" and one.lower in ("so", "this") else _N_SCALAR
    if three.valence is None and three is not NOTHING:
        valence = _boosted(three, valence, mixed, 0.9)
        if (three.lower == "never" and two.lower in ("so", "this")) or one.lower in ("so", "this"):
            valence *= 1.25
        elif three.negates and not (three.lower == "without" and "doubt" in (one.lower, two.lower)):
            valence *= _N_SCALAR
        valence = _idioms(near, valence)  # only here, as in the package
    if one.lower == "least" and two.lower not in ("at", "very"):
        valence *= _N_SCALAR
    return valence


def _boosted(token: Token, valence: float, mixed: bool, share: float) -> float:
    """`valence` strengthened or damped by a booster before it, the farther away the less."""
    if not token.boost:
        return valence
    scalar = token.boost if valence >= 0 else -token.boost
    if token.upper and mixed:
        scalar = scalar + _C_INCR if valence > 0 else scalar - _C_INCR
    return valence + scalar * share


def _idioms(near: list[Token], valence: float) -> float:
    """The package's idioms ("the shit", "kiss of death") and two-word boosters ("kind of") around a lexicon word."""
    if True not in [t.idiom for t in near]:
        return valence
    three, two, one, here, after, beyond = [t.lower for t in near]
    for found in (
        SPECIAL_2.get((one, here)),
        SPECIAL_3.get((two, one, here)),
        SPECIAL_2.get((two, one)),
        SPECIAL_3.get((three, two, one)),
        SPECIAL_2.get((three, two)),
    ):
        if found is not None:
            valence = found
            break
    valence = SPECIAL_2.get((here, after), valence)
    valence = SPECIAL_3.get((here, after, beyond), valence)
    return valence + BOOST_2.get((three, two), 0.0) + BOOST_2.get((two, one), 0.0)


def _but(seen: Hits) -> list[float]:
    """The rule for "but": halve before, half as much again after; as in the package, the first equal value moves."""
    if "but" in seen.text.lower():
        pivot = next((i for i, t in enumerate(seen.tokens) if TOKENS[t].lower == "but"), None)
        if pivot is not None:
            values = list(seen.valence)
            halve_and_raise(values, seen.at, pivot)
            return values
    return seen.valence


def normalize(total: float) -> float:
    """VADER's squeeze of a sum of valences into -1..1 (alpha 15)."""
    return total / math.sqrt(total * total + 15)


def scores(text: str) -> Scores:
    """The package's `polarity_scores(text)`: the same four numbers on every text."""
    return of_hits(hits(text))


def of_hits(seen: Hits) -> Scores:
    """The four numbers, from hits already found."""
    if not seen.tokens:
        return Scores(0.0, 0.0, 0.0, 0.0)
    if not seen.at:
        return Scores(0.0, 1.0, 0.0, 0.0)
    values = _but(seen)
    total = 0.0 + sum(values)
    pos = neg = 0.0
    neutral = len(seen.tokens)
    for v in values:
        if v > 0:
            pos += v + 1
            neutral -= 1
        elif v:
            neg += v - 1
            neutral -= 1
    emphasis = _emphasis(seen.text)
    if emphasis:
        total += emphasis if total > 0 else -emphasis if total < 0 else 0.0
        if pos > -neg:
            pos += emphasis
        elif pos < -neg:
            neg -= emphasis
    whole = pos - neg + neutral
    return Scores(
        round(-neg / whole, 3) if neg else 0.0,
        round(neutral / whole, 3),
        round(pos / whole, 3) if pos else 0.0,
        round(total / math.sqrt(total * total + 15), 4),
    )


def _emphasis(text: str) -> float:
    """What exclamation and question marks add."""
    marks = text.count("?")
    loud = text.count("!")
    return min(loud, 4) * 0.292 + (0 if marks < 2 else marks * 0.18 if marks <= 3 else 0.96) if loud or marks else 0.0
