"""Stories as the warning sees them: told again or passed on since last time, with how stories of their source grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from analysis import outlook, people, spread
from analysis.spread import Habit, Past
from pipelines.warn import NEWS, StoryNow
from storage import judged, states, stories
from storage.db import Connection
from storage.model import Judged

HABITS = "how stories spread"
PAST = timedelta(days=365)  # what a source's habit is learned from
OVER = timedelta(days=7)  # a story that nobody has told for so long is finished
LEARN_EVERY = timedelta(days=1)


def told(con: Connection, complaints: Sequence[Judged], last: datetime, now: datetime) -> list[StoryNow]:
    """Negative stories of fresh complaints, or of older ones that were passed on since `last`."""
    grown = judged.passed_on(con, last, now - NEWS)
    wanted = {each.assessment.story or each.mention.id for each in (*complaints, *grown)}
    members = judged.of_stories(con, wanted)
    for each in grown:  # what is too old for the story index tells its own story
        members.setdefault(each.assessment.story or each.mention.id, [each])
    ids = [each.mention.id for story in members.values() for each in story]
    shares, reach = judged.shares(con, ids), judged.reach(con, ids)
    growing = {
        story: each for story, each in members.items() if len(each) > 1 or any(m.mention.id in shares for m in each)
    }
    known = habits(con, now) if growing else {}
    return [
        StoryNow(each[0].mention.entity, story, each, look(each, known, shares, reach, now))
        for story, each in growing.items()
    ]


def look(
    members: Sequence[Judged],
    known: Mapping[str, Habit],
    shares: Mapping[str, int],
    reach: Mapping[str, int],
    now: datetime,
) -> outlook.Outlook:
    """The outlook of one story; `shares` and `reach` by mention, `known` habits by source."""
    first = members[0].mention
    reached = [reach[each.mention.id] for each in members if each.mention.id in reach]
    return outlook.outlook(
        [each.when for each in members],
        now=now,
        people=[people.person_key(each.mention) for each in members],
        shares=sum(shares.get(each.mention.id, 0) for each in members),
        reach=sum(reached) if reached else None,
        habit=known.get(first.source) or spread.prior(first.kind),
    )


def habits(con: Connection, now: datetime) -> dict[str, Habit]:
    """How stories of each source grow, by its own finished stories; learned anew once a day."""
    kept = states.load(con, HABITS)
    if isinstance(kept, dict) and now - datetime.fromisoformat(str(kept["at"])) < LEARN_EVERY:
        return learned(con)
    fresh = from_past(stories.finished(con, now - PAST, now - OVER))
    states.save(con, HABITS, {"at": now.isoformat(), "sources": {name: each.state() for name, each in fresh.items()}})
    return fresh


def learned(con: Connection) -> dict[str, Habit]:
    """What was learned of the sources last, for somebody who only reads."""
    kept = states.load(con, HABITS)
    sources = kept["sources"] if isinstance(kept, dict) else {}
    return {name: Habit.from_state(state) for name, state in sources.items()} if isinstance(sources, dict) else {}


def from_past(past: Sequence[stories.Finished]) -> dict[str, Habit]:
    """Source -> its habit, from its finished stories."""
    by_source: dict[str, list[stories.Finished]] = defaultdict(list)
    for story in past:
        by_source[story.source].append(story)
    return {
        source: spread.learn((_past(story) for story in told), spread.prior(told[0].kind))
        for source, told in by_source.items()
    }


def _past(story: stories.Finished) -> Past:
    first = story.times[0]
    return Past([(time - first).total_seconds() / 60 for time in story.times[1:]], story.shares)
