"""What people said of our judgements, as one value: the latest word of each kind about each mention counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage import corrections
from storage.corrections import Correction
from storage.db import Connection

NEGATIVE, NOT_NEGATIVE = "label:negative", "label:not-negative"
ABOUT_US, NOT_ABOUT_US = "relevant:yes", "relevant:no"
USEFUL, NOT_USEFUL = "alert:useful", "alert:not-useful"
SAME_STORY, OTHER_STORY = "story:same:", "story:apart:"  # and the id of the other mention
BACK = "back:"  # and the word that is taken back: it counts no more
WAS = "/was:"  # behind the word: what we had said before, so that a report card can count it
EVER = datetime(1970, 1, 1, tzinfo=UTC)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Verdicts:
    """Mention -> is it negative, is it about us, was its alert useful; pairs that share a story, or never do."""

    negative: Mapping[str, bool] = field(default_factory=dict)
    about_us: Mapping[str, bool] = field(default_factory=dict)
    useful: Mapping[str, bool] = field(default_factory=dict)
    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    who: Mapping[str, str] = field(default_factory=dict)  # who spoke last of a mention
    was: Mapping[str, str] = field(default_factory=dict)  # mention -> our flag when it was first corrected
    count: int = 0  # of corrections, those taken back included

    @property
    def judged(self) -> set[str]:
        """Mentions whose judgement a person has settled."""
        return {*self.negative, *self.about_us}


def load(con: Connection) -> Verdicts:
    """Everything that was ever corrected."""
    return fold(corrections.since(con, EVER))


def fold(said: Iterable[Correction]) -> Verdicts:
    """Corrections in order of time as what holds now; words of a later version are passed over."""
    negative: dict[str, bool] = {}
    about: dict[str, bool] = {}
    useful: dict[str, bool] = {}
    pairs: dict[Pair, bool] = {}
    who: dict[str, str] = {}
    was: dict[str, str] = {}
    count = 0
    tables: dict[str, tuple[dict[str, bool], bool]] = {
        NEGATIVE: (negative, True), NOT_NEGATIVE: (negative, False),
        ABOUT_US: (about, True), NOT_ABOUT_US: (about, False),
        USEFUL: (useful, True), NOT_USEFUL: (useful, False),
    }  # fmt: skip
    for each in said:
        count += 1
        back, said_now = each.what.startswith(BACK), each.what.removeprefix(BACK)
        for words in (SAME_STORY, OTHER_STORY):
            if said_now.startswith(words):
                pair = _pair(each.mention, said_now.removeprefix(words))
                pairs[pair] = words == SAME_STORY
                if back:
                    del pairs[pair]
        word, _, before = said_now.partition(WAS)
        if word in tables:
            table, value = tables[word]
            table[each.mention] = value
            who[each.mention] = each.by
            if back:
                del table[each.mention]
                continue
            if before:
                was.setdefault(each.mention, before)
    same = frozenset(pair for pair, joined in pairs.items() if joined)
    return Verdicts(negative, about, useful, same, frozenset(pairs) - same, who, was, count)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
