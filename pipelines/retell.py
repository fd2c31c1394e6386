"""A person joined or split stories: the index and the links follow at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from analysis.stories import Stories
from pipelines import assess
from pipelines.verdicts import Verdicts
from storage import states, stories
from storage.db import Connection
from storage.model import Json

ID, PUBLISHED, FIRST, STORY = 0, 1, 3, 4  # places in an entry of the index's state
NEVER = "9999-12-31T23:59:59.999999+00:00"


def retell(con: Connection, mention: str, other: str, said: Verdicts) -> Mapping[str, str]:
    """Tell anew the stories of two mentions with what people said; returns each touched mention's story.

    Mentions the index still holds find their places by likeness and by what people said. Of older ones only the two are
    moved: joined, they take the earlier story; split, `mention` tells its own.
    """
    before = stories.of(con, [mention, other])
    told = {before.get(mention, mention), before.get(other, other)}
    touched = {mention, other, *(each for members in stories.members(con, told).values() for each in members)}
    index, held = _anew(states.load(con, assess.STORIES), touched, said)
    links = {each: index.story(each) for each in sorted(touched & held)}
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


def _anew(state: Json, touched: Collection[str], said: Verdicts) -> tuple[Stories, set[str]]:
    """The index with the touched mentions placed again from nothing, and the ids it holds."""
    entries = state if isinstance(state, list) else []
    fresh: list[Json] = []
    held = set()
    for entry in entries:
        assert isinstance(entry, list)
        held.add(str(entry[ID]))
        if entry[ID] in touched:
            again = list(entry)
            again[FIRST], again[STORY] = entry[PUBLISHED] or NEVER, entry[ID]
            fresh.append(again)
        else:
            fresh.append(entry)
    return Stories.from_state(fresh, said.apart, said.same), held
