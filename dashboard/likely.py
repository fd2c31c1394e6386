"""Which of the stories told last does a mention tell? A guess for a button, never a judgement: a person presses it."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.terms import term
from analysis.text import words
from dashboard.nouns import Said, Voice


def likeliest(said: Said, story: str, others: Iterable[Voice]) -> list[Said]:
    """The first voices of other stories, the one first that has the most telling words in common with `said`.

    What has nothing in common keeps its order: the story told last first.
    """
    mine = _weights(said)
    able = [other.said for other in others if other.story != story and other.said.id != said.id]
    return sorted(able, key=lambda other: -_common(mine, other))


def _common(mine: dict[int, float], other: Said) -> float:
    """What the words of both say, as a share of what the shorter one says: 0 to 1."""
    theirs = _weights(other)
    both = sum(weight for key, weight in mine.items() if key in theirs)
    return both / max(1.0, min(sum(mine.values()), sum(theirs.values())))


def _weights(said: Said) -> dict[int, float]:
    terms = [term(word) for word in words(f"{said.title} {said.text}"[:2000])]
    return {each.key: each.weight for each in terms}
