"""Who has complained so far, so that the same person's next complaint is found without comparing everybody.

Keeps the complaints it is shown by person, by full name and by order number; `people.second_complaint` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analysis.people import full_name, numbers, person_key
from storage.model import Mention


class Complainants:
    """Complaints by everything that may tell their author again; `add` in any order."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str], list[Mention]] = defaultdict(list)

    def add(self, mention: Mention) -> None:
        """Remember a complaint."""
        for mark in _marks(mention):
            self._by[mark].append(mention)

    def like(self, mention: Mention) -> Sequence[Mention]:
        """Complaints that share person, full name or order number with `mention`, itself left out."""
        found = {other.id: other for mark in _marks(mention) for other in self._by.get(mark, ())}
        found.pop(mention.id, None)
        return list(found.values())


def _marks(mention: Mention) -> set[tuple[str, str]]:
    marks = {("person", person_key(mention)), ("name", full_name(mention.author))}
    marks |= {("number", number) for number in numbers(f"{mention.title} {mention.text}")}
    return {mark for mark in marks if mark[1]}
