"""What good and bad replies say: the patterns of `lexicons/reply_phrases.txt`, one expression for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from analysis.text import fold

Kind = Literal[
    "empathy",
    "stock_sorry",
    "owning",
    "excuses",
    "non_apology",
    "defensive",
    "stars_back",
    "sarcastic",
    "form",
    "step",
    "vague_when",
    "late_owned",
]


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Kind -> one expression of whole words, to be searched in folded text."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in (files("analysis") / "lexicons" / "reply_phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line[1 : line.index("]")]
        elif line and not line.startswith("#"):
            found.setdefault(kind, []).append(line)
    return {kind: re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)") for kind, ways in found.items()}


def said(kind: Kind, text: str) -> Iterator[str]:
    """The phrases of one kind in `text`, folded, in order."""
    for match in patterns()[kind].finditer(fold(text)):
        yield match.group().strip()


def first(kind: Kind, text: str) -> str:
    """The first phrase of one kind; "" when there is none."""
    return next(said(kind, text), "")
