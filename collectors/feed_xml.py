"""RSS and Atom through feedparser, which is given bytes and nothing it could fetch or open.

What it does badly is done before or after it: numeric references to characters that do not exist would cost the whole
feed, a page that is no feed comes back as a feed without entries, and a feed cut in its last entry as a whole one.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser

from collectors.feed_bytes import is_closed, is_cut, refuse_monsters, repaired
from collectors.feed_entry import MOST, Entry, Listing, believable, language_of
from collectors.links import web_link
from collectors.plain import clean, plain
from collectors.source import Broken, Part
from collectors.wrong_page import wrong_page

# An author as RSS 2.0 writes one. feedparser knows top-level domains of four letters at most and cuts others in two.
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")


def _parsed(part: Part, where: str) -> tuple[Any, bytes]:
    headers = {"content-type": "application/xml; charset=utf-8"}  # no base: an empty link would become the feed's own
    try:
        body = repaired(part.body, part.content_type)
        refuse_monsters(body, where)
        parsed = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (SAXException, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError) as error:
        raise Broken(
            f"the feed at {where} is so damaged that it cannot be read ({type(error).__name__})",
            next_step="It may pass by itself; if it stays, tell whoever runs that site.",
        ) from error
    return parsed, body


def read_xml(part: Part, seen: datetime, where: str) -> Listing:
    """The entries of an RSS or Atom feed. Raises Broken or Blocked when it is none, or cut before its first entry."""
    feed, body = _parsed(part, where)
    if not feed.get("version"):
        raise wrong_page(part.body, where, "a feed")
    cut = bool(feed.bozo) and is_cut(body)
    if not feed.entries and (cut or (feed.bozo and not is_closed(body))):
        raise Broken(f"the feed at {where} breaks off before its first item", next_step="We try again later.")
    language = language_of(feed.feed.get("language"))
    google_news = str(feed.feed.get("generator", "")).startswith("NFE/")
    entries = []
    bad = []
    for position, item in enumerate(feed.entries, start=1):
        if position > MOST:
            bad.append((position, f"the feed has more than {MOST} items; the rest was left out"))
            break
        if cut and position == len(feed.entries):
            bad.append((position, "the feed breaks off inside this item"))
            continue
        entries.append((position, _entry(item, part, seen, language, google_news)))
    return Listing(entries, bad)


def _entry(item: Any, part: Part, seen: datetime, language: str | None, google_news: bool) -> Entry:
    title = item.get("title_detail") or {}
    counts = item.get("media_statistics") or {}
    stars = item.get("media_starrating") or {}
    link = web_link(item.get("link"), part.url)
    publisher = (item.get("source") or {}).get("title")
    return Entry(
        guid=clean(str(item.get("id") or ""))[:2_000],
        link=link,
        title=plain(str(title.get("value") or item.get("title") or "")),
        text=_text(item),
        author=_author(item),
        published=believable(_when(item), seen),
        language=language_of(title.get("language")) or language,
        publisher=plain(str(publisher or "")) if google_news or publisher else "",
        replies=_count(item.get("slash_comments") or item.get("thr_total")),
        likes=_count(stars.get("count")) if isinstance(stars, dict) else None,
        views=_count(counts.get("views")) if isinstance(counts, dict) else None,
    )


def _text(item: Any) -> str:
    """The fullest of content and summary."""
    values = [each.get("value") for each in item.get("content") or [] if isinstance(each, dict)]
    values.append(item.get("summary"))
    return max((plain(value) for value in values if isinstance(value, str)), key=len, default="")


def _author(item: Any) -> str:
    if found := _MAIL_AND_NAME.fullmatch(str(item.get("author") or "").strip()):
        return clean(found[1]).replace("\n", " ")[:200]
    detail = item.get("author_detail") or {}
    name = detail.get("name") if isinstance(detail, dict) else None
    return clean(str(name or item.get("author") or "")).replace("\n", " ")[:200]


def _when(item: Any) -> datetime | None:
    for name in ("published_parsed", "created_parsed", "updated_parsed"):
        moment = item.get(name) if name in item else None
        if moment is not None:
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC)
            except (ValueError, OverflowError, OSError, TypeError):
                continue
    return None


def _count(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
