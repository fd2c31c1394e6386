"""Trustpilot reviews of one business, for owners who pay for an API key.

Endpoint: `GET {base_url}/v1/business-units/{id}/reviews?perPage=100&orderBy=createdat.desc&page=N`, key in the `apikey`
header; one review again at `/v1/reviews/{id}` (developers.trustpilot.com/business-units-api and /service-reviews-api).

Traps: a page beyond the last is an empty list, not an error. `updatedAt` is null until the reviewer edits.
`companyReply` is our own answer. A review that somebody reported keeps its place and carries a `reportData`. Times may
lack their zone; they are UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from collectors.dates import parse_date
from collectors.feed_entry import language_of
from collectors.paging import Page, walk
from collectors.ratings import STARS, RatingError, parse_rating
from collectors.shape import count_at, field, object_of, part_of, rows_at, text_at
from collectors.source import Batch, Broken, Cursor, Payload, Skipped, Source
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=1)
PER_PAGE = 100
PLACE = "trustpilot.com"


@dataclass(frozen=True, slots=True)
class Options:
    business_unit: str  # Trustpilot's id of the business, 24 hexadecimal digits
    key_env: str  # environment variable that holds the API key
    base_url: str = "https://api.trustpilot.com"


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Reviews since the last look, newest first."""
    options, now = source.options, web.now()
    url = f"{options.base_url}/v1/business-units/{quote(options.business_unit, safe='')}/reviews"
    headers = {"apikey": source.secrets["key_env"].reveal()}

    def page(token: str) -> Page:
        number = int(token or 1)
        params: dict[str, str | int] = {"perPage": PER_PAGE, "orderBy": "createdat.desc", "page": number}
        part = part_of(web.get(url, params=params, headers=headers))
        reviews = field(object_of(part), "reviews")
        if not isinstance(reviews, list):
            raise Broken("Trustpilot answered without a list of reviews", next_step="It usually passes.")
        times = [parse_date(field(review, "createdAt"), now=now) for review in reviews]
        return Page(part, [time for time in times if time], str(number + 1) if len(reviews) >= PER_PAGE else "")

    before = parse_date(cursor.get("created"), now=now)
    found = walk(page, newest_before=before)
    if before and not rows_at(object_of(found.parts[0]), "reviews"):
        raise Broken(
            "Trustpilot shows no reviews at all for a business that had some",
            next_step="Look at the business's page on Trustpilot: its id may have changed.",
        )
    return Payload(found.parts, {"created": found.newest.isoformat() if found.newest else None}, now)


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Look again at known reviews, one by one: edits, our answer, likes, and removal when Trustpilot says 404."""
    headers = {"apikey": source.secrets["key_env"].reveal()}
    parts = []
    for own in own_ids:
        url = f"{source.options.base_url}/v1/reviews/{quote(own, safe='')}"
        answer = web.get(url, headers=headers, accept=(404,))
        if answer.status == 404 and not isinstance(answer.json(), dict):
            continue  # not Trustpilot's way of saying that a review is gone
        parts.append(part_of(answer, {"gone": own} if answer.status == 404 else {"single": "yes"}))
    return Payload(tuple(parts), {}, web.now())


def own_id(mention: Mention) -> str:
    """What `fetch_again` calls this mention; "" when it cannot be asked for."""
    _, found, own = urlsplit(mention.url).path.partition("/reviews/")
    return own if found else ""


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Reviews as mentions; likes, edits and our answers as snapshots."""
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    gone: list[str] = []
    for part in payload.parts:
        if "gone" in part.meta:
            gone.append(mention_id(source.kind, PLACE, part.meta["gone"]))
            continue
        answer = object_of(part)
        reviews = [answer] if "single" in part.meta else rows_at(answer, "reviews")
        for position, review in enumerate(reviews):
            own = text_at(review, "id")
            if not own:
                skipped.append(Skipped(f"{part.url} review {position + 1}", "it has no id"))
                continue
            mention = _mention(review, own, source, seen)
            found[mention.id] = mention
            snapshots.append(_snapshot(review, mention, seen))
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped), tuple(gone))


def _mention(review: Json, own: str, source: Source[Options], seen: datetime) -> Mention:
    rating = None
    if field(review, "stars") is not None:
        try:
            rating = parse_rating(field(review, "stars"), STARS)
        except RatingError:
            rating = None  # the words still count
    return Mention(
        id=mention_id(source.kind, PLACE, own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=f"https://www.trustpilot.com/reviews/{quote(own, safe='')}",
        author=text_at(review, "consumer", "displayName"),
        title=text_at(review, "title"),
        text=text_at(review, "text"),
        published=parse_date(field(review, "createdAt"), now=seen),
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
        language=language_of(field(review, "language")),
    )


def _snapshot(review: Json, mention: Mention, seen: datetime) -> Snapshot:
    edited = bool(text_at(review, "updatedAt")) and field(review, "updatedAt") != field(review, "createdAt")
    return Snapshot(
        mention=mention.id,
        at=seen,
        likes=count_at(review, "numberOfLikes"),
        rating=mention.rating if edited else None,
        text=mention.text if edited else None,
        reply=text_at(review, "companyReply", "text") or None,
    )
