"""Whether somebody who changed what they wrote says more by it: fewer stars, or words that are new.

A mended spelling says nothing new; a line put under an old review ("Update: still nothing") may be a second complaint.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from analysis.text import words
from storage.model import Mention

IN_A_ROW = 2  # new words side by side: one alone is a spelling mended, or a word chosen better
COMPARED = 3_000  # words of each version


def says_more(before: Mention, now: Mention) -> bool:
    """Is the mention, as it reads now, a new word of its author? Raised stars are none: they are credited."""
    if before.rating is not None and now.rating is not None and before.rating != now.rating:
        return now.rating < before.rating
    old, new = (words(f"{each.title}\n{each.text}")[:COMPARED] for each in (before, now))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return any(end - start >= IN_A_ROW for kind, _, _, start, end in changes if kind in ("insert", "replace"))
