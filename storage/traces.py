"""What a person leaves in other rows and files: the name, and words of theirs that somebody quoted.

Letters, alerts and notes quote people, shorten them and escape them for HTML, so comparing whole texts would find
nothing. Here a text is a row of folded words: a name is found as its words in a row, a quotation as any six words in a
row of what the person wrote.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from storage.model import Json

ROW = 6  # words in a row that make a quotation; shorter texts count as a whole from SHORTEST words on
SHORTEST = 3
# Among what other people wrote, six words in a row are met by chance ("I will never come back here").
LONG_ROW, LONG_SHORTEST = 12, 8
REMOVED = "[name removed]"
ERASED = "[erased]"
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def seen(text: str) -> str:
    """The text without signs that nobody sees: zero-width ones, soft hyphens, marks of writing direction."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def words(text: str) -> list[str]:
    """Folded words, whatever marks stand between them; markup and escapes of HTML and JSON are read as they show."""
    if "\\u" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _WORD.findall(unicodedata.normalize("NFKC", seen(text)).casefold())


def telling(name: str) -> bool:
    """Does the name mean one person wherever it stands? "Sam" does not; a full name or a handle does."""
    parts = words(name)
    return len(parts) > 1 or any(len(part) >= 8 or any(c.isdigit() for c in part) for part in parts)


@dataclass(frozen=True)
class Traces:
    """Names, and what was written under them; `ids` are the mentions themselves."""

    names: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    _names: tuple[tuple[str, ...], ...] = ()
    _quotes: frozenset[tuple[str, ...]] = field(default_factory=frozenset)
    _lengths: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, names: Collection[str], texts: Iterable[str], ids: Collection[str], *, among_others: bool = False
    ) -> Traces:
        """`names` that do not tell one person apart are left out: they may be anybody's.

        `among_others`: for looking through what other people wrote, where only longer quotations prove anything.
        """
        row, shortest = (LONG_ROW, LONG_SHORTEST) if among_others else (ROW, SHORTEST)
        telling_names = tuple(sorted({name.strip() for name in names if telling(name)}))
        quotes: set[tuple[str, ...]] = set()
        for text in texts:
            said = words(text)
            if shortest <= len(said) < row:
                quotes.add(tuple(said))
            quotes.update(tuple(said[start : start + row]) for start in range(len(said) - row + 1))
        parts = tuple(tuple(words(name)) for name in telling_names)
        return cls(telling_names, frozenset(ids), parts, frozenset(quotes), tuple(sorted(set(map(len, quotes)))))

    def named(self, text: str) -> bool:
        """Does one of the names stand in the text?"""
        return bool(self._names) and _holds(words(text), self._names)

    def found(self, text: str) -> bool:
        """Does the text hold a name, or quote what the person wrote?"""
        said = words(text)
        if _holds(said, self._names):
            return True
        return any(
            tuple(said[start : start + length]) in self._quotes
            for length in self._lengths
            for start in range(len(said) - length + 1)
        )

    def about(self, text: str) -> bool:
        """Does the text hold the id of one of the mentions?"""
        return any(each in text for each in self.ids)

    def without_names(self, text: str) -> str:
        """The text with every name replaced; what else it says stays."""
        for parts in self._names:
            row = r"[\W_]+".join(map(re.escape, parts))
            text = re.sub(rf"(?i)(?<![^\W_])@?{row}(?![^\W_])", REMOVED, text)
        return ERASED if self.named(text) else text

    def cleaned(self, text: str) -> str:
        """The text as somebody else's: names replaced; all of it erased when it quotes the person."""
        text = self.without_names(text)
        return ERASED if self.found(text) else text

    def pruned(self, value: Json) -> Json:
        """A JSON value without the entries that name the person or one of the mentions."""
        match value:
            case str():
                return "" if self.about(value) else self.cleaned(value)
            case list():
                return [self.pruned(each) for each in value if not self._in(each)]
            case dict():
                return {key: self.pruned(each) for key, each in value.items() if not self._in(key)}
        return value

    def _in(self, value: Json) -> bool:
        """Is this entry about the person? A row of plain values is one entry; of a nested one only parts may be."""
        match value:
            case str():
                return self.about(value) or self.found(value)
            case list():
                return any(isinstance(each, str) and self._in(each) for each in value)
            case dict():
                return any(isinstance(each, str) and self._in(each) for each in value.values())
        return False


def _holds(said: list[str], rows: Iterable[tuple[str, ...]]) -> bool:
    known = set(said)
    for row in rows:
        if row and known.issuperset(row):
            length = len(row)
            if any(tuple(said[start : start + length]) == row for start in range(len(said) - length + 1)):
                return True
    return False
