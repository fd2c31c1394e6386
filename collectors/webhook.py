"""Mentions that another program posts to us: `POST /ingest` on the running service, signed.

Endpoint: ours; the route itself is served by `earlyword up` and calls `verify`, then `received` and `mentions`.
Limits: 1 MB and 1,000 items a post. The signature is that of many payment services: header
`X-Earlyword-Signature: t=<epoch seconds>,v1=<hex of HMAC-SHA256 over "<t>." + body>`, five minutes old at most.

Traps: the same post may arrive twice; ids refuse doubles, so a post is safe to repeat. An item without an id is known
by its words, author and time. One bad item does not take the others along.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

from collectors.dates import parse_date
from collectors.plain import clean
from collectors.ratings import RatingError, Scale, parse_rating, parse_scale
from collectors.source import Batch, Cursor, Part, Payload, Secret, Skipped, Source
from storage.model import Kind, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(days=1)  # nothing is polled: others come to us

SIGNATURE = "x-earlyword-signature"
MAX_BODY = 1_000_000  # bytes
MAX_ITEMS = 1_000
TOLERANCE = timedelta(minutes=5)
_PARTS = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
_COUNTS = ("likes", "replies", "shares", "views", "followers")
_WORDS = ("id", "text", "title", "author", "published", "rating", "rating_scale", "url", "entity", "kind", "language")
_FIELDS = (*_WORDS, "parent", *_COUNTS)


class Rejected(Exception):
    """A post that is not taken. `status` is the HTTP status to answer with; the message is a plain sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Options:
    secret_env: str = "EARLYWORD_WEBHOOK_SECRET"  # environment variable with the shared secret
    rating_scale: str = "1-5"  # of ratings that bring none

    def __post_init__(self) -> None:
        parse_scale(self.rating_scale)


def sign(body: bytes, secret: Secret, at: datetime) -> str:
    """The value of the signature header for a body sent at `at`."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_digest(stamp, body, secret)}"


def verify(headers: Mapping[str, str], body: bytes, secret: Secret, now: datetime) -> None:
    """Is this post from somebody who knows the secret, and fresh? Raises Rejected (413 or 401) when not."""
    if len(body) > MAX_BODY:
        raise too_large()
    if not secret:
        raise Rejected(401, "no secret is set for this source, so nothing is taken; set its environment variable")
    told = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    match = _PARTS.fullmatch(told.strip())
    if match is None:
        raise Rejected(401, f"the header {SIGNATURE} is missing or not of the form t=SECONDS,v1=HEX")
    stamp, digest = match[1], match[2]
    if not hmac.compare_digest(digest, _digest(stamp, body, secret)):
        raise Rejected(401, "the signature does not fit the body; check the secret on both sides")
    age = now.timestamp() - int(stamp)
    if abs(age) > TOLERANCE.total_seconds():
        raise Rejected(401, "the signature is older than five minutes, or from the future; check the sender's clock")


def too_large() -> Rejected:
    """For a route that sees from the announced length that a body is too large, before reading it."""
    return Rejected(413, f"the body is larger than {MAX_BODY:,} bytes; send the mentions in several posts")


def received(body: bytes, now: datetime) -> Payload:
    """A verified body as a payload for the spool. Raises Rejected (422) when it holds no mentions."""
    items(body)
    return Payload((Part("webhook", body, "application/json"),), {}, now)


def items(body: bytes) -> list[Any]:
    """The items of a body: one object, a list, an object with `mentions`, or JSON Lines. Raises Rejected (422)."""
    try:
        text = body.decode("utf-8-sig")
        try:
            value = json.loads(text)
        except ValueError:
            value = [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        raise Rejected(422, "the body is no JSON in UTF-8") from None
    if isinstance(value, dict):
        value = value.get("mentions", [value])
    if not isinstance(value, list) or not value:
        raise Rejected(422, 'the body holds no mentions; send {"mentions": [{"id": "...", "text": "..."}]}')
    if len(value) > MAX_ITEMS:
        raise Rejected(413, f"a post may hold {MAX_ITEMS:,} mentions, this one has {len(value):,}")
    return value


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Nothing: this source waits for others to come. Posts reach the record through the service's /ingest."""
    return Payload((), cursor, web.now())


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """The items of the posts as mentions. Raises Rejected (422) when not one item of a post can be used."""
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        usable = 0
        for number, item in enumerate(items(part.body), 1):
            try:
                mention = _mention(item, source, seen)
            except ValueError as error:
                skipped.append(Skipped(f"mention {number}", str(error)))
                continue
            usable += 1
            found[mention.id] = mention
            likes, replies, shares, views, followers = (_count(item.get(name)) for name in _COUNTS)
            if any(name in item for name in _COUNTS):
                snapshots.append(
                    Snapshot(
                        mention.id, seen, likes=likes, replies=replies, shares=shares, views=views, followers=followers
                    )
                )
        if not usable:
            raise Rejected(422, f"none of the mentions can be used: {skipped[-1].reason}")
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _mention(item: object, source: Source[Options], seen: datetime) -> Mention:
    if not isinstance(item, dict):
        raise ValueError("it is no object with named values")
    unknown = sorted(str(name)[:40] for name in item if name not in _FIELDS)
    if unknown:
        raise ValueError(f"it has a field that does not exist: {unknown[0]!r} (there are {', '.join(_FIELDS)})")
    text, title, author = _text(item, "text"), _text(item, "title"), _text(item, "author")
    rating = _rating(item, source.options)
    if not text and not title and rating is None:
        raise ValueError("it has neither words nor a rating")
    kind = item.get("kind", "review")
    if kind not in get_args(Kind):
        raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}")
    published = parse_date(item.get("published"), now=seen)
    told = item.get("id")
    own = str(told) if isinstance(told, (str, int)) and not isinstance(told, bool) and str(told).strip() else ""
    moment = published.isoformat() if published else ""
    said = hashlib.blake2b("\x1f".join((author, moment, title, text)).encode("utf-8", "surrogatepass"), digest_size=12)
    url, language = _text(item, "url"), _text(item, "language").lower()
    return Mention(
        id=mention_id("webhook", source.name, f"id {own}" if own else said.hexdigest()),
        entity=_text(item, "entity") or source.entity,
        source=source.name,
        kind=kind,
        url=url if url.startswith(("https://", "http://")) else "",
        author=author,
        title=title,
        text=text,
        published=published,
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
        language=language[:2] if re.fullmatch(r"[a-z]{2}([-_].*)?", language) else None,
        parent=_text(item, "parent") or None,
    )


def _rating(item: Mapping[str, Any], options: Options) -> tuple[float, str] | None:
    """Raises RatingError, which is a ValueError."""
    scale = _text(item, "rating_scale") or options.rating_scale
    try:
        ends: Scale = parse_scale(scale)
    except ValueError:
        raise RatingError(f"rating_scale {scale[:20]!r} is not understood; write worst and best, such as 1-5") from None
    return parse_rating(item.get("rating"), ends)


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return clean(value) if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12 else None


def _digest(stamp: str, body: bytes, secret: Secret) -> str:
    return hmac.new(secret.reveal().encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
