"""Stories and comments on Hacker News, found through Algolia's search of it.

Endpoint: `GET
{base_url}/search_by_date?query="Name"&tags=(story,comment)&numericFilters=created_at_i>=N&hitsPerPage=100`
(hn.algolia.com/api), and for a second look `GET {items_url}/item/{id}.json` (github.com/HackerNews/API). No key, no
stated limit.

Traps: a query shows at most 1,000 hits, so we go back in time by the time of the oldest hit instead of by page number.
`comment_text` and `story_text` are HTML; a comment has no points. A removed item stays in the search for a while; the
second look tells it (`deleted`, `dead`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from collectors.dates import parse_date
from collectors.gather import Gone, gather
from collectors.links import web_link
from collectors.plain import plain
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Cursor, Part, Payload, Skipped, Source
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=30)

PLACE = "news.ycombinator.com"
_ITEM = f"https://{PLACE}/item?id="
_PER_PAGE = 100
_MOST_PAGES = 30  # of one look; the rest is taken up by the next
_FIRST_LOOK = timedelta(days=30)
_OVERLAP = timedelta(days=1)
_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for, as a phrase
    base_url: str = "https://hn.algolia.com/api/v1"
    items_url: str = "https://hacker-news.firebaseio.com/v0"  # where single items are looked at again


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Everything since the last look, a day of overlap included.

    A look that ends before it reached the last one leaves "until" in the cursor, and the next look goes on from there.
    """
    now = web.now()
    newest = count_at(cursor.get("newest"))
    since = int(((parse_date(newest, now=now) or now - _FIRST_LOOK + _OVERLAP) - _OVERLAP).timestamp())
    until, top = count_at(cursor.get("until")), count_at(cursor.get("top")) or 0
    parts: list[Part] = []
    for _ in range(_MOST_PAGES):
        part, times = _page(source.options, web, since, until)
        parts.append(part)
        top = max(top, *times, 0)
        if len(times) < _PER_PAGE or min(times) <= since:
            kept: dict[str, Json] = {"newest": max(top, newest or 0)} if top or newest else {}
            return Payload(tuple(parts), kept, now)
        until = min(times) if until is None or min(times) < until else until - 1
    return Payload(tuple(parts), {"newest": newest, "until": until, "top": top}, now)


def _page(options: Options, web: Web, since: int, until: int | None) -> tuple[Part, list[int]]:
    """One answer and the times of its hits, in seconds since 1970."""
    filters = f"created_at_i>={since}" + (f",created_at_i<={until}" if until is not None else "")
    phrase = options.query.replace('"', " ").strip()
    answer = web.get(
        f"{options.base_url}/search_by_date",
        params={
            "query": f'"{phrase}"',
            "tags": "(story,comment)",
            "numericFilters": filters,
            "hitsPerPage": _PER_PAGE,
            "typoTolerance": "false",
        },
        max_bytes=_MAX_BYTES,
    )
    hits = rows_at(answer.object(), "hits")
    return part_of(answer), [time for time in (count_at(hit, "created_at_i") for hit in hits) if time is not None]


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at items we know, one by one."""
    parts = []
    for own in own_ids:
        answer = web.get(f"{source.options.items_url}/item/{own}.json", max_bytes=_MAX_BYTES)
        parts.append(part_of(answer, {"item": own}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """Hacker News' own number of a mention; "" when its address shows none."""
    found = parse_qs(urlsplit(mention.url).query).get("id", [""])[0]
    return found if found.isascii() and found.isdigit() else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Hits of the search, and items looked at again."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    if "item" in part.meta:
        if part.body.strip() != b"null":  # not served just now; that says nothing about the item
            yield _second_look(object_of(part), mention_id(source.kind, PLACE, part.meta["item"]), seen)
        return
    for position, hit in enumerate(rows_at(object_of(part), "hits"), start=1):
        own = text_at(hit, "objectID")
        if not own:
            yield Skipped(f"hit {position}", "it has no objectID")
            continue
        mention = _mention(hit, own, source, seen)
        yield mention
        children = field(hit, "children")
        replies = count_at(hit, "num_comments")
        if replies is None and isinstance(children, list):
            replies = len(children)
        yield Snapshot(mention.id, seen, likes=count_at(hit, "points"), replies=replies)


def _second_look(item: Json, mention: str, seen: datetime) -> Snapshot | Gone:
    """An item of the other API: `deleted` and `dead` mean that nobody can read it any more."""
    if field(item, "deleted") is True or field(item, "dead") is True:
        return Gone(mention)
    kids = field(item, "kids")
    replies = count_at(item, "descendants")
    if replies is None and isinstance(kids, list):
        replies = len(kids)
    body = field(item, "text")
    text = plain(body) if isinstance(body, str) else None
    return Snapshot(mention, seen, likes=count_at(item, "score"), replies=replies, text=text)


def _mention(hit: Json, own: str, source: Source[Options], seen: datetime) -> Mention:
    comment = field(hit, "comment_text")
    is_comment = isinstance(comment, str)
    body = comment if isinstance(comment, str) else field(hit, "story_text")
    text = plain(body) if isinstance(body, str) else ""
    if not text and not is_comment:
        text = web_link(field(hit, "url"))  # a story that is only a link
    parent = text_at(hit, "parent_id") if is_comment else ""
    return Mention(
        id=mention_id(source.kind, PLACE, own),
        entity=source.entity,
        source=source.name,
        kind="comment" if is_comment else "post",
        url=_ITEM + own,
        author=text_at(hit, "author"),
        title="" if is_comment else plain(text_at(hit, "title")),
        text=text,
        published=parse_date(field(hit, "created_at_i"), now=seen) or parse_date(field(hit, "created_at"), now=seen),
        seen=seen,
        parent=_ITEM + parent if parent else None,
    )
