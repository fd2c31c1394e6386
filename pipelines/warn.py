"""Warn: what has been found since last time that somebody should hear of. A pure decider over a `View`.

The live round and the replay of history look at the world through the same `View`, so what the replay says would have
rung is what rings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from analysis import alerts, people, rules, urgency, wording
from analysis.candidate import Candidate
from analysis.hygiene import Explanation
from analysis.judge import Judgement
from analysis.outlook import Outlook
from analysis.quiet import Quiet
from analysis.spikes import Spike
from storage.model import Assessment, Judged, Mention, Poll

NEWS = timedelta(days=7)  # an older mention seen only now is history: the first look at a source brings years of it
MOSTLY = 0.5  # share of complaints from which a story is a negative one
STILL_KNOWN = timedelta(hours=72)  # the longest window of a spike, and a day
RARE_WINDOW = timedelta(days=7)
DAYS_LATER = timedelta(hours=48)  # posts of one person within it are one complaint told on, while nobody answers
MANY = 150  # complaints in `RARE_WINDOW` from which no single mention rings alone: see `analysis.crowds`
ALONE = 3  # a day
ALWAYS = {  # rules that no budget holds back
    "safety": "safety",
    "press_or_law": "the press or the law",
    "crime_or_discrimination": "an accusation against staff",
}
# An alarm comes when 40 % of an outbreak are out (a quarter, where there are many): twice what it told of was to be
# expected. At 5 times an outbreak is 1.3 notices, at 4 times 1.4, at 2 times 1.9 (benchmarks early_warning).
SPIKE_AGAIN_AT = 5.0
SURE_COMPLAINT = 0.8  # probability from which a single complaint is told, where complaints are rare


@dataclass(frozen=True, slots=True)
class StoryNow:
    """A story that was told again since last time; members in order of time."""

    entity: str
    story: str
    members: Sequence[Judged]
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class SourceNow:
    """A source that is silent: it fails (`poll` says how) or, where `quiet` is given, brings nothing."""

    entity: str
    source: str
    since: datetime
    poll: Poll
    quiet: Quiet | None = None


class View(Protocol):
    """What the decider may know of the world at `now`."""

    @property
    def now(self) -> datetime: ...

    def fresh(self) -> Sequence[Judged]:
        """Relevant mentions judged since last time that are news, in order of time."""

    def reach(self, mention: Mention) -> int | None:
        """How many people the mention has reached as far as its source tells: views, else the author's followers."""

    def earlier_complaints(self, mention: Mention) -> Sequence[Mention]:
        """Complaints that may be by the same person and came before."""

    def answered(self, mention: str) -> datetime | None:
        """When we first answered a mention (its id), None when we have not."""

    def edited(self, mention: str) -> datetime | None:
        """Of a mention that is news because its author changed it: since when it reads so; None for a new one."""

    def negatives(self, entity: str, since: datetime) -> Sequence[Judged]:
        """Flagged mentions of the entity from `since` to now, in order of time."""

    def spikes(self) -> Sequence[tuple[str, Spike]]:
        """Entities whose last finished hour, or the one still running, is unusual."""

    def stories(self) -> Sequence[StoryNow]:
        """Negative stories that were told again since last time."""

    def silent_sources(self) -> Sequence[SourceNow]:
        """Sources that fail for long, or are quiet against their own habit."""


@dataclass(frozen=True, slots=True)
class Single:
    """A mention that might ring by itself: rules its words set off, its reach, how many complaints are usual."""

    judged: Judged
    hits: Sequence[urgency.Hit]
    reach: int | None
    second: people.SecondComplaint | None
    recent: int  # complaints about the entity within `RARE_WINDOW`
    edited: datetime | None = None  # since when it reads so, where it is no new mention


@dataclass(frozen=True, slots=True)
class Limits:
    """What the owner has set: see `warn` in config.yaml."""

    great_reach: int
    interruptions_per_week: int
    rules: Sequence[rules.Rule] = ()


def candidates(view: View, limits: Limits) -> list[Candidate]:
    """Everything that might interrupt, each with its key; `hygiene.decide` chooses."""
    own = rules.candidates(limits.rules, view.fresh(), view.now)
    single = of_singles(singles(view), limits, view.now)
    return [*single, *of_stories(view), *_spikes(view), *_sources(view), *own]


def explanations(view: View, found: Sequence[Candidate], told: Collection[str]) -> dict[str, Explanation]:
    """Spikes that are mostly one story of which the owner hears anyway, by the spike's alert key.

    `told` are stories told of within `STILL_KNOWN`.
    """
    known = {*told, *(each.subject for each in found if each.alert.kind == "story")}
    explained = {}
    spikes = dict(view.spikes())
    for candidate in found:
        if candidate.alert.kind == "spike":
            mostly = mainly(window_of(view, candidate.alert.entity, spikes[candidate.alert.entity]))
            if mostly and mostly.story in known:
                explained[candidate.alert.key] = mostly
    return explained


def mainly(window: Sequence[Judged]) -> Explanation | None:
    """The story that most of these mentions tell; None for none."""
    counted = Counter(judged.assessment.story for judged in window)
    return next((Explanation(story, count / len(window)) for story, count in counted.most_common(1)), None)


def window_of(view: View, entity: str, spike: Spike) -> Sequence[Judged]:
    """The negative mentions that a spike counts."""
    return view.negatives(entity, spike.at - timedelta(hours=spike.window_hours))


