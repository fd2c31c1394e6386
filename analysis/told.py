"""What a mention tells, in the compact form that stories are found by: `Signature`.

Some 450 bytes: a hash of the words, the MinHash of their pieces, how much they say, how they feel, and the most telling
terms in order, each with its weight and what capital letters said about it.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis import minhash
from analysis.passing import CUT, passing
from analysis.sentiment import scores
from analysis.terms import RAREST, Term, term
from analysis.text import fold

EVERYDAY = 2.5  # weight up to which a term says nothing
RARE = 4.5  # weight above which it is telling
KEPT = 3.0  # weight from which a term is kept for comparing
LEAST_SAID = 4.0  # what says less is in no story, however alike, but by a link
MOST_TERMS = 48
UNKNOWN = 6  # words written small that are in no table, from which a text may be in another language
SHOUTED = 0.7  # share of capitalised words from which capitals say nothing about names

_PASSED_ON = re.compile(r"\s*(?:rt|mt)\b:?", re.IGNORECASE)  # at the beginning
# Every way begins with one plain letter, so that a search leaps over what begins none; a retweet mark inside a text is
# no end of a longer word and stands before a name.
_NOISE = re.compile(
    r"h[tT]{2}[pP][sS]?://\S+|H[tT]{2}[pP][sS]?://\S+|w[wW]{2}\.\S+|W[wW]{2}\.\S+"
    r"|p(?<!\wp)(?i:ic\.twitter\.com/\S+)|P(?<!\wP)(?i:ic\.twitter\.com/\S+)"
    r"|r(?<!\wr)[tT]\s+(?=@)|R(?<!\wR)[tT]\s+(?=@)|m(?<!\wm)[tT]\s+(?=@)|M(?<!\wM)[tT]\s+(?=@)"
    r"|v(?<!\wv)[iI][aA]\s+(?=@)|V(?<!\wV)[iI][aA]\s+(?=@)|@\w+:?|#|\*|_|>|\|"
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?:;\n\"“”]+")
_ENDS = frozenset('.!?:;\n"“”')
_REMEMBERED = 60_000  # different tokens
_LONGEST = 64  # longer tokens are looked up but not remembered
_HEAD = struct.Struct("<QHffbBH")
_TERM = struct.Struct("<IBBH")
_TAIL = struct.Struct("<IIIB")
_PLACES = 2 * minhash.PLACES
_NO_PLACES = bytes(_PLACES)
_CAPITAL = 1 << 32

# what is known of a term's capitals in one text
INSIDE = 1  # capitalised inside a sentence
FIRST = 2  # capitalised as the first word of one
LOWER = 4  # written small
NUMBER = 8


class Kept(NamedTuple):
    """One telling term of a text."""

    key: int
    weight: float
    incident: int
    marks: int  # INSIDE, FIRST, LOWER, NUMBER


class Signature(NamedTuple):
    """What is kept of a text to compare it."""

    exact: int  # 64-bit hash of its words
    length: int  # characters compared
    said: float  # how much it says: sum of what its terms weigh above the everyday
    rare: float  # how much of that is out of the ordinary
    tone: int  # VADER's compound, -100..100
    cased: bool  # do its capitals say anything about names
    places: bytes  # 128 MinHash places, 16 bits each; all 0 when it says too little to be compared
    terms: tuple[Kept, ...]  # the most telling, in order of appearance
    openings: tuple[int, int] = (0, 0)  # hashes of how it begins, and what it quotes; 0 where that is too short
    link: int = 0  # hash of the last link to one thing, 0 for none
    passes: int = 0  # how it says itself that these are somebody's words: MARKED, CUT

    @property
    def telling(self) -> bool:
        """Whether it says enough to be compared with others."""
        return self.said >= LEAST_SAID or self.link != 0

    def encode(self) -> bytes:
        head = _HEAD.pack(
            self.exact, self.length, self.said, self.rare, self.tone, self.cased, len(self.terms)
        )  # fmt: skip
        body = b"".join([_TERM.pack(t.key, round(t.weight * 10), t.marks, t.incident) for t in self.terms])
        return head + self.places + body + _TAIL.pack(*self.openings, self.link, self.passes)

    @classmethod
    def decode(cls, raw: bytes) -> Signature:
        """Raises struct.error when `raw` is not what `encode` made."""
        exact, length, said, rare, tone, cased, count = _HEAD.unpack_from(raw)
        at = _HEAD.size + _PLACES
        end = at + count * _TERM.size
        terms = tuple(
            [Kept(k, weight / 10, incident, marks) for k, weight, marks, incident in _TERM.iter_unpack(raw[at:end])]
        )
        made = cls(exact, length, said, rare, tone, bool(cased), raw[_HEAD.size : at], terms)
        if len(raw) < end + _TAIL.size:  # made before openings and links were kept
            return made
        begins, quotes, link, passes = _TAIL.unpack_from(raw, end)
        return made._replace(openings=(begins, quotes), link=link, passes=passes)


class _Word(NamedTuple):
    """A token that says something."""

    folded: str
    term: Term
    capital: bool


class _Folded(dict[str, str]):
    """Token -> how it is compared; "" for what stands between sentences. Bounded."""

    def __missing__(self, token: str) -> str:
        folded = "" if token[0] in _ENDS else fold(token)
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(token) <= _LONGEST:
            self[token] = folded
        return folded


class _Telling(dict[str, "_Word | None"]):
    """Token -> what it says; None for everyday words and what is no word. Bounded."""

    def __missing__(self, token: str) -> _Word | None:
        word = None
        if token[0] not in _ENDS:
            found = term(fold(token))
            if found.weight > EVERYDAY or found.number:
                word = _Word(fold(token), found, token[0].isupper())
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(token) <= _LONGEST:
            self[token] = word
        return word


class _Capitals(dict[str, int]):
    """Token -> 1 for a word of some length, and `_CAPITAL` more when it begins with a capital. Bounded."""

    def __missing__(self, token: str) -> int:
        long = len(token) > 3 and token[0] not in _ENDS
        if len(self) >= _REMEMBERED:
            self.clear()
        found = long + _CAPITAL * (long and token[0].isupper())
        if len(token) <= _LONGEST:
            self[token] = found
        return found


_FOLDED, _TELLING, _CAPITALS = _Folded(), _Telling(), _Capitals()


def without_noise(title: str, text: str) -> str:
    """Title and text without links, @names, hash signs and retweet marks; the title once."""
    return _silent(_whole(title, text))


def _whole(title: str, text: str) -> str:
    both = text if title and text.startswith(title.rstrip("….")) else f"{title}\n{text}" if title else text
    return html.unescape(both) if "&" in both else both


def _silent(whole: str) -> str:
    passed_on = _PASSED_ON.match(whole)
    return _NOISE.sub(" ", whole[passed_on.end() :] if passed_on else whole)


def signature(title: str, text: str) -> Signature:
    """Signature of a mention. Pure: the same words give the same signature on every machine."""
    return signatures([(title, text)])[0]


def signatures(said: Sequence[tuple[str, str]]) -> list[Signature]:
    """Signatures of many mentions (title, text) at once, in order; quicker than one by one."""
    drafts = [_draft(_whole(title, text)) for title, text in said]
    found = [draft for draft, _ in drafts]
    telling = [number for number, draft in enumerate(found) if draft.telling]
    places = minhash.places([drafts[number][1] for number in telling])
    for number, row in zip(telling, places, strict=True):
        found[number] = found[number]._replace(places=row.tobytes())
    return found


def _draft(whole: str) -> tuple[Signature, str]:
    """The signature of title and text, but for its places, and the words that those are made from."""
    seen = _silent(whole)
    tokens = _TOKEN.findall(seen)
    words = list(filter(None, map(_FOLDED.__getitem__, tokens)))
    marks: dict[str, int] = {}
    terms: dict[str, Term] = {}
    for i, word in enumerate(map(_TELLING.__getitem__, tokens)):
        if word is not None:
            folded, found, capital = word
            mark = LOWER if not capital else FIRST if not i or tokens[i - 1][0] in _ENDS else INSIDE
            marks[folded] = marks.get(folded, 0) | mark
            terms[folded] = found
    capitals, long = divmod(sum(map(_CAPITALS.__getitem__, tokens)), _CAPITAL)
    openings, link, passes = passing(whole, words, tokens)
    # the last word of a text that was cut: where it is no word, it names nothing
    kept, said, rare = _weighed(terms, marks, words[-1] if words and passes & CUT else "")
    compared = " ".join(words)
    raw = compared.encode("utf-8", "surrogatepass")
    made = Signature(
        exact=zlib.crc32(raw) << 32 | zlib.crc32(raw[::-1]),
        length=min(len(compared), 65535),
        said=round(said, 1),
        rare=round(rare, 1),
        tone=round(100 * scores(seen[: minhash.LONGEST]).compound),
        cased=bool(capitals) and capitals <= SHOUTED * long,
        places=_NO_PLACES,
        terms=kept,
        openings=openings,
        link=link,
        passes=passes,
    )
    return made, compared


def _foreign(terms: Mapping[str, Term], marks: Mapping[str, int]) -> bool:
    """Are most of these words in no table? Then it is another language's talk.

    What is common there counts as rare here, and would join strangers who say the same of other things.
    """
    small = [found for word, found in terms.items() if marks[word] == LOWER and not found.number]
    unknown = sum(found.weight >= RAREST for found in small)
    return unknown >= UNKNOWN and unknown > len(small) / 2


def _weighed(terms: Mapping[str, Term], marks: Mapping[str, int], piece: str) -> tuple[tuple[Kept, ...], float, float]:
    """The most telling terms in order, how much all say above the everyday, and how much of that is rare.

    `piece` is what may be a part of a word: unknown, or a number, it is no term.
    """
    kept: dict[int, Kept] = {}
    said = rare = 0.0
    foreign = _foreign(terms, marks)
    for word, (key, weight, incident, number, when) in terms.items():
        mark = marks[word]
        if foreign and not (mark & INSIDE or number):  # names and numbers are the same in every language
            said += max(0.0, weight - EVERYDAY)
            continue
        if key in kept:
            kept[key] = kept[key]._replace(marks=kept[key].marks | mark)
            continue
        if weight > EVERYDAY:
            said += weight - EVERYDAY
            if weight > RARE:
                rare += weight - RARE
        if number or when:
            mark = NUMBER if number else LOWER
        if word == piece and (number or weight >= RAREST):
            continue
        if weight >= KEPT or number:
            kept[key] = Kept(key, round(weight, 1), incident, mark)
    found = tuple(kept.values())
    if len(found) > MOST_TERMS:
        least = sorted((t.weight for t in found), reverse=True)[MOST_TERMS - 1]
        found = tuple(t for t in found if t.weight >= least)[:MOST_TERMS]
    return found, said, rare
