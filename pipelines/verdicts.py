"""What people said of our judgements, as one value: the latest word of each kind about each mention counts."""

from __future__ import annotations

from collections import defaultdict
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
MEANS = {NEGATIVE: True, NOT_NEGATIVE: False, ABOUT_US: True, NOT_ABOUT_US: False, USEFUL: True, NOT_USEFUL: False}


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
    tables: dict[str, dict[str, bool]] = {"label": {}, "relevant": {}, "alert": {}}
    standing: dict[Pair, list[tuple[str, str]]] = defaultdict(list)  # words not taken back, with who said them
    pairs: dict[Pair, bool] = {}
    who: dict[str, str] = {}
    was: dict[str, str] = {}
    count = 0
    for each in said:
        count += 1
        back, said_now = each.what.startswith(BACK), each.what.removeprefix(BACK)
        what, other = parts(said_now)
        if other and back:
            pairs.pop(_pair(each.mention, other), None)
        elif other:
            pairs[_pair(each.mention, other)] = what == SAME_STORY
        word, _, before = said_now.partition(WAS)
        if word not in MEANS:
            continue
        kind = word.partition(":")[0]
        stand = standing[each.mention, kind]
        if not back:
            stand.append((word, each.by))
            if before:
                was.setdefault(each.mention, before)
        elif (last := next((one for one in reversed(stand) if one[0] == word), None)) is not None:
            stand.remove(last)
        if stand:  # what somebody said before a slip that was taken back holds again
            tables[kind][each.mention], who[each.mention] = MEANS[stand[-1][0]], stand[-1][1]
        else:
            tables[kind].pop(each.mention, None)
    same = frozenset(pair for pair, joined in pairs.items() if joined)
    apart = frozenset(pairs) - same
    return Verdicts(tables["label"], tables["relevant"], tables["alert"], same, apart, who, was, count)


def parts(word: str) -> tuple[str, str]:
    """A word as it stands in the record, cut into one of the words above and the other mention that it names."""
    for what in (SAME_STORY, OTHER_STORY):
        if word.startswith(what):
            return what, word.removeprefix(what)
    return word, ""


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
