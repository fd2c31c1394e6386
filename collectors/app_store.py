"""App Store reviews of one app, one country a call.

Endpoint: `GET {base_url}/{country}/rss/customerreviews/page={1..10}/id={app}/sortby=mostrecent/xml` (or `/json`), no
key; the newest 500 reviews of each country at most. Apple documents none of it; the shape is that of recorded answers.

Traps: pages come back empty at random, so an empty page never means "nothing" and never "all deleted", and the cursor
stays where it was. JSON leaves out `updated` (no date at all), which is why XML is asked for; both are understood. In
JSON one review alone is an object, not a list, and the first entry may be the app itself, without stars.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from collectors.dates import parse_date
from collectors.plain import clean, plain
from collectors.ratings import STARS, RatingError, parse_rating
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Broken, Cursor, Part, Payload, Skipped, Source
from collectors.wrong_page import wrong_page
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=3)
PAGES = 10  # Apple gives no more
PLACE = "apps.apple.com"
_ATOM, _IM = "{http://www.w3.org/2005/Atom}", "{http://itunes.apple.com/rss}"
_COUNTRY = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Options:
    app: int  # number of the app: what follows /id in its App Store address
    countries: tuple[str, ...] = ("us",)  # two-letter stores; each is a call of its own
    form: Literal["xml", "json"] = "xml"  # xml has dates
    base_url: str = "https://itunes.apple.com"

    def __post_init__(self) -> None:
        wrong = [each for each in self.countries if not _COUNTRY.fullmatch(each)]
        if wrong or not self.countries:
            raise ValueError("countries should be two small letters each, such as us or de")


@dataclass(frozen=True, slots=True)
class Entry:
    """One review as Apple tells it, whichever the form."""

    own: str
    author: str
    title: str
    text: str
    stars: str
    updated: str  # "" in JSON
    votes: int | None  # people who found it helpful


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The newest reviews of each country, as far back as the last look's newest.

    Raises Broken when every country came back empty although reviews were seen there before.
    """
    options, parts = source.options, list[Part]()
    newest: dict[str, Json] = {}
    empty = []
    for country in options.countries:
        known = count_at(cursor.get("newest"), country) or 0
        found, reached, whole = _country(options, country, known, web)
        parts += found
        newest[country] = reached if whole else known
        if known and not found:
            empty.append(country)
    if empty and len(empty) == len(options.countries):
        raise Broken(
            f"the App Store shows an empty list for {', '.join(empty)}, where reviews were seen before",
            next_step="Nothing to do: Apple does that now and then, and the next look starts where the last one ended.",
        )
    return Payload(tuple(parts), {"newest": newest}, web.now())


def _country(options: Options, country: str, known: int, web: Web) -> tuple[list[Part], int, bool]:
    """Pages with reviews, the newest id, and whether the way down to `known` had no hole.

    An edited old review stands among the newest, so only a page on which everything is known ends the way.
    """
    parts: list[Part] = []
    newest, empty, hole = known, 0, False
    for page in range(1, PAGES + 1):
        path = f"{country}/rss/customerreviews/page={page}/id={options.app}/sortby=mostrecent/{options.form}"
        part = part_of(web.get(f"{options.base_url}/{path}"), {"country": country})
        ids = [int(entry.own) for entry in entries(part) if entry.own.isascii() and entry.own.isdigit()]
        if not ids:
            empty += 1
            if empty == 2:  # the end, or Apple's whim; after a first look the difference does not matter
                return parts, newest, not hole and not known
            continue
        hole, empty = hole or empty > 0, 0
        parts.append(part)
        newest = max(newest, *ids)
        if known and max(ids) <= known:
            break
    return parts, newest, not hole


def entries(part: Part) -> list[Entry]:
    """The reviews in one page, XML or JSON. Raises Broken or Blocked for anything else."""
    if part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        feed = field(object_of(part), "feed")
        if not isinstance(feed, dict):
            raise Broken("the App Store sent JSON without a feed", next_step="It usually passes by the next look.")
        found = [_from_json(item) for item in rows_at(feed, "entry")]
    else:
        found = [_from_xml(item) for item in _feed(part).iter(f"{_ATOM}entry")]
    return [entry for entry in found if entry is not None]


def _feed(part: Part) -> Element:
    try:
        feed: Element = fromstring(part.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise wrong_page(part.body, part.url.partition("://")[2].partition("/")[0], "a list of reviews") from error
    if feed.tag != f"{_ATOM}feed":
        raise wrong_page(part.body, part.url.partition("://")[2].partition("/")[0], "a list of reviews")
    return feed


def _from_json(item: Json) -> Entry | None:
    """None for the app itself, which has no stars."""
    if field(item, "im:rating") is None:
        return None
    return Entry(
        own=text_at(item, "id", "label"),
        author=text_at(item, "author", "name", "label"),
        title=text_at(item, "title", "label"),
        text=text_at(item, "content", "label"),
        stars=text_at(item, "im:rating", "label"),
        updated=text_at(item, "updated", "label"),
        votes=count_at(item, "im:voteSum", "label"),
    )


def _from_xml(item: Element) -> Entry | None:
    """None for the app itself, which has no stars. The words come twice, as text and as HTML."""
    stars = item.findtext(f"{_IM}rating")
    if stars is None:
        return None
    contents = item.findall(f"{_ATOM}content")
    words = [clean(each.text or "") for each in contents if each.get("type", "text") == "text"]
    marked = [plain(each.text or "") for each in contents if each.get("type") == "html"]
    return Entry(
        own=clean(item.findtext(f"{_ATOM}id") or ""),
        author=clean(item.findtext(f"{_ATOM}author/{_ATOM}name") or ""),
        title=clean(item.findtext(f"{_ATOM}title") or ""),
        text=next(iter([*words, *marked]), ""),
        stars=stars.strip(),
        updated=(item.findtext(f"{_ATOM}updated") or "").strip(),
        votes=count_at((item.findtext(f"{_IM}voteSum") or "").strip()),
    )


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Reviews as mentions; how many found them helpful as snapshots. JSON gives no dates."""
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        for position, entry in enumerate(entries(part)):
            if not entry.own:
                skipped.append(Skipped(f"{part.url} review {position + 1}", "it has no id"))
                continue
            mention = _mention(entry, part.meta.get("country", source.options.countries[0]), source, seen)
            found[mention.id] = mention
            if entry.votes is not None:
                snapshots.append(Snapshot(mention=mention.id, at=seen, likes=entry.votes))
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _mention(entry: Entry, country: str, source: Source[Options], seen: datetime) -> Mention:
    try:
        rating = parse_rating(entry.stars, STARS)
    except RatingError:
        rating = None  # the words still count
    return Mention(
        id=mention_id(source.kind, PLACE, entry.own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=f"https://apps.apple.com/{country}/app/id{source.options.app}?see-all=reviews#{quote(entry.own)}",
        author=entry.author,
        title=entry.title,
        text=entry.text,
        published=parse_date(entry.updated, now=seen),
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
    )
