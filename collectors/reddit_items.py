"""Reddit's submissions and comments as mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from collectors.dates import parse_date
from collectors.links import web_link
from collectors.plain import clean
from storage.model import Mention, Snapshot, mention_id

PLACE = "reddit.com"
_GONE = frozenset(("[deleted]", "[removed]", "[ removed by reddit ]", "[deleted by user]"))
_LINK = re.compile(r"/comments/([0-9a-z]{1,13})(?:/[^/]*/([0-9a-z]{1,13}))?(?:/|$|\?)")
_FULLNAME = re.compile(r"t[13]_[0-9a-z]{1,13}")


def id_of(fullname: str) -> str:
    """The mention id of what Reddit calls "t3_2gmzqe"."""
    return mention_id("reddit", PLACE, fullname)


def is_fullname(text: str) -> bool:
    return _FULLNAME.fullmatch(text) is not None


def own_id(mention: Mention) -> str:
    """Reddit's name for a mention ("t1_d81vwef", "t3_54hhwl"), for `fetch_again`; "" when its address shows none."""
    found = _LINK.search(mention.url)
    if found is None:
        return ""
    return f"t1_{found[2]}" if found[2] else f"t3_{found[1]}"


def is_gone(item: Mapping[str, Any]) -> bool:
    """Did its author, a moderator or Reddit take the words away?"""
    words = item.get("body") if str(item.get("name", "")).startswith("t1_") else item.get("selftext")
    return (
        (isinstance(words, str) and words.strip().casefold() in _GONE)
        or str(item.get("title", "")).strip().casefold() in _GONE
        or item.get("removed_by_category") is not None
    )


def to_mention(item: Mapping[str, Any], *, entity: str, source: str, seen: datetime) -> Mention:
    """One item as a mention. Raises ValueError, with the reason, for what has no id or no words."""
    name = str(item.get("name", ""))
    if not is_fullname(name):
        raise ValueError("it has no id")
    comment = name.startswith("t1_")
    title = "" if comment else _text(item, "title")
    text = _text(item, "body" if comment else "selftext")
    if not text and not title:
        raise ValueError("it has no words")
    return Mention(
        id=id_of(name),
        entity=entity,
        source=source,
        kind="comment" if comment else "post",
        url=_url(item, name),
        author=author if (author := _text(item, "author")).casefold() not in _GONE else "",
        title=title,
        text=text,
        published=parse_date(item.get("created_utc"), now=seen),
        seen=seen,
        parent=id_of(str(item["parent_id"])) if comment and is_fullname(str(item.get("parent_id", ""))) else None,
    )


def to_snapshot(item: Mapping[str, Any], seen: datetime) -> Snapshot | None:
    """Its score and replies now. Reddit shows the same score for a while and blurs it; growth is what counts."""
    likes, replies = _count(item.get("score")), _count(item.get("num_comments"))
    if likes is None and replies is None:
        return None
    return Snapshot(id_of(str(item["name"])), seen, likes=likes, replies=replies)


def _url(item: Mapping[str, Any], name: str) -> str:
    path = item.get("permalink")
    if (
        isinstance(path, str)
        and path.startswith(("/r/", "/user/"))
        and (own := web_link(f"https://www.reddit.com{path}"))
    ):
        return own
    link = str(item.get("link_id", ""))
    if name.startswith("t1_") and is_fullname(link):
        return f"https://www.reddit.com/comments/{link[3:]}/_/{name[3:]}/"
    return f"https://www.reddit.com/comments/{name[3:]}/" if name.startswith("t3_") else ""


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return clean(value) if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    """Counts only; a score below zero (more people against than for) is no likes."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return max(0, value) if abs(value) < 10**12 else None
