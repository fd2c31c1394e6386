"""What a mention tells, in the compact form that stories are found by: `Signature`.

Some 450 bytes: a hash of the words, the MinHash of their pieces, how much they say, how they feel, and the most telling
terms in order, each with its weight and what capital letters said about it.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from dataclasses import dataclass
from typing import NamedTuple

from analysis import minhash
from analysis.sentiment import scores
from analysis.terms import RAREST, Term, term
from analysis.text import fold

EVERYDAY = 2.5  # weight up to which a term says nothing
RARE = 4.5  # weight above which it is telling
KEPT = 3.0  # weight from which a term is kept for comparing
MOST_TERMS = 48
OPENING = 20  # letters that two texts which begin alike have in common
LEAST_LINK = 8  # letters of a link's path from which it leads to one thing, not to a whole site
SHOUTED = 0.7  # share of capitalised words from which capitals say nothing about names

_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\bpic\.twitter\.com/\S+|^\s*(?:rt|mt)\b:?|\b(?:rt|mt|via)\s+(?=@)|@\w+:?|[#*_>|]",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)|([.!?:;\n\"“”]+)")
_CUT = re.compile(r"(?:\.{2,}|…)\W*(?:https?://\S*\s*)?$")
_PASSED = re.compile(r"(?:^|\s)(?:rt|mt|via)\W{0,2}@\w|^\W*[\"“«].{20,}[\"”»]", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"https?://[^\s/]+/([^\s\"”»]+)", re.IGNORECASE)
_HEAD = struct.Struct("<QHffbBH")
_TERM = struct.Struct("<IBBH")
_TAIL = struct.Struct("<IIIB")
_QUOTES = ('"', "“")

# what is known of a term's capitals in one text
INSIDE = 1  # capitalised inside a sentence
FIRST = 2  # capitalised as the first word of one
LOWER = 4  # written small
NUMBER = 8

# how a text says that it passes somebody's words on
MARKED = 1  # "RT @x", "via @x", or it begins with a quotation
CUT = 2  # it ends in "...", or in that and a link


class Kept(NamedTuple):
    """One telling term of a text."""

    key: int
    weight: float
    incident: int
    marks: int  # INSIDE, FIRST, LOWER, NUMBER


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it."""

    exact: int  # 64-bit hash of its words
    length: int  # characters compared
    said: float  # how much it says: sum of what its terms weigh above the everyday
    rare: float  # how much of that is out of the ordinary
    tone: int  # VADER's compound, -100..100
    cased: bool  # do its capitals say anything about names
    places: tuple[int, ...]  # 128 MinHash places
    terms: tuple[Kept, ...]  # the most telling, in order of appearance
    openings: tuple[int, int] = (0, 0)  # hashes of how it begins, and what it quotes; 0 where that is too short
    link: int = 0  # hash of the last link to one thing, 0 for none
    passes: int = 0  # how it says itself that these are somebody's words: MARKED, CUT

    def encode(self) -> bytes:
        head = _HEAD.pack(
            self.exact, self.length, self.said, self.rare, self.tone, self.cased, len(self.terms)
        )  # fmt: skip
        body = b"".join(_TERM.pack(t.key, round(t.weight * 10), t.marks, t.incident) for t in self.terms)
        tail = _TAIL.pack(*self.openings, self.link, self.passes)
        return head + struct.pack(f"<{minhash.PLACES}H", *self.places) + body + tail

    @classmethod
    def decode(cls, raw: bytes) -> Signature:
        """Raises struct.error when `raw` is not what `encode` made."""
        exact, length, said, rare, tone, cased, count = _HEAD.unpack_from(raw)
        at = _HEAD.size + 2 * minhash.PLACES
        places = struct.unpack_from(f"<{minhash.PLACES}H", raw, _HEAD.size)
        found = (_TERM.unpack_from(raw, at + i * _TERM.size) for i in range(count))
        terms = tuple(Kept(key, weight / 10, incident, marks) for key, weight, marks, incident in found)
        end = at + count * _TERM.size
        if len(raw) < end + _TAIL.size:  # made before openings and links were kept
            return cls(exact, length, said, rare, tone, bool(cased), places, terms)
        begins, quotes, link, passes = _TAIL.unpack_from(raw, end)
        return cls(exact, length, said, rare, tone, bool(cased), places, terms, (begins, quotes), link, passes)


