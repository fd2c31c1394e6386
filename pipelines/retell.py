"""A person joined or split stories: the index and the links follow at once."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.stories import Stories
from pipelines import assess
from pipelines.verdicts import Verdicts
from storage import states, stories
from storage.db import Connection


def retell(con: Connection, mention: str, other: str, said: Verdicts) -> Mapping[str, str]:
    """Tell anew the stories of two mentions with what people said; returns each touched mention's story.

    Mentions the index still holds find their places by likeness and by what people said. Of older ones only the two are
    moved: joined, they take the earlier story; split, `mention` tells its own.
    """
    before = stories.of(con, [mention, other])
    told = {before.get(mention, mention), before.get(other, other)}
    touched = {mention, other, *(each for members in stories.members(con, told).values() for each in members)}
    index = Stories.from_state(states.load(con, assess.STORIES) or [], said.apart, said.same, again=touched)
    held = {each for each in touched if each in index}
    links = {each: index.story(each) for each in sorted(held)}
    joined = tuple(sorted((mention, other))) in said.same
    if joined and not {mention, other} <= held:
        kept = links.get(other) or links.get(mention) or before.get(other) or before.get(mention) or other
        moved = {each for each in touched if links.get(each, before.get(each, each)) in (*told, kept)}
        links |= dict.fromkeys(moved, kept)
    elif not joined and mention not in held:
        links[mention] = mention
    stories.save(con, links)
    states.save(con, assess.STORIES, index.state())
    return links
