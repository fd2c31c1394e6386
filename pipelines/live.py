"""The record as the warning sees it: one short look, then everything is decided with the record closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from analysis import people
from analysis.rewording import says_more
from analysis.spikes import Spike
from pipelines import source_watch, spike_watch, story_watch, warn
from pipelines.answered import answered
from pipelines.config import Config
from pipelines.warn import NEWS, RARE_WINDOW, SourceNow, StoryNow
from storage import judged, mentions, polls, series, sources, states
from storage.db import Connection
from storage.model import Json, Judged, Mention

MEMORY = timedelta(days=730)  # how far back a second complaint remembers the first
HELD_BACK = timedelta(days=60)  # platforms hold reviews back for days or weeks; what is older is somebody's archive
KNOWN_FOR = timedelta(days=1)
EXPORTS = ("files", "webhook")  # an old date is no news in what an owner brings
LISTENING = timedelta(hours=48)  # an hour counts as heard when some source answered at most this much later
WARNED, SPIKES = "warned", "spikes"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class RecordView:
    """See `pipelines.warn.View`. `kept_spikes` is what the detectors have learned, to be stored with the alerts."""

    now: datetime
    news: Sequence[Judged]
    flagged: Mapping[str, Sequence[Judged]]  # by entity, in order of time
    by_person: Sequence[Mention]
    reached: Mapping[str, int]
    told_stories: Sequence[StoryNow]
    watched: Mapping[str, spike_watch.Watched]
    troubled: Sequence[SourceNow] = ()
    our_answers: Mapping[str, datetime] = field(default_factory=dict)
    edits: Mapping[str, datetime] = field(default_factory=dict)  # news that are no new mention but an edit: since when

    def fresh(self) -> Sequence[Judged]:
        return self.news

    def reach(self, mention: Mention) -> int | None:
        return self.reached.get(mention.id)

    def earlier_complaints(self, mention: Mention) -> Sequence[Mention]:
        return [other for other in self.by_person if other.id != mention.id and other.when <= mention.when]

    def answered(self, mention: str) -> datetime | None:
        return self.our_answers.get(mention)

    def edited(self, mention: str) -> datetime | None:
        return self.edits.get(mention)

    def negatives(self, entity: str, since: datetime) -> Sequence[Judged]:
        return [each for each in self.flagged.get(entity, ()) if each.when >= since]

    def spikes(self) -> Sequence[tuple[str, Spike]]:
        return [(entity, watched.spike) for entity, watched in self.watched.items() if watched.spike]

    def stories(self) -> Sequence[StoryNow]:
        return self.told_stories

    def silent_sources(self) -> Sequence[SourceNow]:
        return self.troubled

    def kept_spikes(self) -> Json:
        return {entity: watched.state for entity, watched in self.watched.items()}


def looked_last(kept: Json, now: datetime) -> datetime:
    """When somebody last looked for news, as kept in the record; `NEVER` when nobody did.

    A time ahead of us was noted by a clock that has been put back since. What was judged in between bears earlier
    times, so the day before is looked at again: nobody is told twice, because what is told is kept by its key.
    """
    last = datetime.fromisoformat(kept) if isinstance(kept, str) else NEVER
    return last if last <= now else now - timedelta(days=1)


def view(con: Connection, config: Config, now: datetime) -> RecordView:
    """Read what the decider needs of the record as it stands at `now`."""
    last = looked_last(states.load(con, WARNED), now)
    news, edits = heard_since(con, config, last, now)
    flagged: dict[str, list[Judged]] = {}
    for each in judged.flagged_since(con, now - RARE_WINDOW):
        flagged.setdefault(each.mention.entity, []).append(each)
    complaints = [each for each in news if each.assessment.flag == "flag"]
    earlier = _earlier(con, complaints, now)
    return RecordView(
        now=now,
        news=news,
        flagged=flagged,
        by_person=earlier,
        reached=judged.reach(con, [each.mention.id for each in news]),
        told_stories=story_watch.told(con, complaints, last, now),
        watched=_spikes(con, config, last, now),
        troubled=source_watch.silent(con, config, now),
        edits=edits,
        our_answers=answered(con, [each.id for each in earlier if now - each.when <= warn.DAYS_LATER + NEWS]),
    )


def _earlier(con: Connection, complaints: Sequence[Judged], now: datetime) -> list[Mention]:
    """Flagged mentions that might be earlier complaints by the same people."""
    authors = {each.mention.author for each in complaints if people.person_key(each.mention)}
    theirs = mentions.by_person(con, authors, now - MEMORY) if authors else []
    flagged = judged.flags(con, [mention.id for mention in theirs])
    known = [mention for mention in theirs if mention.id in flagged]
    recent = [each.mention for each in judged.flagged_since(con, now - timedelta(days=30))] if complaints else []
    return list({mention.id: mention for mention in [*known, *recent]}.values())


def heard_since(
    con: Connection, config: Config, last: datetime, now: datetime
) -> tuple[list[Judged], dict[str, datetime]]:
    """What was judged since `last` and is news, in order of time; and of what is news as an edit, when it was made."""
    edits = _edited(con, last, now)
    found = {each.mention.id: each for each in (*_new(con, config, last, now), *(each for each, _ in edits.values()))}
    news = sorted(found.values(), key=lambda each: (each.when, each.mention.id))
    return news, {mention: at for mention, (_, at) in edits.items()}


def _edited(con: Connection, last: datetime, now: datetime) -> dict[str, tuple[Judged, datetime]]:
    """Reviews of any age that were changed lately so that they say more (`analysis.rewording`), and when.

    Whoever puts "Update: still nothing" under an old review has complained today.
    """
    found = {each.mention.id: each for each in judged.reworded(con, last, now - NEWS)}
    changed = mentions.before_last_edit(con, found)
    return {
        mention: (found[mention], at)
        for mention, (at, before) in changed.items()
        if says_more(before, found[mention].mention)
    }


def _new(con: Connection, config: Config, last: datetime, now: datetime) -> list[Judged]:
    """What was judged since `last` and is news: said lately, or held back by its platform and shown only now."""
    exports = {source.name for source in config.sources if source.kind in EXPORTS}
    first = {name: at for name, at in sources.first_looks(con).items() if name not in exports}
    found = judged.assessed_after(con, last, now - HELD_BACK)
    return [each for each in found if now - each.when <= NEWS or held_back(each.mention, first, now)]


def held_back(mention: Mention, first: Mapping[str, datetime], now: datetime) -> bool:
    """An old date first seen now, at a source we had been watching for a day: the platform released it late.

    `first` is the first good look at each source; what its very first looks bring is history, and so are exports.
    """
    watched_since = first.get(mention.source)
    if watched_since is None or now - mention.seen > NEWS:
        return False
    return mention.seen - watched_since >= KNOWN_FOR and mention.seen - mention.when > NEWS


def _spikes(con: Connection, config: Config, last: datetime, now: datetime) -> dict[str, spike_watch.Watched]:
    kept = states.load(con, SPIKES)
    kept = kept if isinstance(kept, dict) else {}
    budget = config.warn.false_alarms_per_week
    entities = config.entities()
    since = min(spike_watch.needs_since(kept.get(entity), budget, now) for entity in entities)
    counts: dict[str, dict[datetime, tuple[int, int]]] = {}
    for row in series.hourly(con, since):
        counts.setdefault(row.entity, {})[row.hour] = (row.negatives, row.others)
    covered = _covered(con, since)
    return {
        entity: spike_watch.watch(
            kept.get(entity), counts.get(entity, {}), budget=budget, since=last, now=now, covered=covered
        )
        for entity in {*entities, *counts}
    }


def _covered(con: Connection, since: datetime) -> spike_watch.Covered:
    """Hours in which nobody listened: after the first look ever, with no good look within two days of them."""
    good = sorted(poll.at for poll in polls.since(con, since) if poll.status in ("ok", "nothing_new"))
    if not good:
        return lambda _: True

    def covered(hour: datetime) -> bool:
        after = next((at for at in good if at >= hour), None)
        return hour < good[0] or after is None or after - hour <= LISTENING

    return covered
