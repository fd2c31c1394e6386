"""What the judge looks at: one walk over a text gives the numbers and the cues behind its probability.

Sentences, not texts: a long review that starts with "lovely room" and ends with "never again" must not come out
positive because the nice words are more. So the lowest and the last sentence count, and shares and densities rather
than sums.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from analysis.cues import Found, Pack, Word, tokens
from analysis.sentiment import Hits, hits, of_hits
from analysis.text import fold

_STOP = re.compile(r"[.!?…]+(?=\s|$|[\"')\]])|\n")
# exports lose apostrophes: "won t", "couldn t"
_LOST = re.compile(r"\b(could|would|should|did|does|do|is|was|were|are|has|have|had|wo|ca|ai)n t\b")
_REACH = 3  # words a denial or a booster reaches forward
_MASK = "mask"
_HASHTAG = "hashtag"
_PRAISE = frozenset({"praise", "solved", "emoji_good"})

NUMBERS = (
    "compound",
    "vader_neg",
    "vader_pos",
    "lowest",
    "highest",
    "last",
    "first",
    "mean",
    "share_negative",
    "share_positive",
    "own_negative",
    "own_positive",
    "own_balance",
    "own_lowest",
    "own_last",
    "denied",
    "exclaims",
    "asks",
    "capitals",
    "length",
    "short",
    "silent",
    "but",
    "mixed",
    "plain",
)
_WEAK = frozenset({"telling", "asks_for_help", "wants", "let_down", "emoji_bad", "counts", _MASK, *_PRAISE})
_BRIEF = 30
_OWN_POSITIVE = NUMBERS.index("own_positive")


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read once."""

    text: str  # with emoji spelled out
    folded: str
    words: list[Word]  # without those that lie
    cues: list[Found]  # the same
    compound: float  # of the whole text, VADER's in English
    numbers: tuple[float, ...]  # in the order of NUMBERS

    @property
    def own_positive(self) -> float:
        """Nice words of our own list, per root of the length."""
        return self.numbers[_OWN_POSITIVE]


def read(text: str, pack: Pack) -> Reading:
    """Reads `text` with the words of one language."""
    english = pack.language == "en"
    seen = hits(text)
    scores = of_hits(seen) if english else None
    compound = scores.compound if scores else 0.0
    folded = fold(seen.text)
    if "n t " in folded:
        folded = _LOST.sub(r"\1n't", folded)
    found_words = tokens(folded)
    cues = pack.finder.find(folded, found_words)
    cues = [c for c in cues if c.cue != _HASHTAG or folded[c.start - 1 : c.start] == "#"]
    masked = [(c.start, c.end) for c in cues if c.cue == _MASK]
    if masked:
        cues = [c for c in cues if not any(a <= c.start < b for a, b in masked) or c.cue in _PRAISE]
        seen = _unmasked(seen, folded, masked)
        scores = of_hits(seen) if english else None
        found_words = [w for w in found_words if not any(a <= w[1] < b for a, b in masked)]
    ends = [m.end() for m in _STOP.finditer(folded)]
    own, denied = _own(found_words, pack, ends)
    if scores:
        felt = _felt(seen)
        numbers = (scores.compound, scores.neg, scores.pos)
    else:
        felt = [_squeeze(sum(said)) for said in own]
        whole = round(_squeeze(sum(map(sum, own))), 4)
        compound = whole
        numbers = (whole, 0.0, 0.0)
    rest = (*_sentence_numbers(felt, own, denied, seen, found_words, folded), _plain(cues, own, found_words))
    return Reading(seen.text, folded, found_words, cues, compound, numbers + rest)


def _plain(cues: list[Found], own: list[list[float]], words: list[Word]) -> float:
    """1 for a short, plain complaint: a fact that went wrong and not one nice word ("Two mains never came")."""
    if len(words) > _BRIEF or any(v > 0 for s in own for v in s):
        return 0.0
    names = {c.cue for c in cues}
    return 1.0 if names - _WEAK and not names & _PRAISE else 0.0


def _unmasked(seen: Hits, folded: str, masked: list[tuple[int, int]]) -> Hits:
    """VADER's hits without those inside words that lie."""
    hidden: set[int] = set()
    for start, end in masked:
        first = len(folded[: start + 1].split()) - 1
        hidden.update(range(first, first + len(folded[start:end].split())))
    kept = [(i, v) for i, v in zip(seen.at, seen.valence, strict=True) if i not in hidden]
    return Hits(seen.text, seen.tokens, [i for i, _ in kept], [v for _, v in kept])


def _squeeze(total: float) -> float:
    return total / math.sqrt(total * total + 15)


def _felt(seen: Hits) -> list[float]:
    """Sum of VADER's valences in each sentence, squeezed into -1..1."""
    sums: list[float] = []
    k, at, valence = 0, seen.at, seen.valence
    last = len(seen.tokens) - 1
    for end in [i for i, token in enumerate(seen.tokens) if token[5] or i == last]:
        total = 0.0
        while k < len(at) and at[k] <= end:
            total += valence[k]
            k += 1
        sums.append(_squeeze(total) if total else 0.0)
    return sums or [0.0]


def _own(found: list[Word], pack: Pack, ends: list[int]) -> tuple[list[list[float]], float]:
    """Our own word values sentence by sentence, with denial and strength; and how many words were denied."""
    values: list[list[float]] = [[]]
    denied = 0.0
    next_end, reach, strength = 0, 0, 1.0
    roles = pack.roles
    for word, start in found:
        if next_end < len(ends) and ends[next_end] <= start:
            while next_end < len(ends) and ends[next_end] <= start:
                next_end += 1
            reach, strength = 0, 1.0
            if values[-1]:
                values.append([])
        role = roles[word]
        if role is None:
            strength = 1.0
            if reach:
                reach -= 1
            continue
        value, negates, boost = role
        if value:
            if reach and not negates:
                value *= -0.5
                denied += 1
            values[-1].append(value * strength)
        if negates:
            reach = _REACH
        elif reach:
            reach -= 1
        strength = boost
    return values, denied


def _sentence_numbers(
    sums: list[float],
    own: list[list[float]],
    denied: float,
    seen: Hits,
    found: list[Word],
    folded: str,
) -> tuple[float, ...]:
    n = max(len(found), 1)
    own_sums = [_squeeze(sum(s)) for s in own]
    flat = [v for s in own for v in s]
    negative = -sum(v for v in flat if v < 0)
    positive = sum(v for v in flat if v > 0)
    root = math.sqrt(n)
    capitals = sum(1 for t in seen.tokens if t[3] and len(t[0]) > 2)
    return (
        min(sums),
        max(sums),
        sums[-1],
        sums[0],
        sum(sums) / len(sums),
        sum(s < -0.05 for s in sums) / len(sums),
        sum(s > 0.05 for s in sums) / len(sums),
        negative / root,
        positive / root,
        (positive - negative) / (positive + negative + 2),
        min(own_sums),
        own_sums[-1],
        min(denied, 4.0) / 4,
        min(folded.count("!"), 4) / 4,
        min(folded.count("?"), 3) / 3,
        min(capitals / n, 0.5) if capitals < len(seen.tokens) else 0.0,
        math.log1p(n) / 5,
        1.0 if n < 6 else 0.0,
        1.0 if not flat and not seen.at else 0.0,
        1.0 if " but " in folded or "however" in folded else 0.0,
        min(negative, positive) / root,
    )
