"""Posts and comments on Lemmy that a search of one instance finds.

Endpoint: `GET {base_url}/api/v3/search?q=&type_=All&sort=New&limit=50&page=N`; Lemmy 1.0 answers at `/api/v4/search`
with one mixed list and page cursors instead (join-lemmy.org, lemmy-js-client). We ask v3 first and go on to v4 when it
is not there. Limits are the instance's own.

Traps: an instance knows only the communities that its members follow. Its own ids differ from instance to instance, so
a mention is known by `ap_id`. Texts are Markdown. In v3 the counts are beside the post, in v4 inside it. There is no
way to ask for a known post by its `ap_id` without an account, so growth is seen only while the search still shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.dates import parse_date
from collectors.gather import Gone, gather
from collectors.links import host_of, web_link
from collectors.paging import Page, walk
from collectors.plain import clean
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Broken, Cursor, Part, Payload, Skipped, Source
from collectors.votes import votes_at
from storage.model import Json, Kind, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=30)

_PLACE = "fediverse"
_FIRST_LOOK = timedelta(days=30)
_MOST_PAGES = 20
_LIMIT = 50
_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for
    base_url: str = "https://lemmy.world"  # the instance to ask


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """What the search shows since the last look, a day of overlap included."""
    now, options = web.now(), source.options
    before = parse_date(cursor.get("newest"), now=now) or now - _FIRST_LOOK
    version = "v4" if cursor.get("version") == "v4" else "v3"

    def page(token: str) -> Page:
        nonlocal version
        answer = web.get(
            f"{options.base_url}/api/{version}/search",
            params=_params(options.query, version, token),
            accept=(404,),
            max_bytes=_MAX_BYTES,
        )
        if answer.status == 404 and not token:
            version = "v3" if version == "v4" else "v4"
            answer = web.get(
                f"{options.base_url}/api/{version}/search",
                params=_params(options.query, version, ""),
                accept=(404,),
                max_bytes=_MAX_BYTES,
            )
        if answer.status == 404:
            raise Broken(
                f"{answer.where} has no search that we know",
                next_step="Check base_url: it must be the address of a Lemmy instance.",
            )
        part = part_of(answer)
        views = list(_views(answer.object()))
        times = [parse_date(_when(item), now=now) for _, _, item in views]
        following = text_at(answer.object(), "next_page") if version == "v4" else _next_number(answer.object(), token)
        return Page(part, [time for time in times if time], following)

    found = walk(page, newest_before=before, most=_MOST_PAGES)
    newest = found.newest.isoformat() if found.newest else None
    return Payload(found.parts, {"newest": newest, "version": version}, now)


def _params(query: str, version: str, token: str) -> dict[str, str | int]:
    if version == "v4":
        asked: dict[str, str | int] = {"q": query, "search_term": query, "type_": "all", "sort": "new", "limit": _LIMIT}
        return asked | ({"page_cursor": token} if token else {})
    return {"q": query, "type_": "All", "sort": "New", "limit": _LIMIT, "page": token or 1}


def _next_number(value: Json, token: str) -> str:
    """v3 gives no token: there may be more while one of the lists is full."""
    full = max(len(rows_at(value, "posts")), len(rows_at(value, "comments"))) >= _LIMIT
    return str(int(token or 1) + 1) if full else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Posts and comments; what was deleted or removed goes."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _views(value: Json) -> Iterator[tuple[Kind, Json, Json]]:
    """Kind, the whole view, and the post or comment inside it, of both API versions."""
    for view in rows_at(value, "posts"):
        yield "post", view, field(view, "post")
    for view in rows_at(value, "comments"):
        yield "comment", view, field(view, "comment")
    for view in rows_at(value, "search"):
        if text_at(view, "type_") == "post":
            yield "post", view, field(view, "post")
        elif text_at(view, "type_") == "comment":
            yield "comment", view, field(view, "comment")


def _when(item: Json) -> Json:
    return field(item, "published_at") or field(item, "published")


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    for position, (kind, view, item) in enumerate(_views(object_of(part)), start=1):
        own = web_link(field(item, "ap_id"))
        if not own:
            yield Skipped(f"{kind} {position}", "it has no ap_id")
            continue
        identity = mention_id(source.kind, _PLACE, own)
        if field(item, "deleted") is True or field(item, "removed") is True:
            yield Gone(identity)
            continue
        yield _mention(kind, view, item, own, identity, source, seen)
        counts = field(view, "counts") or item
        replies = count_at(counts, "comments") if kind == "post" else count_at(counts, "child_count")
        yield Snapshot(identity, seen, likes=votes_at(counts, "score"), replies=replies)


def _mention(
    kind: Kind, view: Json, item: Json, own: str, identity: str, source: Source[Options], seen: datetime
) -> Mention:
    text = field(item, "body") if kind == "post" else field(item, "content")
    author = text_at(view, "creator", "name")
    home = host_of(text_at(view, "creator", "actor_id") or text_at(view, "creator", "ap_id"))
    link = web_link(field(item, "url")) if kind == "post" else ""
    return Mention(
        id=identity,
        entity=source.entity,
        source=source.name,
        kind=kind,
        url=own,
        author=f"{author}@{home}" if author and home else author,
        title=text_at(item, "name") if kind == "post" else "",
        text=clean(text) if isinstance(text, str) and text.strip() else link,
        published=parse_date(_when(item), now=seen),
        seen=seen,
        parent=text_at(view, "post", "ap_id") or None if kind == "comment" else None,
    )
