"""Issues on GitHub that name a product: for firms whose customers are developers.

Endpoint: `GET {base_url}/search/issues?q="Name" is:issue created:A..B&sort=created&order=desc&per_page=100&page=N`,
and for a second look `GET {base_url}/repos/{owner}/{repo}/issues/{number}` (docs.github.com/rest/search). 30 searches
a minute with a token, 10 without.

Traps: at most 1,000 results for a query, so a look that meets them goes on from the oldest it saw.
`incomplete_results` means that the search gave up: the cursor stays. A used-up limit is 403 with
`x-ratelimit-remaining: 0`. A deleted issue is 410. Texts are Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.dates import parse_date
from collectors.gather import Gone, gather
from collectors.plain import clean
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Cursor, Part, Payload, Skipped, Source
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

EVERY = timedelta(hours=1)

_PLACE = "github.com"
_PER_PAGE = 100
_MOST_PAGES = 10  # a thousand results: GitHub shows no more of one query
_FIRST_LOOK = timedelta(days=30)
_OVERLAP = timedelta(days=1)
_MAX_BYTES = 10_000_000
_LINK = re.compile(r"https://github\.com/([\w.-]{1,100})/([\w.-]{1,100})/(?:issues|pull)/(\d{1,12})")
_OWN = re.compile(r"([\w.-]{1,100}/[\w.-]{1,100})#(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for, as a phrase
    token_env: str = ""  # environment variable that holds a token; needs no rights, only raises the limit
    base_url: str = "https://api.github.com"


def _get(
    source: Source[Options], web: Web, path: str, params: dict[str, str | int], accept: tuple[int, ...] = ()
) -> Answer:
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if source.options.token_env:
        headers["Authorization"] = f"Bearer {source.secrets['token_env'].reveal()}"
    url = source.options.base_url + path
    return web.get(url, params=params, headers=headers, accept=accept, max_bytes=_MAX_BYTES)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Issues opened since the last look, a day of overlap included.

    A look that meets the ceiling of results leaves "until" in the cursor, and the next look goes on from there.
    """
    now = web.now()
    newest = parse_date(cursor.get("newest"), now=now)
    since = (newest or now - _FIRST_LOOK + _OVERLAP) - _OVERLAP
    until, top = parse_date(cursor.get("until"), now=now), parse_date(cursor.get("top"), now=now)
    phrase = source.options.query.replace('"', " ").strip()
    span = f"created:{_stamp(since)}..{_stamp(until)}" if until else f"created:>={_stamp(since)}"
    parts: list[Part] = []
    times: list[datetime] = []
    whole = True
    for number in range(1, _MOST_PAGES + 1):
        asked: dict[str, str | int] = {"q": f'"{phrase}" is:issue {span}', "sort": "created", "order": "desc"}
        answer = _get(source, web, "/search/issues", asked | {"per_page": _PER_PAGE, "page": number})
        value = answer.object()
        parts.append(part_of(answer))
        whole = whole and field(value, "incomplete_results") is not True
        items = rows_at(value, "items")
        times += [at for at in (parse_date(field(item, "created_at"), now=now) for item in items) if at]
        if len(items) < _PER_PAGE:
            break
    else:
        highest = max([*times, *([top] if top else [])], default=since)
        lowest = min(times, default=since)
        if whole and (until is None or lowest < until):
            kept: dict[str, Json] = {"newest": cursor.get("newest"), "until": _stamp(lowest), "top": _stamp(highest)}
            return Payload(tuple(parts), kept, now)
    if not whole:
        return Payload(tuple(parts), cursor, now)
    latest = max([*times, *(each for each in (top, newest) if each)], default=None)
    return Payload(tuple(parts), {"newest": _stamp(latest)} if latest else {}, now)


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at issues we know ("owner/repo#12"), one by one."""
    parts = []
    for own in own_ids:
        found = _OWN.fullmatch(own)
        if found is None:
            continue
        answer = _get(source, web, f"/repos/{found[1]}/issues/{found[2]}", {}, (404, 410))
        known = text_at(answer.object(), "message")
        if answer.status == 200:
            parts.append(part_of(answer, {"single": own}))
        elif answer.status == 410 or known == "Not Found":  # GitHub itself speaks, not something in front of it
            parts.append(part_of(answer, {"gone": own}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """ "owner/repo#12"; "" when the address is no issue's."""
    found = _LINK.fullmatch(mention.url)
    return f"{found[1]}/{found[2]}#{found[3]}" if found else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Issues as mentions."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    if "gone" in part.meta:
        yield Gone(mention_id(source.kind, _PLACE, part.meta["gone"]))
        return
    value = object_of(part)
    items = [value] if "single" in part.meta else rows_at(value, "items")
    for position, item in enumerate(items, start=1):
        found = _LINK.fullmatch(text_at(item, "html_url"))
        if found is None:
            yield Skipped(f"issue {position}", "it has no address of an issue")
            continue
        own = part.meta.get("single") or f"{found[1]}/{found[2]}#{found[3]}"
        mention = _mention(item, own, source, seen)
        yield mention
        likes = count_at(item, "reactions", "total_count")
        yield Snapshot(mention.id, seen, likes=likes, replies=count_at(item, "comments"))


def _mention(item: Json, own: str, source: Source[Options], seen: datetime) -> Mention:
    body = field(item, "body")
    return Mention(
        id=mention_id(source.kind, _PLACE, own),
        entity=source.entity,
        source=source.name,
        kind="post",
        url=text_at(item, "html_url"),
        author=text_at(item, "user", "login"),
        title=text_at(item, "title"),
        text=clean(body) if isinstance(body, str) else "",
        published=parse_date(field(item, "created_at"), now=seen),
        seen=seen,
    )
