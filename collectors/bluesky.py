"""Posts on Bluesky that its search finds.

Endpoints: `POST {base_url}/xrpc/com.atproto.server.createSession` with an app password, `GET
{base_url}/xrpc/app.bsky.feed.searchPosts?q=&sort=latest&since=&limit=100&cursor=`, and for a second look `GET
{base_url}/xrpc/app.bsky.feed.getPosts?uris=`; how many follow an author comes from `GET
{base_url}/xrpc/app.bsky.actor.getProfiles?actors=` (docs.bsky.app). 3,000 requests in five minutes, 300 sign-ins a
day.

Traps: the search answers 403 on public.api.bsky.app, so a free account is needed. `record.createdAt` is set by the
user and may lie; `indexedAt` is not. An expired token is a 400. Posts that were removed are missing in getPosts,
without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.bluesky_session import Session
from collectors.dates import parse_date
from collectors.feed_entry import language_of
from collectors.gather import Gone, gather
from collectors.paging import Page, walk
from collectors.plain import clean
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Cursor, Part, Payload, Skipped, Source, SourceError
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=20)

_PLACE = "bsky"
_POST = "app.bsky.feed.post"
_PROFILE = "https://bsky.app/profile/"
_FIRST_LOOK = timedelta(days=30)
_OVERLAP = timedelta(days=1)
_MOST_PAGES = 50
_AT_ONCE = 25  # posts that getPosts takes, and authors that getProfiles takes
_MOST_AUTHORS = 100  # of one look


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for, as a phrase
    handle: str  # the account that asks, "shop.bsky.social"
    password_env: str  # environment variable that holds an app password of that account
    base_url: str = "https://bsky.social"


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Posts since the last look, a day of overlap included."""
    now = web.now()
    before = parse_date(cursor.get("newest"), now=now) or now - _FIRST_LOOK
    session = Session(source.options.base_url, source.options.handle, source.secrets["password_env"], web)
    phrase = source.options.query.replace('"', " ").strip()
    asked: dict[str, str | int] = {
        "q": f'"{phrase}"',
        "sort": "latest",
        "since": (before - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "limit": 100,
    }

    def page(token: str) -> Page:
        answer = session.get("app.bsky.feed.searchPosts", asked | ({"cursor": token} if token else {}))
        value = answer.object()
        times = [parse_date(field(post, "indexedAt"), now=now) for post in rows_at(value, "posts")]
        return Page(part_of(answer), [time for time in times if time], text_at(value, "cursor"))

    found = walk(page, newest_before=before, most=_MOST_PAGES)
    newest = found.newest.isoformat() if found.newest else None
    return Payload((*found.parts, *_profiles(found.parts, session)), {"newest": newest}, now)


def _profiles(parts: Sequence[Part], session: Session) -> Iterator[Part]:
    """Who wrote the newest posts; reach is worth knowing, but no reason to lose the posts themselves."""
    posts = [post for part in parts for post in rows_at(object_of(part), "posts")]
    authors = [did for did in dict.fromkeys(text_at(post, "author", "did") for post in posts) if did][:_MOST_AUTHORS]
    for start in range(0, len(authors), _AT_ONCE):
        try:
            answer = session.get("app.bsky.actor.getProfiles", {"actors": authors[start : start + _AT_ONCE]})
            answer.object()
        except SourceError:
            return
        yield part_of(answer, {"profiles": "yes"})


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at posts we know, 25 at a time. An own id is the post's at:// address."""
    session = Session(source.options.base_url, source.options.handle, source.secrets["password_env"], web)
    parts = []
    for start in range(0, len(own_ids), _AT_ONCE):
        some = own_ids[start : start + _AT_ONCE]
        answer = session.get("app.bsky.feed.getPosts", {"uris": list(some)})
        parts.append(part_of(answer, {"asked": " ".join(some)}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """The at:// address of a mention's post; "" when its link is none of ours."""
    did, _, key = mention.url.removeprefix(_PROFILE).partition("/post/")
    return f"at://{did}/{_POST}/{key}" if mention.url.startswith(_PROFILE) and did and key else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Posts of the search, and posts looked at again."""
    profiles = [
        row for part in payload.parts if "profiles" in part.meta for row in rows_at(object_of(part), "profiles")
    ]
    followers = {text_at(row, "did"): count_at(row, "followersCount") for row in profiles}
    posts = (part for part in payload.parts if "profiles" not in part.meta)
    return gather((item for part in posts for item in _read(part, source, seen, followers)), source.name)


def _read(
    part: Part, source: Source[Options], seen: datetime, followers: Mapping[str, int | None]
) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    posts = rows_at(object_of(part), "posts")
    for position, post in enumerate(posts, start=1):
        uri = text_at(post, "uri")
        if not uri.startswith("at://") or f"/{_POST}/" not in uri:
            yield Skipped(f"post {position}", "it has no at:// address of a post")
            continue
        mention = _mention(post, uri, source, seen)
        yield mention
        shares = [count_at(post, name) for name in ("repostCount", "quoteCount")]
        known = [count for count in shares if count is not None]
        yield Snapshot(
            mention.id,
            seen,
            likes=count_at(post, "likeCount"),
            replies=count_at(post, "replyCount"),
            shares=sum(known) if known else None,
            followers=followers.get(text_at(post, "author", "did")),
        )
    asked = part.meta.get("asked", "").split()
    shown = {text_at(post, "uri") for post in posts}
    if shown.intersection(asked) or len(asked) <= 3:  # that very many vanished at once is not believed
        for uri in asked:
            if uri not in shown:
                yield Gone(mention_id(source.kind, _PLACE, uri))


def _mention(post: Json, uri: str, source: Source[Options], seen: datetime) -> Mention:
    did, _, key = uri.removeprefix("at://").partition(f"/{_POST}/")
    said, indexed = (parse_date(field(post, *path), now=seen) for path in (("record", "createdAt"), ("indexedAt",)))
    text = field(post, "record", "text")
    parent = text_at(post, "record", "reply", "parent", "uri")
    return Mention(
        id=mention_id(source.kind, _PLACE, uri),
        entity=source.entity,
        source=source.name,
        kind="comment" if parent else "post",
        url=f"{_PROFILE}{did}/post/{key}",
        author=text_at(post, "author", "handle"),
        title="",
        text=clean(text) if isinstance(text, str) else "",
        published=min(said, indexed) if said and indexed else said or indexed,
        seen=seen,
        language=language_of(field(post, "record", "langs", 0)),
        parent=parent or None,
    )
