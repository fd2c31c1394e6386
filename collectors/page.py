"""Reviews that a web page states in machine-readable form: the owner's own site, or a partner's page about it.

Endpoint: any page with schema.org `Review` objects in `script[type="application/ld+json"]`; see `schema_reviews`. No
key. robots.txt is asked first and honoured (RFC 9309: a missing one allows, one that answers 5xx forbids), looks are
hours apart, and an unchanged page answers 304.

Traps: a page without any such block was redesigned or is a login page, never "nothing new"; so is a page whose reviews
have all vanished. Without an `@id` a review is known by author, date and words, so that an edited one comes as a new
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from collectors.dates import parse_date
from collectors.feed_entry import language_of
from collectors.links import host_of, web_link
from collectors.schema_reviews import Found, Review, reviews
from collectors.shape import count_at, part_of
from collectors.source import Batch, Blocked, Broken, Cursor, Part, Payload, Skipped, Source
from collectors.wrong_page import wrong_page
from storage.model import Json, Mention, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=6)
LONGEST_DOOR = 20_000  # bytes; login and captcha pages are short, and every long page has a link to log in
ROBOTS_BYTES = 500_000  # RFC 9309 asks for that much


@dataclass(frozen=True, slots=True)
class Options:
    url: str  # address of the page with the reviews


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The page, when robots.txt lets us. Raises Broken when it holds no reviews although it should."""
    url = source.options.url
    _ask_robots(url, web)
    answer = web.get(url, cursor=cursor, headers={"Accept": "text/html, application/xhtml+xml"})
    if answer.status == 304:
        return Payload((), cursor, web.now())
    part = part_of(answer)
    found = _read(part)
    if not found.reviews and count_at(cursor.get("reviews")):
        raise Broken(
            f"the reviews that were on {answer.where} are no longer in its machine-readable part",
            next_step="Open the page: if reviews are still to be seen, its layout has changed and the source needs "
            "another address or kind.",
        )
    state: dict[str, Json] = {"reviews": len(found.reviews)}
    return Payload((part,), answer.validators() | state, web.now())


def _ask_robots(url: str, web: Web) -> None:
    """Raises Blocked when robots.txt asks programs like this one to stay away from the page."""
    parts = urlsplit(url)
    answer = web.get(f"{parts.scheme}://{parts.netloc}/robots.txt", accept=range(400, 429), max_bytes=ROBOTS_BYTES)
    if answer.status >= 400:
        return
    rules = RobotFileParser()
    rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    if not rules.can_fetch(web.user_agent, url):
        raise Blocked(
            f"robots.txt of {answer.where} asks programs to stay away from this page",
            next_step="Ask whoever runs the site for leave, or bring its reviews in by mailbox or files.",
            retry_after=timedelta(hours=24),
        )


def _read(part: Part) -> Found:
    """The page's reviews. Raises Broken or Blocked when it has not one block that can be read."""
    found = reviews(part.body, part.url, part.content_type)
    if found.blocks > len(found.bad):
        return found
    if found.blocks:
        raise Broken(
            f"all {found.blocks} machine-readable blocks of {host_of(part.url)} are damaged",
            next_step="Tell whoever runs the site: search engines cannot read them either.",
        )
    if len(part.body) <= LONGEST_DOOR:
        error = wrong_page(part.body, host_of(part.url), "a page with reviews")
        if isinstance(error, Blocked) or not part.body.strip():
            raise error
    raise Broken(
        f"{host_of(part.url)} shows a page without machine-readable reviews (schema.org in ld+json)",
        next_step="Check the address with a search engine's rich results test; other pages need a feed, files or mail.",
    )


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Reviews as mentions; blocks that could not be read are named."""
    found: dict[str, Mention] = {}
    skipped: list[Skipped] = []
    for part in payload.parts:
        here = _read(part)
        skipped += [Skipped(f"{part.url} block {number}", reason) for number, reason in here.bad]
        for review in here.reviews:
            mention = _mention(review, part.url, source, seen)
            found[mention.id] = mention
    return Batch(tuple(found.values()), skipped=tuple(skipped))


def _mention(review: Review, page: str, source: Source[Options], seen: datetime) -> Mention:
    return Mention(
        id=mention_id(source.kind, host_of(page), review.own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=web_link(review.url, page) or page,
        author=review.author,
        title=review.title,
        text=review.text,
        published=parse_date(review.published, now=seen),
        seen=seen,
        rating=review.rating[0] if review.rating else None,
        rating_scale=review.rating[1] if review.rating else None,
        language=language_of(review.language),
    )
