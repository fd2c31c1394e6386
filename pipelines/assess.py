"""Assess: judge every mention that has no judgement by the current rules, newest first, a chunk at a time.

A chunk is read in one short session, judged with the record closed, and kept in another: a change of the rules over a
million mentions never stops a new one, because new ones are always the newest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from analysis.assess import VERSION, assess
from analysis.stories import Stories
from pipelines.desk import Desk
from storage import assessments, mentions, states, stories
from storage.db import Connection
from storage.model import Assessment, Mention

CHUNK = 2000
STORY_WINDOW = timedelta(days=14)  # what is older tells its own story
STORIES, CHECKED = "stories", "imports whose relevance is checked"

Tell = Callable[[int], None]


def assess_waiting(desk: Desk, *, now: datetime, tell: Tell, seconds: float | None = None) -> int:
    """Judge what waits, the newest first; returns how many. `tell` hears of each chunk's size.

    After `seconds` the rest is left for the next call: a round must not be held up by old mentions that new rules want
    to judge again.

    What an owner imports is taken to be about us, unless the import was told to check (see `check_relevance`).
    """
    rules = desk.config.rules()
    searched = {source.name for source in desk.config.sources if not source.about_us}
    done, started = 0, time.monotonic()
    while seconds is None or time.monotonic() - started < seconds:
        with desk.record.session("find what is not judged yet") as con:
            searched |= set(_checked(con))
            waiting = mentions.unassessed(con, VERSION, CHUNK)
            index = _index(con, waiting, now)
        if not waiting:
            break
        judged = [assess(mention, rules, at=now, about_us=mention.source not in searched) for mention in waiting]
        judged, links = place(waiting, judged, index, now)
        with desk.record.session("keep judgements") as con:
            keep(con, judged, links, index)
        done += len(judged)
        tell(len(judged))
    return done


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
    placed: list[Assessment] = []
    links: dict[str, str] = {}
    for mention, assessment in zip(said, judged, strict=True):
        story = mention.id
        if index is not None and assessment.relevant and now - mention.when <= STORY_WINDOW:
            found = index.add(mention.id, mention.title, mention.text, mention.when)
            story = found.story
            links |= dict.fromkeys(found.merged, story)
            links[mention.id] = story
        placed.append(replace(assessment, story=story))
    return placed, {mention: _last(links, story) for mention, story in links.items()}


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


def _index(con: Connection, waiting: Iterable[Mention], now: datetime) -> Stories | None:
    """The story index, when there is anything recent to place in it."""
    if not any(now - mention.when <= STORY_WINDOW for mention in waiting):
        return None
    index = Stories.from_state(states.load(con, STORIES) or [])
    index.forget(now - STORY_WINDOW)
    return index


def _last(links: Mapping[str, str], story: str) -> str:
    """The story a story became part of, and that one, and so on."""
    while links.get(story, story) != story:
        story = links[story]
    return story
