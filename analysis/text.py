"""Plain words: folding, sentences and words, the same way for every part of the judgement.

Folding makes texts comparable: full-width and ligature forms (Unicode NFKC), case, accents, typographic quotes and
dashes, and invisible characters stop mattering. It is for comparing, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRAIGHT = {
    **dict.fromkeys(map(ord, "‘’‚‛ʼʹ´`′＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    # zero-width, soft hyphen, bidirectional marks, variation selectors: invisible, and used to hide words
    **dict.fromkeys(
        [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
    ),
    **dict.fromkeys(range(0xFE00, 0xFE10)),
}
_MARK = re.compile("[̀-ͯ]+")  # the accents of Latin, Greek and Cyrillic letters
_RUN = re.compile(r"[^\x00-\x7f]+")
_CHEROKEE = re.compile("[\u13a0-\u13ff\uab70-\uabbf]")  # the only letters that are folded to capitals
_REMEMBERED, _LONGEST = 20_000, 16
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A sentence ends at . ! ? … (with closing quotes or brackets) before white space or before a capital glued to it
# ("great day.The staff"), at 。！？ anywhere, and at a line break.
_END = re.compile(r"""[.!?…]+["'”’)\]]*(?:\s+|(?=[A-Z][a-z]))|[。！？]|[\n\r\u2028\u2029]\s*""")
_NO_END = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|approx|inc|ltd|co|no|nr|tel|e\.g|i\.e|a\.m|p\.m|z\.b|d\.h|ca|bzw"
    r"|sra|srta|ud|uds|[a-z])\.$",
    re.IGNORECASE,
)


def fold(s: str) -> str:
    """Folded form of `s`: what two spellings of the same words have in common. Idempotent, linear time."""
    return s.replace("`", "'").lower() if s.isascii() else _fold(s)


@lru_cache(maxsize=64)  # one mention's text is folded for several questions
def _fold(s: str) -> str:
    if "â€" in s:  # UTF-8 read as Windows-1252 somewhere on its way to us
        s = s.replace("â€™", "'").replace("â€œ", '"').replace("â€", '"')
    if _CHEROKEE.search(s):
        return _thoroughly(s)
    # nothing joins a letter of ASCII with its neighbours but the accents, and those go
    return _RUN.sub(lambda run: _RUNS[run.group()], s.replace("`", "'")).lower()


def _thoroughly(s: str) -> str:
    s = unicodedata.normalize("NFKC", s.translate(_STRAIGHT)).casefold()
    s = _MARK.sub("", unicodedata.normalize("NFD", s))
    return unicodedata.normalize("NFKC", s).translate(_STRAIGHT)


class _Runs(dict[str, str]):
    """Signs that are no ASCII -> folded. Bounded."""

    def __missing__(self, run: str) -> str:
        folded = _thoroughly(run)
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(run) <= _LONGEST:
            self[run] = folded
        return folded


_RUNS = _Runs()


def words(s: str) -> list[str]:
    """Folded words of `s` in order; an apostrophe inside a word belongs to it ("don't")."""
    return _WORD.findall(fold(s))


def sentences(s: str) -> list[str]:
    """Sentences of `s` in order, stripped, none empty. Does not cut after "Dr." or inside "3.50"."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(s):
        piece = s[start : end.end()].strip()
        if piece and "\n" not in end.group() and _NO_END.search(piece[-12:]):
            continue
        if piece:
            found.append(piece)
        start = end.end()
    rest = s[start:].strip()
    if rest:
        found.append(rest)
    return found


def shorten(s: str, length: int = 120) -> str:
    """`s` on one line, cut at a word with "..." when longer than `length` characters."""
    line = " ".join(s.split(None, length)[:length])  # more words than that are too long anyway, and cost time
    if len(line) <= length:
        return line
    cut = line[: length - 3].rsplit(" ", 1)[0]
    return (cut or line[: length - 3]) + "..."
