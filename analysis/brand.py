"""Is it about us? Whole words only, spelled any way people spell them.

Names are plain words, never patterns: what the owner writes is matched word by word, whatever signs it holds. All names
of a brand stand in one tree of words, so that the time depends on the text and not on the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from analysis.text import fold

# A word; with the @ or # before it, if any. Scripts that write no spaces give one word per sign.
_TOKEN = re.compile(
    r"[@#]?(?:[぀-ヿ㐀-鿿豈-﫿가-힯฀-໿]|(?:(?![぀-ヿ㐀-鿿豈-﫿가-힯฀-໿])[^\W_])(?:(?![぀-ヿ㐀-鿿豈-﫿가-힯฀-໿])\w|'(?=\w))*'?|&)"
)
# the same in folded ASCII, where it is quicker
_ASCII_TOKEN = re.compile(r"[@#]?(?:[a-z0-9]\w*(?:'\w+)*'?|&)", re.ASCII)
_REMEMBERED = 50_000
_FEW = 40  # first words of names that are looked for as letters before a text is cut into words


@dataclass(frozen=True, slots=True)
class Brand:
    """How people call one brand.

    `name` and `aliases` are what it is called (an alias may be an @handle or a #hashtag); a text with one of the
    `not_us` phrases is about somebody else; `near`, for names that are common words ("Target"), are words one of which
    must stand somewhere in the text too, unless an @handle of ours does.
    """

    name: str
    aliases: tuple[str, ...] = ()
    not_us: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Relevance(NamedTuple):
    """Whether a text is about us, and why, in words."""

    relevant: bool
    reason: str


class _Word(NamedTuple):
    plain: str  # without apostrophes: "joes"
    owner: str  # what a possessive belongs to: "joe"; "" when it is none
    tag: str  # "@", "#" or ""


class _Node:
    __slots__ = ("name", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.name = ""


class _Tree:
    """Phrases by their words; finds the first one that stands in a list of words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.root = _Node()
        self.tags: dict[str, str] = {}
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: str) -> None:
        plain = [w.plain for w in _words(phrase)]
        if not plain:
            return
        ways = [plain]
        if len(plain) > 1 and "".join(plain).isascii():
            joined = "".join(plain)
            ways.append([joined])  # "SaffronSalt", and the same in handles and hashtags
            self.tags.setdefault(joined, phrase)
            bare = "".join(w for w in plain if w != "and")
            if len(bare) > 3:
                self.tags.setdefault(bare, phrase)
        else:
            self.tags.setdefault("".join(plain), phrase)
        for way in ways:
            node = self.root
            for word in way:
                node = node.next.setdefault(word, _Node())
            node.name = node.name or phrase

    def find(self, found: list[_Word], handles_only: bool = False) -> str:
        """The phrase that stands first, "" when none does."""
        opens = self.root.next
        for start, (plain, owner, tag) in enumerate(found):
            if tag:
                tagged = self.tags.get(plain.replace("_", ""), "")
                if tagged and (tag == "@" or not handles_only):
                    return tagged
            if not handles_only and (plain in opens or owner in opens):
                hit = self._at(found, start)
                if hit:
                    return hit
        return ""

    def _at(self, found: list[_Word], start: int) -> str:
        node, best = self.root, ""
        for word in islice(found, start, None):
            ending = node.next.get(word.owner) if word.owner else None
            if ending is not None and ending.name:
                best = ending.name
            step = node.next.get(word.plain)
            if step is None:
                return best
            node, best = step, step.name or best
        return best


def _words(text: str) -> list[_Word]:
    folded = fold(text)
    return list(map(_MEMORY.__getitem__, (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)))


class _Memory(dict[str, _Word]):
    """Token -> how it may be compared; bounded."""

    def __missing__(self, token: str) -> _Word:
        tag = token[0] if token[0] in "@#" else ""
        word = token[1:] if tag else token
        if word == "&":
            word = "and"
        owner = ""
        if word.endswith("'s"):
            owner = word[:-2].replace("'", "")
        elif word.endswith("'"):
            word = word[:-1]
            owner = word.replace("'", "")
        if len(self) >= _REMEMBERED:
            self.clear()
        self[token] = known = _Word(word.replace("'", ""), owner, tag)
        return known


_MEMORY = _Memory()


class _Trees(NamedTuple):
    names: _Tree
    others: _Tree | None
    near: _Tree | None
    hints: tuple[str, ...]  # one of these letters must stand in a text that names us; () when there are too many


@lru_cache(maxsize=256)
def _trees(brand: Brand) -> _Trees:
    names = _Tree((brand.name, *brand.aliases))
    hints = sorted({*names.root.next, *names.tags})
    hints = [h for h in hints if not any(other != h and other in h for other in hints)] if len(hints) <= _FEW else []
    if any("and" in h for h in hints):
        hints = []  # "&" is read as "and"
    return _Trees(
        names,
        _Tree(brand.not_us) if brand.not_us else None,
        _Tree(brand.near) if brand.near else None,
        tuple(hints),
    )


def about(brand: Brand, title: str, text: str) -> Relevance:
    """Whether `title` and `text` speak of `brand`, with the name that was found or what was missing."""
    names, others, near, hints = _trees(brand)
    if hints:
        letters = fold(f"{title} {text}" if title else text).replace("'", "").replace("_", "")
        if not any(hint in letters for hint in hints):
            return Relevance(False, f'does not name "{brand.name}"')
    found = [*_words(title), _Word("", "", ""), *_words(text)] if title else _words(text)
    name = names.find(found)
    if not name:
        return Relevance(False, f'does not name "{brand.name}"')
    if others is not None:
        other = others.find(found)
        if other:
            return Relevance(False, f'says "{other}", which is not us')
    if near is not None and not names.find(found, handles_only=True):
        word = near.find(found)
        if not word:
            return Relevance(False, f'names "{name}", but none of the words that make it ours stands near it')
        return Relevance(True, f'names "{name}", together with "{word}"')
    return Relevance(True, f'names "{name}"')
