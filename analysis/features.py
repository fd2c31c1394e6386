"""What the judge looks at: one walk over a text gives the numbers and the cues behind its probability.

Sentences, not texts: a long review that starts with "lovely room" and ends with "never again" must not come out
positive because the nice words are more. So the lowest and the last sentence count, and shares and densities rather
than sums.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Collection
from typing import NamedTuple

from analysis.cues import Found, Words, tokens
from analysis.packs import Pack
from analysis.sentiment import Hits, hits, of_hits
from analysis.telling import LIARS, MASK, PRAISE, SOUR, WEAK, account, asks, ends_well, helped, plain
from analysis.text import fold
from analysis.vader_words import TOKENS

_STOP = re.compile(r"[.!?…]+(?=\s|$|[\"')\]])|\n")
# exports lose apostrophes: "won t", "couldn t"
_LOST = re.compile(r"\b(could|would|should|did|does|do|is|was|were|are|has|have|had|wo|ca|ai)n t\b")
_NOT = re.compile(r"\b(could|would|should|did|does|do|is|was|were|are|has|have|had|will|can) not\b")
_ENDS = ".!?…"
_REACH = 3  # words a denial or a booster reaches forward
_HASHTAG = "hashtag"
_TURNING = 70  # words
_FAINT = 0.5  # a valence nearer to 0 is no bad word

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
    "inquiry",
    "quoted",
    "ends_well",
    "account",
    "helped",
)
_OWN_POSITIVE = NUMBERS.index("own_positive")


class Reading(NamedTuple):
    """One text, read once."""

    text: str  # with emoji spelled out
    folded: str
    found: Words  # all words
    words: list[str]  # without those that lie
    cues: list[Found]  # the same
    urgent: list[Found]  # what may be a case for `urgency`
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
    spelled = folded = fold(seen.text)
    if english and ("n t " in folded or " not " in folded):
        folded = _contracted(folded)
    found = believed = tokens(folded)
    cues, urgent = _sorted(pack.finder.find(folded, found), pack, folded)
    compound = scores.compound if scores else 0.0
    if any(c[0] in LIARS for c in cues):
        hidden = _covered(cues, LIARS, len(folded))
        seen = _unmasked(seen, spelled, hidden)
        scores = of_hits(seen) if english else None
        kept = [k for k, start in enumerate(found.starts) if not hidden[start]]
        believed = Words([found.words[k] for k in kept], [found.starts[k] for k in kept])
        cues = _believed(cues, len(folded))
    stops = [m.end() for m in _STOP.finditer(folded)]
    own = _own(believed, pack, stops)
    if scores:
        felt = _felt(seen)
        numbers = (scores.compound, scores.neg, scores.pos)
    else:
        felt = own.sums
        compound = round(_squeeze(own.positive - own.negative), 4)
        numbers = (compound, 0.0, 0.0)
    rest = (
        *_sentence_numbers(felt, own, seen, len(believed.words), folded, cues),
        plain(cues, own.positive, len(believed.words)),
        asks(folded, found.words, cues, pack),
        min(folded.count('"') // 2, 2) / 2,  # the shop's own words, held against it
        ends_well(cues, [end for end in stops if end < len(folded.rstrip())], felt[-1])
        if len(found.words) <= _TURNING
        else 0.0,
        account(found.words, own.positive > 0 or any(v > 0 for v in seen.valence), pack),
        helped(seen.text, folded, _bad_places(cues, seen), pack),
    )
    return Reading(seen.text, folded, found, believed.words, cues, urgent, compound, numbers + rest)


def _contracted(folded: str) -> str:
    """ "won t" and "will not" read as "won't"; every place stays where it was."""

    def one(m: re.Match[str]) -> str:
        return ("won't" if m[1] == "will" else "can't" if m[1] == "can" else f"{m[1]}n't").ljust(len(m[0]))

    return _NOT.sub(one, _LOST.sub(r"\1n't", folded))


def _sorted(found: list[Found], pack: Pack, folded: str) -> tuple[list[Found], list[Found]]:
    """What was found as cues and as rules of urgency; a hashtag cue counts only where a # stands."""
    cues: list[Found] = []
    urgent: list[Found] = []
    for each in found:
        if each[0] in pack.urgent:
            urgent.append(each)
        elif each[0] != _HASHTAG or folded[each[1] - 1 : each[1]] == "#":
            cues.append(each)
    return cues, urgent


def _covered(cues: list[Found], names: Collection[str], length: int) -> bytearray:
    """1 for each place of the text inside one of the named cues."""
    places = bytearray(length + 1)
    for cue in cues:
        if cue.cue in names:
            places[cue.start : cue.end] = b"\x01" * (cue.end - cue.start)
    return places


def _believed(cues: list[Found], length: int) -> list[Found]:
    """Cues but those inside words that lie: praise in "used to be the best", complaints in "killer salsa"."""
    masked, soured = _covered(cues, (MASK,), length), _covered(cues, (SOUR,), length)
    return [c for c in cues if c.cue not in LIARS and not (soured if c.cue in PRAISE else masked)[c.start]]


