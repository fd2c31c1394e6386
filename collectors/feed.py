"""Any RSS, Atom or JSON Feed: news, blogs, Google Alerts, Google News, Reddit, YouTube channels, Mastodon tags.

Endpoint: the configured address, asked conditionally (ETag, Last-Modified). Limits: at most every 15 minutes; Reddit
takes about one request a minute from an address, Google News answers 429 or 503 when hammered.

Traps: a web page, a login or an empty body in the place of a feed is an error here, never "nothing new". Guids are
neither stable nor unique in the wild, so an item is known by its link and its words; the places listed in `feed_shapes`
number their items well and are known by those numbers. The address of a Google Alerts feed is a secret: use `url_env`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from collectors.feed_entry import Entry, own_id
from collectors.feed_json import is_json, read_json
from collectors.feed_shapes import shaped
from collectors.feed_xml import read_xml
from collectors.links import host_of
from collectors.source import Batch, Broken, Cursor, Part, Payload, Skipped, Source
from storage.model import Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=30)

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Options:
    url: str = ""  # address of the feed
    url_env: str = ""  # instead of url: environment variable that holds the address, when the address is a secret
    # What the items are. "" recognises news and well-known places; the rest are reviews where everything is about us,
    # else posts.
    items: Literal["", "article", "post", "comment", "review"] = ""

    def __post_init__(self) -> None:
        if bool(self.url) == bool(self.url_env):
            raise ValueError("a feed needs either url or url_env")


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The feed as it is now; no parts when it says that it has not changed."""
    url = source.secrets["url_env"] if source.options.url_env else source.options.url
    answer = web.get(url, cursor=cursor, headers={"Accept": _ACCEPT})
    if answer.status == 304:
        return Payload((), cursor, web.now())
    return Payload((Part(answer.url, answer.body, answer.content_type),), answer.validators(), web.now())


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """The items of the feed. Raises Broken or Blocked when it is no feed, or when not one item can be used."""
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        where = host_of(part.url) or source.name
        listing = read_json(part, seen, where) if is_json(part.body) else read_xml(part, seen, where)
        skipped.extend(Skipped(f"item {position}", reason) for position, reason in listing.bad)
        for position, raw in listing.entries:
            entry = shaped(raw)
            if not (entry.link or entry.title or entry.text):
                skipped.append(Skipped(f"item {position}", "it has no link, no title and no text"))
                continue
            mention = _mention(entry, source, _place(entry, part), seen)
            if mention.id not in found:
                found[mention.id] = mention
                snapshots.extend(_snapshot(entry, mention))
    if skipped and not found:
        raise Broken(
            f"not one of the {len(skipped)} items of the feed can be used: {skipped[0].reason}",
            next_step="Open the feed in a browser; the site may have changed it.",
        )
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _place(entry: Entry, part: Part) -> str:
    """Where an item lives, so that two feeds that carry the same page carry the same mention."""
    if entry.own_id and host_of(entry.link) == "news.google.com":
        return "news.google.com"
    return (host_of(entry.link) or host_of(part.url)).removeprefix("www.")


def _mention(entry: Entry, source: Source[Options], place: str, seen: datetime) -> Mention:
    return Mention(
        id=mention_id(source.kind, place, own_id(entry)),
        entity=source.entity,
        source=source.name,
        kind=source.options.items or entry.kind or ("review" if source.about_us else "post"),
        url=entry.link,
        author=entry.author,
        title=entry.title,
        text=entry.text,
        published=entry.published,
        seen=seen,
        language=entry.language,
        parent=entry.parent,
    )


def _snapshot(entry: Entry, mention: Mention) -> Iterable[Snapshot]:
    counts = (entry.replies, entry.likes, entry.views)
    if any(count is not None for count in counts):
        yield Snapshot(mention.id, mention.seen, replies=entry.replies, likes=entry.likes, views=entry.views)
