"""The people at the counter: their suggestions, praise that names them, and where training would help."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.case import Case, Suggestion
from analysis.clocks import Calendar, clocks
from analysis.sentiment import scores
from analysis.text import sentences, shorten
from storage.model import Judged

GLAD = 0.3  # VADER's compound from which a sentence is praise
OFTEN = 2  # troubles with one topic from which training is worth a thought


@dataclass(frozen=True, slots=True)
class Praise:
    """A sentence that names somebody of the team and is glad."""

    mention: str
    name: str  # as in config.yaml
    at: datetime
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Training:
    """A topic in which one person's cases went wrong more than once, and how."""

    person: str
    topic: str
    cases: tuple[str, ...]
    late: int
    broken: int
    reopened: int

    def sentence(self) -> str:
        """ "Tom, parcels: 2 answered late, 1 promise broken (cases 3, 7)"."""
        parts = [
            f"{self.late} answered late" if self.late else "",
            f"{self.broken} promise{'s' * (self.broken != 1)} broken" if self.broken else "",
            f"{self.reopened} reopened" if self.reopened else "",
        ]
        return f"{self.person}, {self.topic}: {', '.join(filter(None, parts))} (cases {', '.join(self.cases)})"


def suggestions(cases: Iterable[Case]) -> tuple[Suggestion, ...]:
    """All suggestions, those without an answer first, then the newest first."""
    found = [each for case in cases for each in case.suggestions]
    return tuple(sorted(found, key=lambda each: (bool(each.verdict), -each.at.timestamp())))


def praise(said: Iterable[Judged], names: Sequence[str]) -> list[Praise]:
    """Glad sentences that name somebody, in mentions that are no complaints; newest first.

    A name counts as it is written (Will, not will), whole or by its first word where that is nobody else's.
    """
    firsts = [name.split()[0] for name in names if name.split()]
    spelled = {name: {name} | {f for f in name.split()[:1] if firsts.count(f) == 1 and len(f) > 1} for name in names}
    patterns = {
        name: re.compile(r"(?<!\w)(?:" + "|".join(re.escape(each) for each in sorted(ways, key=len)[::-1]) + r")(?!\w)")
        for name, ways in spelled.items()
        if name.strip()
    }
    found = []
    for judged in said:
        mention = judged.mention
        if judged.assessment.flag == "flag" or judged.assessment.label == "negative":
            continue
        for sentence in sentences(f"{mention.title}\n{mention.text}"):
            named = [name for name, pattern in patterns.items() if pattern.search(sentence)]
            if named and scores(sentence).compound >= GLAD:
                found += [
                    Praise(mention.id, name, judged.when, shorten(sentence, 300), mention.source) for name in named
                ]
    first = {(each.mention, each.name): each for each in reversed(found)}
    return sorted(first.values(), key=lambda each: (each.at, each.mention, each.name), reverse=True)


def training(cases: Iterable[Case], calendar: Calendar, within: timedelta, now: datetime) -> list[Training]:
    """Where somebody's cases of one topic were late, reopened or had a promise broken, at least `OFTEN` times."""
    found: dict[tuple[str, str], list[tuple[Case, bool, int, int]]] = defaultdict(list)
    for case in cases:
        first = case.answers[0].by if case.answers else case.assignee
        late = _late(case, calendar, within, now)
        for person in sorted({first, *(each.by for each in case.promises)} - {""}):
            broken = sum(each.broken is not None and each.by == person for each in case.promises)
            slow, back = late and person == first, case.reopened if person == first else 0
            if slow or broken or back:
                for topic in case.topics:
                    found[person, topic].append((case, slow, broken, back))
    needs = [
        Training(
            person,
            topic,
            tuple(case.id for case, *_ in rows),
            sum(late for _, late, _, _ in rows),
            sum(broken for _, _, broken, _ in rows),
            sum(reopened for _, _, _, reopened in rows),
        )
        for (person, topic), rows in found.items()
    ]
    often = [each for each in needs if each.late + each.broken + each.reopened >= OFTEN]
    return sorted(often, key=lambda each: (-(each.late + each.broken + each.reopened), each.person, each.topic))


def _late(case: Case, calendar: Calendar, within: timedelta, now: datetime) -> bool:
    seen = clocks(case, calendar, now).seen
    return (seen.answered if seen.answered is not None else seen.running) > within