def _bad_places(cues: list[Found], seen: Hits) -> list[int]:
    """Where cues that speak for a complaint and VADER's bad words begin; nothing for a long text."""
    if len(seen.tokens) > _TURNING:
        return []
    bad = [c.start for c in cues if c.cue not in WEAK]
    if any(v < -_FAINT for v in seen.valence):
        spans = [m.start() for m in re.finditer(r"\S+", seen.text)]
        bad += [spans[i] for i, v in zip(seen.at, seen.valence, strict=True) if v < -_FAINT and i < len(spans)]
    return bad


def _unmasked(seen: Hits, spelled: str, hidden: bytearray) -> Hits:
    """VADER's hits without those inside words that lie."""
    if not seen.at:
        return seen
    spans = [m.span() for m in re.finditer(r"\S+", spelled)]
    kept = [
        (i, v)
        for i, v in zip(seen.at, seen.valence, strict=True)
        if i >= len(spans) or 1 not in hidden[spans[i][0] : spans[i][1]]
    ]
    return Hits(seen.text, seen.tokens, [i for i, _ in kept], [v for _, v in kept])


def _squeeze(total: float) -> float:
    return total / math.sqrt(total * total + 15)


def _felt(seen: Hits) -> list[float]:
    """Sum of VADER's valences in each sentence, squeezed into -1..1."""
    sums: list[float] = []
    k, at, valence = 0, seen.at, seen.valence
    last = len(seen.tokens) - 1
    for end in [i for i, token in enumerate(seen.tokens) if token[-1] in _ENDS or i == last]:
        total = 0.0
        while k < len(at) and at[k] <= end:
            total += valence[k]
            k += 1
        sums.append(_squeeze(total) if total else 0.0)
    return sums or [0.0]


class _Own(NamedTuple):
    """What our own word values say: squeezed sums per sentence, sums of both signs, words that were denied."""

    sums: list[float]
    negative: float
    positive: float
    denied: int


def _own(found: Words, pack: Pack, stops: list[int]) -> _Own:
    """Our own word values sentence by sentence (`stops` are their ends), with denial and strength."""
    roles = map(pack.roles.__getitem__, found.words)
    telling = [(i, role) for i, role in enumerate(roles) if role is not None]
    bounds = [bisect_left(found.starts, end) for end in stops]
    bounds.append(len(found.starts) + 1)
    sums: list[float] = []
    total = negative = positive = 0.0
    felt = False
    denied = sentence = 0
    denial = strong = -9  # the last words that denied and strengthened
    strength = 1.0
    for i, (value, negates, boost) in telling:
        if bounds[sentence] <= i:
            while bounds[sentence] <= i:
                sentence += 1
            denial = strong = -9
            if felt:
                sums.append(_squeeze(total))
                total, felt = 0.0, False
        if value:
            if i - denial <= _REACH and not negates:
                value *= -0.5 if abs(value) > 1 else 0.0
                denied += 1
            if strong == i - 1:
                value *= strength
            total += value
            felt = True
            if value < 0:
                negative -= value
            else:
                positive += value
        if negates:
            denial = i
        strong, strength = i, boost
    if felt and bounds[sentence] < len(found.starts):  # the last sentence has no such word
        sums.append(_squeeze(total))
        total = 0.0
    sums.append(_squeeze(total))
    return _Own(sums, negative, positive, denied)


def _sentence_numbers(
    sums: list[float], own: _Own, seen: Hits, length: int, folded: str, cues: list[Found]
) -> tuple[float, ...]:
    n = length or 1
    many = len(sums)
    negative, positive = own.negative, own.positive
    root = math.sqrt(n)
    loud = list(filter(str.isupper, seen.tokens))
    capitals = len([t for t in loud if len(TOKENS[t].lower) > 2]) if loud else 0
    if many == 1:
        only = sums[0]
        shape = (only, only, only, only, only, float(only < -0.05), float(only > 0.05))
    else:
        low, high = len([s for s in sums if s < -0.05]), len([s for s in sums if s > 0.05])
        shape = (min(sums), max(sums), sums[-1], sums[0], sum(sums) / many, low / many, high / many)
    return (
        *shape,
        negative / root,
        positive / root,
        (positive - negative) / (positive + negative + 2),
        min(own.sums),
        own.sums[-1],
        min(own.denied, 4) / 4,
        min(folded.count("!"), 4) / 4,
        min(folded.count("?"), 3) / 3,
        min(capitals / n, 0.5) if capitals < len(seen.tokens) else 0.0,
        math.log1p(n) / 5,
        1.0 if n < 6 else 0.0,
        0.0 if negative or positive or seen.at or cues else 1.0,
        1.0 if " but " in folded or "however" in folded else 0.0,
        min(negative, positive) / root,
    )
