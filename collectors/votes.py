"""Votes of places where people also vote against."""

from __future__ import annotations

from collectors.shape import field
from storage.model import Json


def votes_at(value: Json, *path: str | int) -> int | None:
    """Votes for less votes against; 0 when more were against, for disapproval is no reach; None when missing."""
    score = field(value, *path)
    if isinstance(score, int) and not isinstance(score, bool) and abs(score) < 10**15:
        return max(0, score)
    return None