def without_noise(title: str, text: str) -> str:
    """Title and text without links, @names, hash signs and retweet marks; the title once."""
    return _NOISE.sub(" ", _whole(title, text))


def _whole(title: str, text: str) -> str:
    both = text if title and text.startswith(title.rstrip("….")) else f"{title}\n{text}" if title else text
    return html.unescape(both) if "&" in both else both


def signature(title: str, text: str) -> Signature:
    """Signature of a mention. Pure: the same words give the same signature on every machine."""
    whole = _whole(title, text)
    seen = _NOISE.sub(" ", whole)
    words: list[str] = []
    marks: dict[str, int] = {}
    first, long, capitals, quoted = True, 0, 0, 0
    for match in _TOKEN.finditer(seen):
        word = match[1]
        if word is None:
            first = True
            if not quoted and match[2].endswith(_QUOTES):
                quoted = len(words)
            continue
        capital = word[0].isupper()
        if len(word) > 3:
            long += 1
            capitals += capital
        folded = fold(word)
        words.append(folded)
        marks[folded] = marks.get(folded, 0) | ((FIRST if first else INSIDE) if capital else LOWER)
        first = False
    cased = bool(capitals) and capitals <= SHOUTED * long
    passing = _Passing.of(whole, words, quoted)
    piece = words[-1] if words and passing.passes & CUT else ""
    return _made(words, marks, cased, scores(seen[: minhash.LONGEST]).compound, passing, piece)


class _Passing(NamedTuple):
    """What tells that words are passed on: see `Signature`."""

    openings: tuple[int, int]
    link: int
    passes: int

    @classmethod
    def of(cls, whole: str, words: list[str], quoted: int) -> _Passing:
        """`quoted` is the number of words before the first quotation marks."""
        links = [path for path in _LINK.findall(whole) if len(path) >= LEAST_LINK] if "://" in whole else []
        return cls(
            openings=(_opening(words), _opening(words[quoted:]) if quoted else 0),
            link=zlib.crc32(links[-1].encode("utf-8", "surrogatepass")) if links else 0,
            passes=CUT * bool(_CUT.search(whole)) | MARKED * bool(_PASSED.search(whole)),
        )


def _opening(words: list[str]) -> int:
    """Hash of the first letters; 0 where there are too few."""
    begins = " ".join(words[:OPENING])[:OPENING]
    return zlib.crc32(begins.encode("utf-8", "surrogatepass")) if len(begins) == OPENING else 0


def _made(
    words: list[str], marks: dict[str, int], cased: bool, compound: float, passing: _Passing, piece: str
) -> Signature:
    """`piece` is the last word of a text that was cut: where it is no word, it names nothing."""
    compared = " ".join(words)
    raw = compared.encode("utf-8", "surrogatepass")
    kept: dict[int, Kept] = {}
    said = rare = 0.0
    for word, mark in marks.items():
        found: Term = term(word)
        if found.key in kept:
            kept[found.key] = kept[found.key]._replace(marks=kept[found.key].marks | mark)
            continue
        said += max(0.0, found.weight - EVERYDAY)
        rare += max(0.0, found.weight - RARE)
        if found.number or found.when:
            mark = NUMBER if found.number else LOWER
        if word == piece and (found.number or found.weight >= RAREST):
            continue
        if found.weight >= KEPT or found.number:
            kept[found.key] = Kept(found.key, round(found.weight, 1), found.incident, mark)
    terms = tuple(kept.values())
    if len(terms) > MOST_TERMS:
        least = sorted((t.weight for t in terms), reverse=True)[MOST_TERMS - 1]
        terms = tuple(t for t in terms if t.weight >= least)[:MOST_TERMS]
    return Signature(
        exact=zlib.crc32(raw) << 32 | zlib.crc32(raw[::-1]),
        length=min(len(compared), 65535),
        said=round(said, 1),
        rare=round(rare, 1),
        tone=round(100 * compound),
        cased=cased,
        places=tuple(minhash.places(minhash.pieces(compared)).tolist()),
        terms=terms,
        openings=passing.openings,
        link=passing.link,
        passes=passing.passes,
    )