def singles(view: View) -> Iterator[Single]:
    """What is new and might ring by itself, whatever the owner has set."""
    recent: dict[str, int] = {}
    for judged in view.fresh():
        mention, assessment = judged.mention, judged.assessment
        negative = _negative(assessment)
        hits: Sequence[urgency.Hit] = ()
        if (assessment.flag, assessment.urgency) != ("none", "none"):  # else its judgement set off no rule
            hits = urgency.cannot_wait(mention, _judgement(assessment), None, 0, assessment.language)
        second = _second(view, mention) if negative else None
        reach = view.reach(mention)
        if hits or second or reach is not None or (negative and _sure(assessment)):
            if mention.entity not in recent:
                recent[mention.entity] = len(view.negatives(mention.entity, view.now - RARE_WINDOW))
            yield Single(judged, hits, reach, second, recent[mention.entity], view.edited(mention.id))


def of_singles(found: Iterable[Single], limits: Limits, now: datetime) -> Iterator[Candidate]:
    """Those that do ring, as the owner has set it."""
    for each in found:
        mention, assessment = each.judged.mention, each.judged.assessment
        hits = each.hits
        if each.reach is not None and each.reach >= limits.great_reach:
            judgement = _judgement(assessment)
            hits = urgency.cannot_wait(mention, judgement, each.reach, limits.great_reach, assessment.language)
        always = next((ALWAYS[hit.rule] for hit in hits if hit.rule in ALWAYS), "")
        alone = ALONE if each.recent < MANY else 0
        usual = f"{wording.complaints(each.recent)} in the last 7 days, this one included"
        # an edit is told beside what was told of the mention when it was new
        one = f"{mention.id} edited" if each.edited else mention.id
        if each.second:
            alert = alerts.anew(alerts.of_second(each.judged, each.second, hits, at=now), each.edited)
            about = f"person {people.person_key(mention) or each.second.first}"
            always = always or "a second complaint"
            yield Candidate(alert, about, always=always, story=assessment.story, alone=alone)
        elif hits:
            alert = alerts.anew(alerts.of_mention(each.judged, hits, at=now, usual=usual), each.edited)
            yield Candidate(alert, one, always=always, story=assessment.story, alone=alone)
        # one interruption is left for a story; an old review's place in the inbox is far down, so its edit is told
        elif (
            _sure(assessment) and _negative(assessment) and (each.edited or each.recent < limits.interruptions_per_week)
        ):
            alert = alerts.anew(alerts.of_mention(each.judged, (), at=now, usual=usual), each.edited)
            yield Candidate(alert, one, story=assessment.story)


def _negative(assessment: Assessment) -> bool:
    return assessment.flag == "flag"


def _sure(assessment: Assessment) -> bool:
    return (assessment.complaint or 0.0) >= SURE_COMPLAINT


def _second(view: View, mention: Mention) -> people.SecondComplaint | None:
    """An earlier complaint by the same person that this one does not merely tell on. A newspaper is no person."""
    if mention.kind == "article" or people.newspaper(mention.author):
        return None
    earlier = [other for other in view.earlier_complaints(mention) if not _told_on(view, mention, other)]
    return people.second_complaint(mention, earlier)


def _told_on(view: View, mention: Mention, other: Mention) -> bool:
    """Are two posts or comments one complaint: within two days, not answered in between, about no other order?

    A review is whole when it is written, so the next one by the same person is a second.
    """
    key = people.person_key(mention)
    if mention.kind == "review" or not key or key != people.person_key(other):
        return False
    if mention.when - other.when >= DAYS_LATER:
        return False
    orders, before = (people.numbers(f"{each.title} {each.text}") for each in (mention, other))
    if orders and before and not orders & before:
        return False
    answered = view.answered(other.id)
    return answered is None or not other.when < answered < mention.when


def _judgement(assessment: Assessment) -> Judgement:
    return Judgement(assessment.compound, assessment.complaint, assessment.label, assessment.flag, assessment.reasons)


def of_stories(view: View) -> Iterator[Candidate]:
    for story in view.stories():
        angry = sum(each.assessment.flag == "flag" for each in story.members)
        if story.outlook.alarming and angry >= MOSTLY * len(story.members):
            alert = alerts.of_story(story.entity, story.story, story.outlook, story.members, at=view.now)
            size = max(len(story.members), story.outlook.passes + 1)
            yield Candidate(alert, story.story, size=size)


def _spikes(view: View) -> Iterator[Candidate]:
    for entity, spike in view.spikes():
        yield of_spike(entity, spike, window_of(view, entity, spike))


def of_spike(entity: str, spike: Spike, window: Sequence[Judged]) -> Candidate:
    """An unusual hour or day with the negative mentions it counts."""
    alert = alerts.of_spike(entity, spike, window)
    more = max(1, round(spike.seen - spike.expected))
    # spikes have a budget of their own: warn.false_alarms_per_week
    always = "an unusual number of complaints"
    return Candidate(alert, "spike", size=more, always=always, again_at=SPIKE_AGAIN_AT)


def _sources(view: View) -> Iterator[Candidate]:
    for each in view.silent_sources():
        if each.quiet:
            alert = alerts.of_quiet(each.entity, each.source, each.quiet, at=view.now)
        else:
            alert = alerts.of_failing(each.entity, each.poll, each.since, at=view.now)
        yield Candidate(alert, f"source {each.source}")
