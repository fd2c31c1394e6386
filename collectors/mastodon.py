"""Posts on Mastodon with a tag, or (with a token) that a search of an instance finds.

Endpoints: `GET {base_url}/api/v1/timelines/tag/{tag}?limit=40&max_id=`, `GET
{base_url}/api/v2/search?type=statuses&q=` with a token, and for a second look `GET {base_url}/api/v1/statuses/{id}`
(docs.joinmastodon.org). 300 requests in five minutes.

Traps: an instance shows what it knows, not the whole fediverse. Its own ids differ from instance to instance, so a
mention is known by `uri`; the instance's id is kept in the address, after "#", to ask for the post again. `content` is
HTML. A timeline is in the order of arrival, so an old post may come late. Some instances show timelines to members
only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from collectors.dates import parse_date
from collectors.feed_entry import language_of
from collectors.gather import Gone, gather
from collectors.links import host_of, web_link
from collectors.paging import Page, walk
from collectors.plain import plain
from collectors.shape import count_at, field, json_of, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Blocked, Cursor, Part, Payload, Skipped, Source
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

EVERY = timedelta(minutes=20)

_PLACE = "fediverse"
_FIRST_LOOK = timedelta(days=30)
_MOST_PAGES = 50
_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Options:
    tag: str = ""  # tag to follow, with or without "#"
    search: str = ""  # words to search for; needs a token, and an instance with full-text search
    token_env: str = ""  # environment variable that holds an access token with the right to read
    base_url: str = "https://mastodon.social"  # the instance to ask

    def __post_init__(self) -> None:
        if bool(self.tag) == bool(self.search):
            raise ValueError("a mastodon source needs either tag or search")
        if self.search and not self.token_env:
            raise ValueError("a mastodon search needs token_env")


def _get(source: Source[Options], web: Web, path: str, params: dict[str, str | int], accept: tuple[int, ...]) -> Answer:
    headers = {}
    if source.options.token_env:
        headers["Authorization"] = f"Bearer {source.secrets['token_env'].reveal()}"
    url = source.options.base_url + path
    answer = web.get(url, params=params, headers=headers, accept=(*accept, 401, 422), max_bytes=_MAX_BYTES)
    if answer.status in (401, 422):
        raise Blocked(
            f"{answer.where} shows this to its members only ({answer.status})",
            next_step="Set token_env to an access token of an account there, or ask another instance.",
        )
    return answer


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Posts that arrived since the last look, a day of overlap included."""
    now = web.now()
    before = parse_date(cursor.get("newest"), now=now) or now - _FIRST_LOOK
    if source.options.search:
        answer = _get(source, web, "/api/v2/search", _search(source.options.search), ())
        answer.object()
        return Payload((part_of(answer),), {}, now)
    path = f"/api/v1/timelines/tag/{quote(source.options.tag.lstrip('#'), safe='')}"

    def page(token: str) -> Page:
        answer = _get(source, web, path, {"limit": 40} | ({"max_id": token} if token else {}), ())
        rows = rows_at(answer.json())
        times = [parse_date(field(row, "created_at"), now=now) for row in rows]
        return Page(part_of(answer), [time for time in times if time], text_at(rows[-1], "id") if rows else "")

    found = walk(page, newest_before=before, most=_MOST_PAGES)
    newest = found.newest.isoformat() if found.newest else None
    return Payload(found.parts, {"newest": newest}, now)


def _search(words: str) -> dict[str, str | int]:
    return {"q": words, "type": "statuses", "limit": 40}


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at posts we know; an own id is the instance's id of the post and our id of the mention."""
    parts = []
    for own in own_ids:
        local, _, mention = own.partition(" ")
        answer = _get(source, web, f"/api/v1/statuses/{quote(local, safe='')}", {}, (404, 410))
        if answer.status == 200:
            parts.append(part_of(answer, {"single": "yes"}))
        elif text_at(answer.json(), "error"):  # the instance itself speaks, not something in front of it
            parts.append(part_of(answer, {"gone": mention}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """What `fetch_again` calls this mention; "" when it cannot be asked for."""
    local = urlsplit(mention.url).fragment
    return f"{local} {mention.id}" if local else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Posts of a timeline or a search; boosts count as what they boost."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    if "gone" in part.meta:
        yield Gone(part.meta["gone"])
        return
    value = object_of(part) if source.options.search or "single" in part.meta else json_of(part)
    rows = (
        [value] if "single" in part.meta else rows_at(value, "statuses") if isinstance(value, dict) else rows_at(value)
    )
    for position, row in enumerate(rows, start=1):
        status = field(row, "reblog") if isinstance(field(row, "reblog"), dict) else row
        uri = text_at(status, "uri")
        if not uri:
            yield Skipped(f"post {position}", "it has no uri")
            continue
        mention = _mention(status, uri, source, seen)
        yield mention
        yield Snapshot(
            mention.id,
            seen,
            likes=count_at(status, "favourites_count"),
            replies=count_at(status, "replies_count"),
            shares=_sum(count_at(status, "reblogs_count"), count_at(status, "quotes_count")),
            followers=count_at(status, "account", "followers_count"),
            text=mention.text if field(status, "edited_at") else None,
        )


def _sum(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _mention(status: Json, uri: str, source: Source[Options], seen: datetime) -> Mention:
    warning, content = field(status, "spoiler_text"), field(status, "content")
    texts = [plain(each) for each in (warning, content) if isinstance(each, str)]
    account = text_at(status, "account", "acct")
    parent = text_at(status, "in_reply_to_id")
    link = web_link(field(status, "url")) or web_link(uri)
    local = text_at(status, "id")
    if account and "@" not in account:
        account = f"{account}@{host_of(link)}"
    return Mention(
        id=mention_id(source.kind, _PLACE, uri),
        entity=source.entity,
        source=source.name,
        kind="comment" if parent else "post",
        url=f"{link}#{local}" if link and local else link,
        author=account,
        title="",
        text="\n".join(text for text in texts if text),
        published=parse_date(field(status, "created_at"), now=seen),
        seen=seen,
        language=language_of(field(status, "language")),
        parent=parent or None,
    )
