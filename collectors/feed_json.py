"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from datetime import datetime

from collectors.dates import parse_date
from collectors.feed_entry import MOST, Entry, Listing, language_of
from collectors.links import web_link
from collectors.plain import plain
from collectors.shape import field, rows_at, text_at
from collectors.source import Part
from collectors.wrong_page import wrong_page
from storage.model import Json


def is_json(body: bytes) -> bool:
    """Do these bytes begin like a JSON object?"""
    return body[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json(part: Part, seen: datetime, where: str) -> Listing:
    """The items of a JSON Feed. Raises Broken when the JSON is damaged or something else."""
    try:
        value: Json = json.loads(part.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise wrong_page(part.body, where, "a feed") from None
    version = field(value, "version")
    if not isinstance(version, str) or "jsonfeed.org" not in version or not isinstance(field(value, "items"), list):
        raise wrong_page(part.body, where, "a feed")
    language = language_of(field(value, "language"))
    entries = []
    bad = []
    for position, item in enumerate(rows_at(value, "items"), start=1):
        if position > MOST:
            bad.append((position, f"the feed has more than {MOST} items; the rest was left out"))
            break
        if isinstance(item, dict):
            entries.append((position, _entry(item, part, seen, language)))
        else:
            bad.append((position, "it is not an item"))
    return Listing(entries, bad)


def _entry(item: Json, part: Part, seen: datetime, language: str | None) -> Entry:
    html = field(item, "content_html")
    return Entry(
        guid=text_at(item, "id")[:2_000],
        link=web_link(field(item, "url"), part.url) or web_link(field(item, "external_url"), part.url),
        title=plain(text_at(item, "title")),
        text=(plain(html) if isinstance(html, str) else "")
        or text_at(item, "content_text")
        or text_at(item, "summary"),
        author=(text_at(item, "authors", 0, "name") or text_at(item, "author", "name")).replace("\n", " ")[:200],
        published=parse_date(field(item, "date_published") or field(item, "date_modified"), now=seen),
        language=language_of(field(item, "language")) or language,
    )
