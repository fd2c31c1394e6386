"""Feeds of well-known places: what each of them hides in an otherwise ordinary entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from collectors.feed_entry import Entry, folded
from collectors.links import host_of, unwrapped
from storage.model import Kind

_REDDIT_ID = re.compile(r"(?:.*/)?(t[13]_[0-9a-z]{1,13})")  # feedparser takes it for a relative address
_REDDIT_TAIL = re.compile(r"\s*submitted by\s+/?u/\S+(?:\s+to\s+/?r/\S+)?\s*\[link\]\s*\[comments\]\s*\Z")
_REDDIT_COMMENT_TITLE = re.compile(r"/?u/\S+ on .+", re.DOTALL)
_YOUTUBE_ID = re.compile(r"yt:video:[\w-]{5,20}")
_FEDIVERSE_PATH = re.compile(r"https?://([^/]+)/@([\w.]{1,100})(?:@([\w.-]+))?/\d{6,25}/?")
_ALERT_ID = re.compile(r"tag:google\.com,\d{4}:(?:googlealerts/|reader/)")


def google_alert(entry: Entry) -> Entry | None:
    """The link is wrapped in a redirect; its marks of bold are gone with the other markup."""
    if not _ALERT_ID.match(entry.guid) and unwrapped(entry.link) == entry.link:
        return None
    return replace(entry, link=unwrapped(entry.link), kind="article")


def google_news(entry: Entry) -> Entry | None:
    """The title ends in " - Publisher", the text only repeats it, and the link is opaque and may change.

    So the publisher becomes the author, and headline and publisher together say which article it is.
    """
    if host_of(entry.link) != "news.google.com" and not (entry.publisher and entry.guid.startswith("CBM")):
        return None
    headline, dash, last = entry.title.rpartition(" - ")
    publisher = entry.publisher or (last if dash else "")
    if not dash or (entry.publisher and folded(last) != folded(entry.publisher)):
        headline = entry.title
    own = f"{folded(headline)}\x1f{folded(publisher)}"
    own_id = own if folded(headline) else ""
    return replace(entry, kind="article", title=headline, text="", author=publisher, own_id=own_id)


def reddit(entry: Entry) -> Entry | None:
    """Ids are Reddit's own; the text of a post ends in a line of links."""
    found = _REDDIT_ID.fullmatch(entry.guid)
    if found is None:
        return None
    comment = found[1].startswith("t1_")
    text = _REDDIT_TAIL.sub("", f" {entry.text}").strip()
    title = "" if comment and _REDDIT_COMMENT_TITLE.fullmatch(entry.title) else entry.title
    author = entry.author.removeprefix("/").removeprefix("u/")
    kind: Kind = "comment" if comment else "post"
    return replace(entry, own_id=found[1], kind=kind, text=text, title=title, author=author)


def youtube(entry: Entry) -> Entry | None:
    """Videos of a channel, with views and likes."""
    return replace(entry, own_id=entry.guid, kind="post") if _YOUTUBE_ID.fullmatch(entry.guid) else None


def fediverse(entry: Entry) -> Entry | None:
    """Posts of a Mastodon tag: no title, and the author only in the link."""
    found = _FEDIVERSE_PATH.fullmatch(entry.link)
    if found is None or entry.title:
        return None
    instance, user, home = found.groups()
    return replace(entry, kind="post", own_id=entry.link, author=entry.author or f"{user}@{home or instance}")


SHAPES: tuple[Callable[[Entry], Entry | None], ...] = (google_alert, google_news, reddit, youtube, fediverse)


def shaped(entry: Entry) -> Entry:
    """The entry as its place means it; unchanged for a place we do not know."""
    for shape in SHAPES:
        found = shape(entry)
        if found is not None:
            return found
    return entry
