"""VADER's four numbers, exactly as the package gives them, many times faster.

The vaderSentiment package stays the dependency, the owner of the lexicon and the reference in the tests. Its cost lies
in lower-casing the whole word list again for every lexicon hit; here each distinct token is looked up once and
remembered, only lexicon hits and their three neighbours are visited, and emoji are searched in non-ASCII texts only.
Method: Hutto & Gilbert, VADER, ICWSM 2014, rule for rule as in vaderSentiment 3.3.2, quirks included.
"""

from __future__ import annotations

import math
import re
import string
from functools import cache
from typing import Any, NamedTuple

from vaderSentiment import vaderSentiment as package  # noqa: N813 - a module, spelled by its authors

from analysis.vader_but import halve_and_raise

_C_INCR: float = package.C_INCR
_N_SCALAR: float = package.N_SCALAR
_REMEMBERED = 60_000  # distinct tokens kept; about 15 MB at worst, then forgotten at once
_LONGEST = 64  # longer tokens are looked up but not remembered
_FOREIGN = re.compile(r"[^\x00-\x7f]")  # one range: a class of all 1,212 emoji is a hundred times slower

# token -> (lower case, valence or None, booster scalar, all capitals?, negates?, ends a sentence?, may bend others?)
Token = tuple[str, float | None, float, bool, bool, bool, bool]
# One of these stands in every idiom and two-word booster of the package, and in its rules for "no", "least" and "so".
_BENDING = frozenset({"no", "least", "so", "this", "never", "without", "enough", "kind", "sort"}) | frozenset(
    {"shit", "bomb", "ass", "stop", "right", "kiss", "die", "heart"}
)


class Scores(NamedTuple):
    """Shares of negative, neutral and positive words (0..1, sum 1) and the compound score (-1..1)."""

    neg: float
    neu: float
    pos: float
    compound: float


class Hits(NamedTuple):
    """What VADER saw word by word: tokens, and at which of them it felt something (before the rule for "but")."""

    text: str  # with emoji spelled out
    tokens: list[Token]
    at: list[int]
    valence: list[float]


def _pairs(table: dict[str, Any], length: int) -> dict[tuple[str, ...], float]:
    return {tuple(k.split()): v for k, v in table.items() if len(k.split()) == length}


_SPECIAL_2 = _pairs(package.SPECIAL_CASES, 2)
_SPECIAL_3 = _pairs(package.SPECIAL_CASES, 3)
_BOOST_2 = _pairs(package.BOOSTER_DICT, 2)


class _Memory(dict[str, Token]):
    """Raw token -> what VADER needs to know of it. Bounded."""

    def __init__(self) -> None:
        super().__init__()
        analyzer = package.SentimentIntensityAnalyzer()
        self.lexicon: dict[str, float] = analyzer.lexicon
        self.emojis: dict[str, str] = {k: v for k, v in analyzer.emojis.items() if len(k) == 1}
        self.negate = frozenset(package.NEGATE)

    def __missing__(self, raw: str) -> Token:
        word = raw.strip(string.punctuation)
        if len(word) <= 2:
            word = raw
        lower = word.lower()
        boost: float = package.BOOSTER_DICT.get(lower, 0.0)
        valence = None if boost else self.lexicon.get(lower)
        negates = lower in self.negate or "n't" in lower
        bends = bool(boost) or negates or lower in _BENDING
        token = (lower, valence, boost, word.isupper(), negates, raw[-1] in ".!?…", bends)
        if len(raw) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[raw] = token
        return token


@cache
def _memory() -> _Memory:
    return _Memory()


def spoken(text: str) -> str:
    """`text` with emoji replaced by their names, as VADER reads it."""
    if text.isascii():
        return text
    names = _memory().emojis
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
    text = spoken(text)
    tokens = list(map(_memory().__getitem__, text.split()))
    at = [i for i, t in enumerate(tokens) if t[1] is not None]
    if not at:
        return Hits(text, tokens, at, [])
    return Hits(text, tokens, *_felt(tokens, at))


def _felt(tokens: list[Token], at: list[int]) -> tuple[list[int], list[float]]:
    """Places and valences of the lexicon words at `at`; the full rules run only where a word may bend another."""
    last = len(tokens) - 1
    capitals = [t[3] for t in tokens]
    mixed = True in capitals and False in capitals
    bends = [t[6] for t in tokens]
    if True not in bends:
        if not mixed:
            return at, [tokens[i][1] or 0.0 for i in at]
        return at, [_valence(tokens, i, last, mixed) if capitals[i] else tokens[i][1] or 0.0 for i in at]
    # "kind of" is no praise
    at = [i for i in at if tokens[i][0] != "kind" or i == last or tokens[i + 1][0] != "of"]
    valence = [
        _valence(tokens, i, last, mixed)
        if True in bends[i - 3 if i > 3 else 0 : i + 3] or (mixed and capitals[i])
        else tokens[i][1] or 0.0
        for i in at
    ]
    return at, valence


