"""Who may do what besides casework: one table, asked by every writing verb with the name of whoever acts.

What may be done with a case in which state is the table of `analysis.moves`. A page may hide what it likes: the verbs
refuse by themselves, so neither a bent request nor the command line gets past.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from analysis.moves import LEADS, TEAM, Role
from analysis.recovery import Actor, NotAllowed
from pipelines.config import Config
from pipelines.team import actor

Deed = Literal["correct", "look", "mute", "settings", "words", "letters", "search", "people"]

OWNER: frozenset[Role] = frozenset(("owner",))
MAY: Mapping[Deed, frozenset[Role]] = {
    "correct": TEAM,  # say what is true of a mention, join and split stories, take such a word back
    "search": TEAM,  # keep a search
    "look": TEAM,  # have a source looked at before it is due
    "mute": LEADS,  # say that a story or a topic rings no more
    "letters": LEADS,  # send one again, take one back
    "words": LEADS,  # names, topics, opening hours and absences in config.yaml
    "settings": OWNER,  # write config.yaml: who is told, who may come in
    "people": OWNER,  # show all that is held on somebody, or forget them
}
SAYS: Mapping[Deed, str] = {
    "correct": "correct a judgement",
    "search": "keep a search",
    "look": "have a source looked at",
    "mute": "mute anything",
    "letters": "change what is in the outbox",
    "settings": "change the settings",
    "words": "change names, topics and hours",
    "people": "look into or erase what is held on a person",
}


def allow(config: Config, who: str, deed: Deed) -> Actor:
    """Whoever acts, once they may. Raises NotAllowed with a sentence: a stranger, or a role that may not."""
    by = actor(config, who)
    if by.role not in MAY[deed]:
        able = " or ".join(sorted(MAY[deed]))
        raise NotAllowed(f"{by.name} ({by.role}) may not {SAYS[deed]}; it takes: {able}.")
    return by


def may(config: Config, who: str, deed: Deed) -> bool:
    """The same as a question: should a page show the button?"""
    try:
        allow(config, who, deed)
    except NotAllowed:
        return False
    return True
