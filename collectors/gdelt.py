"""News articles of the whole world, in 65 languages, found by GDELT.

Endpoint: `GET {base_url}?query="Name"&mode=artlist&format=json&maxrecords=250&timespan=3d&sort=datedesc`
(blog.gdeltproject.org, "GDELT DOC 2.0 API"). No key; one request in five seconds, and 429 when the service sheds load.

Traps: no text and no author, only the headline; `seendate` is when GDELT saw it. Errors come as words with status 200.
The JSON is not always valid: headlines carry stray backslashes and control characters. An empty result is `{}`.
Phrases of one short word are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collectors.dates import parse_date
from collectors.gather import gather
from collectors.languages import CODES
from collectors.links import host_of, same_link, web_link
from collectors.plain import plain
from collectors.shape import field, part_of, rows_at, text_at
from collectors.source import Batch, Blocked, Broken, Cursor, Part, Payload, Skipped, Source, SourceError
from collectors.wrong_page import wrong_page
from storage.model import Json, Mention, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=1)

_ESCAPE = re.compile(r"""\\(["\\/bfnrt']|u[0-9a-fA-F]{4})?""")
_BUSY = re.compile(r"limit requests|too many|try again|rate limit", re.IGNORECASE)
_MAX_BYTES = 5_000_000
_OVERLAP = timedelta(days=1)
_LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Options:
    query: str  # the name to look for, as a phrase; at least five letters or two words
    language: str = ""  # only articles in this language, in English words ("spanish"); "" for all
    base_url: str = "https://api.gdeltproject.org/api/v2/doc/doc"


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Articles of the last three days, or of as long as we were away; the newest 250 at most."""
    now = web.now()
    last = parse_date(cursor.get("looked"), now=now)
    span = min(_LONGEST, max(timedelta(days=3), now - last + _OVERLAP)) if last else timedelta(days=3)
    phrase = source.options.query.replace('"', " ").strip()
    language = f" sourcelang:{source.options.language.lower()}" if source.options.language.isalpha() else ""
    answer = web.get(
        source.options.base_url,
        params={
            "query": f'"{phrase}"{language}',
            "mode": "artlist",
            "format": "json",
            "maxrecords": 250,
            "timespan": f"{-(-span // timedelta(hours=1))}h",
            "sort": "datedesc",
        },
        max_bytes=_MAX_BYTES,
    )
    part = part_of(answer)
    _value(part)
    return Payload((part,), {"looked": now.isoformat()}, now)


def _value(part: Part) -> Json:
    """The JSON of an answer, mended where GDELT is known to break it. Raises Blocked and Broken for spoken errors."""
    text = part.body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    try:
        value: Json = json.loads(_ESCAPE.sub(_escape, text), strict=False)
    except (ValueError, RecursionError):
        raise _spoken(text, part) from None
    if not isinstance(value, dict):
        raise wrong_page(part.body, host_of(part.url), "a list of articles")
    return value


def _escape(found: re.Match[str]) -> str:
    """A backslash that begins no escape of JSON was meant as itself, but before an apostrophe as nothing."""
    if found[1] == "'":
        return "'"
    return found[0] if found[1] else r"\\"


def _spoken(text: str, part: Part) -> SourceError:
    where = host_of(part.url)
    if not text or text.startswith(("<", "{", "[")) or len(text) > 1_000:
        return wrong_page(part.body, where, "a list of articles")
    if _BUSY.search(text):
        return Blocked(
            "GDELT says that it is asked too often",
            next_step="Nothing to do: we try again later.",
            retry_after=timedelta(minutes=15),
        )
    return Broken(
        f"GDELT does not accept the query: {plain(text)[:150]}", next_step="Choose a longer or rarer name to look for."
    )


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Articles by their headlines."""
    return gather((item for part in payload.parts for item in _read(part, source, seen)), source.name)


def _read(part: Part, source: Source[Options], seen: datetime) -> Iterator[Mention | Skipped]:
    for position, article in enumerate(rows_at(_value(part), "articles"), start=1):
        link = web_link(field(article, "url"))
        title = plain(text_at(article, "title"))
        if not link or not title:
            yield Skipped(f"article {position}", "it has no link or no title")
            continue
        yield Mention(
            id=mention_id(source.kind, host_of(link).removeprefix("www."), same_link(link)),
            entity=source.entity,
            source=source.name,
            kind="article",
            url=link,
            author=text_at(article, "domain"),
            title=title,
            text="",
            published=parse_date(text_at(article, "seendate"), now=seen, formats=("%Y%m%dT%H%M%SZ",)),
            seen=seen,
            language=CODES.get(text_at(article, "language").casefold()),
        )
