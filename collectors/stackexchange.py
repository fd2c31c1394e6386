"""Questions and answers on Stack Exchange sites that a search finds.

Endpoint: `GET {base_url}/search/excerpts?q="Name"&site=&sort=creation&order=desc&fromdate=&pagesize=100&page=N`, and
for a second look `GET {base_url}/questions/{ids}` and `/answers/{ids}` (api.stackexchange.com/docs). 300 requests a
day for an address without a key, 10,000 with one. Answers are always gzip.

Traps: `backoff` in an answer is an order: no further call to that method for so many seconds. Too many calls are a 400
whose text names the seconds to wait. An excerpt is not the whole text and marks the found words with tags; it names no
author.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.dates import parse_date
from collectors.gather import Gone, gather
from collectors.links import host_of
from collectors.manners import bounded_wait
from collectors.paging import Page, walk
from collectors.plain import plain
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Blocked, Broken, Cursor, Part, Payload, Skipped, Source
from collectors.votes import votes_at
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

EVERY = timedelta(hours=2)
DAILY_BUDGET: int | None = 300

_FIRST_LOOK = timedelta(days=30)
_OVERLAP = timedelta(days=1)
_MOST_PAGES = 10
_MAX_BYTES = 5_000_000
_SECONDS = re.compile(r"available in (\d{1,9}) second")
_OWN_DOMAIN = {  # the others live below stackexchange.com
    "stackoverflow": "stackoverflow.com",
    "serverfault": "serverfault.com",
    "superuser": "superuser.com",
    "askubuntu": "askubuntu.com",
    "mathoverflow": "mathoverflow.net",
    "stackapps": "stackapps.com",
}
_SITE = re.compile(r"[a-z0-9.-]{2,60}")
_LINK = re.compile(r"https://([a-z0-9.-]+)/([qa])/(\d{1,15})")


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for
    site: str = "stackoverflow"  # which site, as the API calls it
    key_env: str = ""  # environment variable that holds an API key; raises the limit, gives no rights
    base_url: str = "https://api.stackexchange.com/2.3"

    def __post_init__(self) -> None:
        if not _SITE.fullmatch(self.site):
            raise ValueError("site must be a name such as stackoverflow or cooking")


def domain(site: str) -> str:
    """The host of a site by its API name."""
    if site in _OWN_DOMAIN:
        return _OWN_DOMAIN[site]
    return site if site.endswith((".com", ".net")) else f"{site}.stackexchange.com"


def _get(source: Source[Options], web: Web, path: str, params: dict[str, str | int]) -> Answer:
    key = source.secrets["key_env"].reveal() if source.options.key_env else ""
    asked = params | {"site": source.options.site} | ({"key": key} if key else {})
    answer = web.get(
        source.options.base_url + path, params=asked, secret_params=("key",), accept=(400,), max_bytes=_MAX_BYTES
    )
    value = answer.object()
    if answer.status == 400:
        raise _refusal(value)
    backoff = count_at(value, "backoff")
    if backoff:
        web.rest(host_of(answer.url), timedelta(seconds=min(backoff, 86_400)))
    return answer


def _refusal(value: Json) -> Blocked | Broken:
    name, words = text_at(value, "error_name"), text_at(value, "error_message")
    if name == "throttle_violation":
        found = _SECONDS.search(words)
        wait = bounded_wait(int(found[1])) if found else timedelta(hours=1)
        return Blocked(
            "Stack Exchange says that this address has used up its calls",
            next_step="Register a free key at stackapps.com and set key_env, or give the source a longer period.",
            retry_after=wait,
        )
    return Broken(
        f"Stack Exchange does not understand what we ask ({name[:60] or 'no reason given'})",
        next_step="Check site and key of this source.",
    )


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """What was asked and answered since the last look, a day of overlap included."""
    now = web.now()
    before = parse_date(cursor.get("newest"), now=now) or now - _FIRST_LOOK
    phrase = source.options.query.replace('"', " ").strip()
    asked: dict[str, str | int] = {
        "q": f'"{phrase}"',
        "sort": "creation",
        "order": "desc",
        "fromdate": int((before - _OVERLAP).timestamp()),
        "pagesize": 100,
    }

    def page(token: str) -> Page:
        answer = _get(source, web, "/search/excerpts", asked | {"page": token or 1})
        value = answer.object()
        times = [parse_date(field(item, "creation_date"), now=now) for item in rows_at(value, "items")]
        more = field(value, "has_more") is True
        return Page(part_of(answer), [time for time in times if time], str(int(token or 1) + 1) if more else "")

    found = walk(page, newest_before=before, most=_MOST_PAGES)
    newest = found.newest.isoformat() if found.newest else None
    return Payload(found.parts, {"newest": newest}, now)


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at questions ("q12") and answers ("a34") we know, a hundred at a time."""
    parts = []
    for letter, path in (("q", "/questions/"), ("a", "/answers/")):
        numbers = [own[1:] for own in own_ids if own.startswith(letter) and own[1:].isdigit()]
        for start in range(0, len(numbers), 100):
            some = numbers[start : start + 100]
            answer = _get(source, web, path + ";".join(some), {"pagesize": 100})
            parts.append(part_of(answer, {"asked": " ".join(letter + number for number in some)}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """ "q12" or "a34"; "" when the address is none of ours."""
    found = _LINK.fullmatch(mention.url)
    return found[2] + found[3] if found else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Excerpts as mentions, second looks as snapshots."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Snapshot | Skipped | Gone]:
    place = domain(source.options.site)
    value = object_of(part)
    if "asked" in part.meta:
        yield from _second_look(
            value, part.meta["asked"].split(), lambda own: mention_id(source.kind, place, own), seen
        )
        return
    for position, item in enumerate(rows_at(value, "items"), start=1):
        is_answer = text_at(item, "item_type") == "answer"
        number = count_at(item, "answer_id" if is_answer else "question_id")
        if number is None:
            yield Skipped(f"item {position}", "it has no number")
            continue
        mention = _mention(item, "a" if is_answer else "q", number, source, seen)
        yield mention
        replies = None if is_answer else count_at(item, "answer_count")
        yield Snapshot(mention.id, seen, likes=votes_at(item, "score"), replies=replies)


def _second_look(
    value: Json, asked: Sequence[str], identity: Callable[[str], str], seen: datetime
) -> Iterator[Snapshot | Gone]:
    letter = asked[0][0] if asked else "q"
    shown = set()
    for item in rows_at(value, "items"):
        number = count_at(item, "question_id" if letter == "q" else "answer_id")
        own = f"{letter}{number}"
        shown.add(own)
        yield Snapshot(
            identity(own),
            seen,
            likes=votes_at(item, "score"),
            replies=count_at(item, "answer_count"),
            views=count_at(item, "view_count"),
        )
    if shown or len(asked) <= 3:  # that very many vanished at once is not believed
        for own in asked:
            if own not in shown:
                yield Gone(identity(own))


def _mention(item: Json, letter: str, number: int, source: Source[Options], seen: datetime) -> Mention:
    place = domain(source.options.site)
    text = field(item, "excerpt") or field(item, "body")
    title = field(item, "title")
    question = count_at(item, "question_id")
    return Mention(
        id=mention_id(source.kind, place, f"{letter}{number}"),
        entity=source.entity,
        source=source.name,
        kind="comment" if letter == "a" else "post",
        url=f"https://{place}/{letter}/{number}",
        author="",
        title=plain(title) if isinstance(title, str) else "",
        text=plain(text) if isinstance(text, str) else "",
        published=parse_date(field(item, "creation_date"), now=seen),
        seen=seen,
        parent=f"https://{place}/q/{question}" if letter == "a" and question is not None else None,
    )