def _valence(tokens: list[Token], i: int, last: int, mixed: bool) -> float:
    """Valence of the lexicon word at `i` after capitals, boosters, negations, idioms and "least"."""
    low, found, _, upper, _, _, _ = tokens[i]
    assert found is not None
    valence = base = found
    one = tokens[i - 1] if i > 0 else None
    if low == "no" and i < last and _known(tokens[i + 1]):
        valence = 0.0
    if one is not None and (
        one[0] == "no"
        or (i > 1 and tokens[i - 2][0] == "no")
        or (i > 2 and tokens[i - 3][0] == "no" and one[0] in ("or", "nor"))
    ):
        valence = base * _N_SCALAR
    if upper and mixed:
        valence = valence + _C_INCR if valence > 0 else valence - _C_INCR
    if one is None:
        return valence
    if one[1] is None:
        if one[2]:
            valence += _scalar(one, valence, mixed)
        if one[4]:
            valence *= _N_SCALAR
    if i > 1:
        valence = _second(tokens, i, valence, mixed)
        if i > 2:
            valence = _third(tokens, i, last, valence, mixed)
    if one[0] == "least" and not (i > 1 and tokens[i - 2][0] in ("at", "very")):
        valence *= _N_SCALAR
    return valence


def _known(token: Token) -> bool:
    return token[1] is not None


def _scalar(token: Token, valence: float, mixed: bool) -> float:
    scalar = token[2] if valence >= 0 else -token[2]
    if token[3] and mixed:
        scalar = scalar + _C_INCR if valence > 0 else scalar - _C_INCR
    return scalar


def _second(tokens: list[Token], i: int, valence: float, mixed: bool) -> float:
    """The word two before: booster at 95 %, negation, "never so/this"."""
    two = tokens[i - 2]
    if two[1] is not None:
        return valence
    if two[2]:
        valence += _scalar(two, valence, mixed) * 0.95
    if two[4]:
        one = tokens[i - 1][0]
        if two[0] == "never" and one in ("so", "this"):
            return valence * 1.25
        if two[0] == "without" and one == "doubt":
            return valence
        return valence * _N_SCALAR
    return valence


def _third(tokens: list[Token], i: int, last: int, valence: float, mixed: bool) -> float:
    """The word three before: booster at 90 %, negation, and (only here, as in the package) the idioms."""
    three = tokens[i - 3]
    if three[1] is not None:
        return valence
    if three[2]:
        valence += _scalar(three, valence, mixed) * 0.9
    one, two = tokens[i - 1][0], tokens[i - 2][0]
    if (three[0] == "never" and two in ("so", "this")) or one in ("so", "this"):
        valence *= 1.25
    elif three[4] and not (three[0] == "without" and (two == "doubt" or one == "doubt")):
        valence *= _N_SCALAR
    return _idioms(tokens, i, last, three[0], two, one, valence)


def _idioms(tokens: list[Token], i: int, last: int, three: str, two: str, one: str, valence: float) -> float:
    here = tokens[i][0]
    for found in (
        _SPECIAL_2.get((one, here)),
        _SPECIAL_3.get((two, one, here)),
        _SPECIAL_2.get((two, one)),
        _SPECIAL_3.get((three, two, one)),
        _SPECIAL_2.get((three, two)),
    ):
        if found is not None:
            valence = found
            break
    if i < last:
        after = tokens[i + 1][0]
        valence = _SPECIAL_2.get((here, after), valence)
        if i + 1 < last:
            valence = _SPECIAL_3.get((here, after, tokens[i + 2][0]), valence)
    return valence + _BOOST_2.get((three, two), 0.0) + _BOOST_2.get((two, one), 0.0)


def _but(seen: Hits) -> list[float]:
    """The rule for "but": halve before, half as much again after; as in the package, the first equal value moves."""
    values = list(seen.valence)
    if "but" not in seen.text.lower():
        return values
    pivot = next((i for i, t in enumerate(seen.tokens) if t[0] == "but"), None)
    if pivot is None:
        return values
    halve_and_raise(values, seen.at, pivot)
    return values


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
    values = [v for v in _but(seen) if v]
    total = float(sum(values))
    marks = seen.text.count("?")
    emphasis = min(seen.text.count("!"), 4) * 0.292 + (0 if marks < 2 else marks * 0.18 if marks <= 3 else 0.96)
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    pos = neg = 0.0
    for v in values:
        if v > 0:
            pos += v + 1
        else:
            neg += v - 1
    if pos > -neg:
        pos += emphasis
    elif pos < -neg:
        neg -= emphasis
    neutral = len(seen.tokens) - len(values)
    whole = pos - neg + neutral
    return Scores(round(-neg / whole, 3), round(neutral / whole, 3), round(pos / whole, 3), round(normalize(total), 4))
