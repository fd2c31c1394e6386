"""What VADER knows of each word, looked up once for every distinct token of a text and remembered.

A token is what stands between two blanks ("GREAT!!"). Most say nothing: for them one look into a dictionary is all.
"""

from __future__ import annotations

import string
from typing import Any, Final, NamedTuple

from vaderSentiment import vaderSentiment as package  # noqa: N813 - a module, spelled by its authors

_ANALYZER = package.SentimentIntensityAnalyzer()
LEXICON: Final[dict[str, float]] = _ANALYZER.lexicon
# the package looks at one character at a time, so longer emoji never count
EMOJI: Final[dict[str, str]] = {k: v for k, v in _ANALYZER.emojis.items() if len(k) == 1}
_NEGATE = frozenset(package.NEGATE)
_REMEMBERED = 60_000  # distinct tokens kept, about 15 MB at worst; then all are forgotten at once
_LONGEST = 64  # longer tokens are looked up but not remembered


def _pairs(table: dict[str, Any], length: int) -> dict[tuple[str, ...], float]:
    return {tuple(k.split()): v for k, v in table.items() if len(k.split()) == length}


SPECIAL_2: Final = _pairs(package.SPECIAL_CASES, 2)
SPECIAL_3: Final = _pairs(package.SPECIAL_CASES, 3)
BOOST_2: Final = _pairs(package.BOOSTER_DICT, 2)
# One of these stands in every idiom and in every two-word booster of the package.
_IDIOM = frozenset({"shit", "bomb", "ass", "stop", "right", "kiss", "die", "heart", "enough", "kind", "sort"})
# These too may change the valence of a word near them, beside the package's boosters and negations.
_BENDING = _IDIOM | {"no", "least", "so", "this", "never", "without"}


class Token(NamedTuple):
    """A token as its neighbours see it."""

    lower: str  # without punctuation around it
    valence: float | None  # -4..4; None when it is in no lexicon, or only strengthens others
    boost: float  # how it strengthens what follows, 0 for most
    upper: bool  # all capitals
    negates: bool
    idiom: bool  # belongs to one of the package's idioms


NOTHING: Final = Token("", None, 0.0, False, False, False)  # before the first word and after the last


def _plain(raw: str) -> str:
    """The token as VADER compares it: without punctuation, unless hardly anything would be left (":)")."""
    word = raw.strip(string.punctuation)
    return (word if len(word) > 2 else raw).lower()


class _Tokens(dict[str, Token]):
    """Raw token -> all about it. Bounded."""

    def __missing__(self, raw: str) -> Token:
        lower = _plain(raw)
        boost: float = package.BOOSTER_DICT.get(lower, 0.0)
        valence = None if boost else LEXICON.get(lower)
        negates = lower in _NEGATE or "n't" in lower
        token = Token(lower, valence, boost, raw.isupper(), negates, lower in _IDIOM)
        if len(raw) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[raw] = token
        return token


TOKENS: Final = _Tokens()


class _Valences(dict[str, "float | None"]):
    """Raw token -> its valence. Keeps beside it the tokens met so far that may bend a neighbour."""

    def __init__(self) -> None:
        super().__init__()
        self.bending: set[str] = set()

    def __missing__(self, raw: str) -> float | None:
        token = TOKENS[raw]
        if token.boost or token.negates or token.lower in _BENDING:
            self.bending.add(raw)
        if len(raw) <= _LONGEST:
            self[raw] = token.valence
        return token.valence

    def tidy(self) -> None:
        """Forgets when too much is remembered; between two texts, never within one."""
        if len(self) > _REMEMBERED or len(self.bending) > _REMEMBERED:
            self.clear()
            self.bending.clear()


VALENCES: Final = _Valences()
