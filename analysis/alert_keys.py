"""What an alert's key says: what it is about, and nothing else, so that the same thing rings once."""

from __future__ import annotations

import re
from datetime import datetime

from storage.model import Alert

_CROWD = "many:"
_AGAIN = re.compile(r":again\d+$")


def mention_key(mention: str, rule: str = "") -> str:
    """Key of an alert about one mention, once per rule that found it."""
    return f"mention:{mention}:{rule}" if rule else f"mention:{mention}"


def edited_key(key: str, at: datetime) -> str:
    """Key of what is told of a mention after an edit, which may have been told of before."""
    return f"{key}:edited:{at:%Y-%m-%dT%H:%M:%S}"


def second_complaint_key(mention: str) -> str:
    return f"second_complaint:{mention}"


def story_key(entity: str, story: str) -> str:
    return f"story:{entity}:{story}"


def story_of(alert: Alert) -> str:
    """The story that a story alert is about, from its key."""
    return alert.key.removeprefix(story_key(alert.entity, "")).split(":")[0]


def rule_key(rule: str, mention: str) -> str:
    """Key of an alert by a rule of the owner's own; the name of a rule holds no colon."""
    return f"rule:{rule}:{mention}"


def rule_of(key: str) -> str:
    """The name of the rule whose alert this is; "" for any other alert."""
    return key.split(":")[1] if key.startswith("rule:") else ""


def first_key(key: str) -> str:
    """The key of the alert that was told first, from that of one told again."""
    return _AGAIN.sub("", key)


def spike_key(entity: str, began: datetime) -> str:
    """Key of an alert about an episode: `Spike.began` names it, so that the next hour of it is the same alert."""
    return f"spike:{entity}:{began:%Y-%m-%dT%H}"


def source_key(source: str, since: datetime) -> str:
    return f"source:{source}:{since:%Y-%m-%dT%H}"


def crowd_key(entity: str, rule: str, began: datetime) -> str:
    """Key of an alert that lists many mentions of one rule, from the moment there were too many to tell each."""
    return f"{_CROWD}{entity}:{rule}:{began:%Y-%m-%dT%H:%M}"


def about_many(key: str) -> bool:
    """Does an alert with this key list mentions of many people?"""
    return key.startswith(_CROWD)
