"""Do two mentions tell the same story? Decided by the two alone, so the answer never depends on what came in between.

Three ways to be the same: the same words (passed on, quoted, cut, edited), most of the shorter text inside the longer
one, or the same incident in other words: enough rare terms, names and numbers in common for two texts of their size.
Short or everyday texts ("Great service!") say too little to be a story, however alike.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis import minhash, terms
from analysis.text import fold, words

SAME_WORDS = 0.36  # Jaccard of character 5-grams
CONTAINED = 0.75  # share of the shorter text inside the longer one
SAME_INCIDENT = 0.42  # share of what both say that they say in common
ENOUGH_SAID = 24.0  # sum of term weights: below it a text is too short or too everyday to be told apart
ENOUGH_IN_COMMON = 21.0  # likewise, for what two texts of other words share
TELLING = 4.5  # weight from which a term may connect two texts
MOST_TERMS = 40

_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\bpic\.twitter\.com/\S+|^\s*(?:rt|mt|via)\b:?|\b(?:rt|mt|via) (?=@)|@\w+:?|[#*_>|]",
    re.IGNORECASE,
)
_HEAD = struct.Struct("<QHfB")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it: some 400 bytes."""

    exact: int  # 64-bit hash of its words
    length: int  # characters
    said: float  # sum of its term weights
    places: tuple[int, ...]  # 128 MinHash places
    terms: tuple[tuple[int, float], ...]  # the most telling: 32-bit hash and weight, heaviest first

    def encode(self) -> bytes:
        body = b"".join(struct.pack("<IB", t, round(w * 10)) for t, w in self.terms)
        head = _HEAD.pack(self.exact, self.length, self.said, len(self.terms))
        return head + struct.pack(f"<{minhash.PLACES}H", *self.places) + body

    @classmethod
    def decode(cls, raw: bytes) -> Signature:
        """Raises struct.error when `raw` is not what `encode` made."""
        exact, length, said, count = _HEAD.unpack_from(raw)
        at = _HEAD.size
        places = struct.unpack_from(f"<{minhash.PLACES}H", raw, at)
        at += 2 * minhash.PLACES
        found = [struct.unpack_from("<IB", raw, at + 5 * i) for i in range(count)]
        return cls(exact, length, said, places, tuple((t, w / 10) for t, w in found))


def plain(title: str, text: str) -> str:
    """The words that are compared: title and text, without links, mentions, hash signs and retweet marks."""
    both = text if title and text.startswith(title.rstrip("….")) else f"{title} {text}"
    return " ".join(words(_NOISE.sub(" ", fold(html.unescape(both)))))


def signature(title: str, text: str) -> Signature:
    """Signature of a mention. Pure: the same words give the same signature on every machine and version of Python."""
    compared = plain(title, text)
    raw = compared.encode("utf-8", "surrogatepass")
    exact = zlib.crc32(raw) << 32 | zlib.crc32(raw[::-1])
    weighted = terms.terms(compared)
    said = float(np.float32(sum(weighted.values())))
    heavy = sorted(((w, t) for t, w in weighted.items() if w >= 3.0), key=lambda p: (-p[0], p[1]))[:MOST_TERMS]
    hashed = tuple((zlib.crc32(t.encode("utf-8", "surrogatepass")), round(w * 10) / 10) for w, t in heavy)
    places = minhash.places(minhash.pieces(compared))
    return Signature(exact, min(len(compared), 65535), said, tuple(places.tolist()), hashed)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts are the same."""

    strength: float  # 0..1
    why: str


def compare(one: Signature, other: Signature, jaccard: float) -> Likeness | None:
    """Same story? `jaccard` is the estimate from the two MinHashes. None when they are not."""
    if min(one.said, other.said) < ENOUGH_SAID:
        return None
    if one.exact == other.exact:
        return Likeness(1.0, "the same words")
    if jaccard >= SAME_WORDS:
        return Likeness(jaccard, f"{jaccard:.0%} of the same pieces of text")
    inside = jaccard * (one.length + other.length) / (1 + jaccard) / max(1, min(one.length, other.length))
    if inside >= CONTAINED and min(one.length, other.length) >= 40:
        return Likeness(inside, "one quotes the other")
    return _incident(one, other)


def _incident(one: Signature, other: Signature) -> Likeness | None:
    mine, theirs = dict(one.terms), dict(other.terms)
    common = sum(w for t, w in mine.items() if t in theirs)
    if common < ENOUGH_IN_COMMON or sum(1 for t, w in mine.items() if w >= TELLING and t in theirs) < 3:
        return None
    share = 2 * common / (sum(mine.values()) + sum(theirs.values()))
    return Likeness(share, f"{share:.0%} of what they say is the same") if share >= SAME_INCIDENT else None


def jaccards(one: Signature, others: npt.NDArray[np.uint16]) -> npt.NDArray[np.float64]:
    return minhash.jaccard(np.array(one.places, dtype=np.uint16), others)


def keys(one: Signature) -> list[int]:
    """Buckets to look into: MinHash bands, and pairs of the most telling terms."""
    found = minhash.bands(np.array(one.places, dtype=np.uint16))
    telling = sorted(t for t, w in one.terms[:10] if w >= TELLING)
    found += [-1 - (a << 32 | b) for i, a in enumerate(telling) for b in telling[i + 1 :]]
    found.append(-(one.exact | 1 << 64))
    return found
