"""Assess: judge every mention that has no judgement by the current rules, newest first, a chunk at a time.

A chunk is read in one short session, judged with the record closed, and kept in another: a change of the rules over a
million mentions never stops a new one, because new ones are always the newest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from analysis.stories import Item, Stories
from pipelines import learn
from pipelines.desk import Desk
from pipelines.verdicts import Verdicts
from storage import assessments, mentions, states, stories, turns
from storage.db import Connection
from storage.model import Assessment, Mention

CHUNK = 2000
STORY_WINDOW = timedelta(days=14)  # what is older tells its own story
STORIES, CHECKED = "stories", "imports whose relevance is checked"

Tell = Callable[[int], None]


def assess_waiting(desk: Desk, *, now: Callable[[], datetime], tell: Tell, seconds: float | None = None) -> int:
    """Judge what waits, the newest first; returns how many. `tell` hears of each chunk's size.

    After `seconds` the rest is left for the next call: a round must not be held up by old mentions that new rules want
    to judge again.

    What an owner imports is taken to be about us, unless the import was told to check (see `check_relevance`).
    """
    with turns.judging(desk.record.path):
        return _assess(desk, now, tell, seconds)


def _assess(desk: Desk, now: Callable[[], datetime], tell: Tell, seconds: float | None) -> int:
    done, started = 0, time.monotonic()
    while seconds is None or time.monotonic() - started < seconds:
        with desk.record.session("find what is not judged yet") as con:
            known = learn.taught(con)
            searched = _searched(con, desk)
            waiting = mentions.unassessed(con, known.base, CHUNK)
            index = _index(con, waiting, known.verdicts, now())
        if not waiting:
            break
        judge_these(desk, waiting, known, searched, index, now)
        done += len(waiting)
        tell(len(waiting))
    return done


def judge_these(
    desk: Desk,
    said: Sequence[Mention],
    known: learn.Taught,
    searched: Collection[str],
    index: Stories | None,
    now: Callable[[], datetime],
) -> None:
    """Judge these mentions and keep what came of it. `searched` names the sources that also bring what is not ours.

    A judgement bears the time at which it is kept, not that at which it was begun: the warning asks for what was judged
    since its last look, and what came into the record behind its back would never be told.
    """
    rules, begun = known.rules(desk.config), now()
    thought = [known.judge(each, rules, at=begun, about_us=each.source not in searched) for each in said]
    judged, links = place(said, thought, index, begun)
    with desk.record.session("keep judgements") as con:
        kept = now()
        keep(con, [replace(each, at=kept) for each in judged], links, index)


def again(desk: Desk, ids: Collection[str], *, now: datetime) -> None:
    """Judge these mentions now, whatever else waits: a person is looking at them. Raises RecordBusy."""
    with turns.judging(desk.record.path, desk.record.wait):
        with desk.record.session("judge again") as con:
            known, searched = learn.taught(con), _searched(con, desk)
            said = list(mentions.by_ids(con, ids).values())
            index = _index(con, said, known.verdicts, now)
        judge_these(desk, said, known, searched, index, lambda: now)


def _searched(con: Connection, desk: Desk) -> set[str]:
    return {source.name for source in desk.config.sources if not source.about_us} | set(_checked(con))


def check_relevance(con: Connection, source: str) -> None:
    """From now on mentions of this imported source count as ours only if they name us."""
    states.save(con, CHECKED, [*sorted({*_checked(con), source})])


def _checked(con: Connection) -> list[str]:
    value = states.load(con, CHECKED)
    return [str(name) for name in value] if isinstance(value, list) else []


def place(
    said: Iterable[Mention], judged: Iterable[Assessment], index: Stories | None, now: datetime
) -> tuple[list[Assessment], dict[str, str]]:
    """Give each relevant recent mention its story; returns the assessments with it and every link that changed.

    A link of a story that became part of another is listed under the old story's id.
    """
    pairs = list(zip(said, judged, strict=True))
    recent = [
        Item(mention.id, mention.title, mention.text, mention.when)
        for mention, assessment in pairs
        if assessment.relevant and now - mention.when <= STORY_WINDOW
    ]
    links: dict[str, str] = {}
    if index is not None:
        for item, found in zip(recent, index.add_many(recent), strict=True):
            links |= dict.fromkeys(found.merged, found.story)
            links[item.id] = found.story
    links = {mention: _last(links, story) for mention, story in links.items()}
    return [replace(thought, story=links.get(mention.id, mention.id)) for mention, thought in pairs], links


def keep(con: Connection, judged: list[Assessment], links: Mapping[str, str], index: Stories | None) -> None:
    """Store judgements, story links and the story index in the caller's transaction."""
    assessments.save(con, judged)
    if index is None:
        return
    moved = dict(links)
    for old, members in stories.members(con, list(links)).items():
        moved |= dict.fromkeys(members, links[old])
    stories.save(con, moved)
    states.save(con, STORIES, index.state())


def _index(con: Connection, waiting: Iterable[Mention], said: Verdicts, now: datetime) -> Stories | None:
    """The story index, with what people split and joined, when there is anything recent to place in it."""
    if not any(now - mention.when <= STORY_WINDOW for mention in waiting):
        return None
    return Stories.from_state(states.load(con, STORIES) or [], said.apart, said.same, since=now - STORY_WINDOW)


def _last(links: Mapping[str, str], story: str) -> str:
    """The story a story became part of, and that one, and so on."""
    while links.get(story, story) != story:
        story = links[story]
    return story
