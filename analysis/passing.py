"""How a text says itself that it passes somebody's words on: retweets, quotations, cut ends, links."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import NamedTuple

OPENING = 20  # letters that two texts which begin alike have in common
LEAST_LINK = 8  # letters of a link's path from which it leads to one thing, not to a whole site

MARKED = 1  # "RT @x", "via @x", or it begins with a quotation
CUT = 2  # it ends in "...", or in that and a link

_QUOTES = ('"', "“")
_CUT = re.compile(r"(?:\.{2,}|…)\W*(?:https?://\S*\s*)?$")
_QUOTATION = re.compile(r"\W*[\"“«].{20,}[\"”»]", re.DOTALL)
_VIA = re.compile(
    r"r(?<!\Sr)[tT]\W{0,2}@\w|R(?<!\SR)[tT]\W{0,2}@\w|m(?<!\Sm)[tT]\W{0,2}@\w|M(?<!\SM)[tT]\W{0,2}@\w"
    r"|v(?<!\Sv)[iI][aA]\W{0,2}@\w|V(?<!\SV)[iI][aA]\W{0,2}@\w"
)
_LINK = re.compile(r"https?://[^\s/]+/([^\s\"”»]+)", re.IGNORECASE)


class Passing(NamedTuple):
    """What tells that words are passed on."""

    openings: tuple[int, int]  # hashes of how it begins, and what it quotes; 0 where that is too short
    link: int  # hash of the last link to one thing, 0 for none
    passes: int  # MARKED, CUT


def passing(whole: str, words: Sequence[str], tokens: Sequence[str]) -> Passing:
    """`whole` is title and text, `words` its folded words without noise, `tokens` words and what ends a sentence."""
    links = [path for path in _LINK.findall(whole) if len(path) >= LEAST_LINK] if "://" in whole else []
    cut = (".." in whole or "…" in whole) and _CUT.search(whole)
    marked = ("@" in whole and _VIA.search(whole)) or _QUOTATION.match(whole)
    quoted = _before_quotation(tokens) if '"' in whole or "“" in whole else 0
    return Passing(
        openings=(_opening(words), _opening(words[quoted:]) if quoted else 0),
        link=zlib.crc32(links[-1].encode("utf-8", "surrogatepass")) if links else 0,
        passes=CUT * bool(cut) | MARKED * bool(marked),
    )


def _before_quotation(tokens: Sequence[str]) -> int:
    """How many words stand before the first quotation marks that are not the beginning."""
    count = 0
    for token in tokens:
        if token[0].isalnum():
            count += 1
        elif count and token.endswith(_QUOTES):
            return count
    return 0


def _opening(words: Sequence[str]) -> int:
    """Hash of the first letters; 0 where there are too few."""
    begins = " ".join(words[:OPENING])[:OPENING]
    return zlib.crc32(begins.encode("utf-8", "surrogatepass")) if len(begins) == OPENING else 0
