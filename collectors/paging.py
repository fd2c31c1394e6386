"""Walking an API's pages, newest first, until what is known is reached, and never past what is safe.

One look reads pages until one holds only items older than the last look's newest, less an overlap (ids refuse what is
seen twice). A server that hands out the same page token again would be walked for ever: that ends the walk, and the
cursor stays where it was, so the next look tries the whole way again and no gap can open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors.source import Part

OVERLAP = timedelta(days=1)  # items may appear late under an older time
MOST_PAGES = 400  # of 50 to 100 items: more than a small business has


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, the believable times of its items, and the token of the next page ("" when it is the last)."""

    part: Part
    times: Sequence[datetime]
    next: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The pages of one look. `whole` is False when the way broke off in a circle: then the cursor must not move."""

    parts: tuple[Part, ...]
    newest: datetime | None
    whole: bool
    ended: bool  # the last page was reached, so nothing older exists


def walk(page: Callable[[str], Page], *, newest_before: datetime | None, most: int = MOST_PAGES) -> Walk:
    """Read pages from the first (`page("")`) until one is older than `newest_before`, the last, or `most` were read.

    Whatever `page` raises (`Blocked`, `Broken`) passes through: half a look is no look.
    """
    floor = newest_before - OVERLAP if newest_before else None
    parts: list[Part] = []
    newest = newest_before
    token, seen = "", {""}
    for _ in range(most):
        here = page(token)
        parts.append(here.part)
        newest = max([*here.times, *([newest] if newest else [])], default=None)
        if not here.next:
            return Walk(tuple(parts), newest, whole=True, ended=True)
        if floor and here.times and max(here.times) < floor:
            break
        if here.next in seen:
            return Walk(tuple(parts), newest_before, whole=False, ended=False)
        seen.add(here.next)
        token = here.next
    return Walk(tuple(parts), newest, whole=True, ended=False)
