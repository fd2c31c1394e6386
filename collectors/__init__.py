"""Sources in: knows networks and file formats, knows nothing of storage, judgement or people."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from collectors.source import KindModule

# kind in config.yaml -> module, imported only when such a source is configured
KINDS: dict[str, str] = {
    "feed": "collectors.feed",
    "hackernews": "collectors.hackernews",
    "mastodon": "collectors.mastodon",
    "bluesky": "collectors.bluesky",
    "lemmy": "collectors.lemmy",
    "stackexchange": "collectors.stackexchange",
    "gdelt": "collectors.gdelt",
    "github": "collectors.github",
    "mailbox": "collectors.mailbox",
    "files": "collectors.files",
    "reddit": "collectors.reddit",
    "webhook": "collectors.webhook",
    "google_business": "collectors.google_business",
    "youtube": "collectors.youtube",
    "app_store": "collectors.app_store",
    "google_play": "collectors.google_play",
    "trustpilot": "collectors.trustpilot",
    "page": "collectors.page",
    "json_api": "collectors.json_api",
}

# kinds that bring nothing but what is said of the one listing, app or mailbox they are pointed at
OURS = frozenset(("mailbox", "google_business", "trustpilot", "app_store", "google_play"))

ENTRY_POINTS = "earlyword.sources"  # a third party's package names its kinds in this group


@cache
def _installed() -> dict[str, str]:
    return {entry.name: entry.value.partition(":")[0] for entry in entry_points(group=ENTRY_POINTS)}


def kinds() -> dict[str, str]:
    """Every kind that can be configured, ours and those of installed packages; ours win over a foreign namesake."""
    return _installed() | KINDS


def load(kind: str) -> KindModule:
    """The module of a kind. Raises KeyError for a kind that nobody brings."""
    return cast(KindModule, import_module(KINDS.get(kind) or kinds()[kind]))
