"""Google Play reviews of one app, by the optional package google-play-scraper. Against the store's terms: see the docs.

Endpoint: `POST {base_url}/_/PlayStoreUi/data/batchexecute?hl=&gl=`, undocumented; the package knows its request and
where each field lies in the answer, and only that knowledge is used. The request goes through our own door, because the
package has no deadline, switches off certificate checks for the whole process when it is imported (undone here at
once), and turns a failed page into a short list without a word.

Traps: a soft block is an answer without a list. Times are seconds since 1970. An app that does not exist has no reviews
either, so a look without any is never "nothing new".
"""

from __future__ import annotations

import json
import re
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from collectors.dates import parse_date
from collectors.paging import Page, walk
from collectors.ratings import STARS, RatingError, parse_rating
from collectors.shape import count_at, field, part_of, rows_at, text_at
from collectors.source import Batch, Blocked, Broken, Cursor, Part, Payload, Skipped, Source
from collectors.wrong_page import wrong_page
from storage.model import Json, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(hours=6)
PER_PAGE, PAGES = 100, 20
PLACE = "play.google.com"
_APP = re.compile(r"[A-Za-z][\w]*(?:\.[A-Za-z][\w]*)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Options:
    app: str  # the app's package name, such as com.example.shop
    accept_terms_risk: bool = False  # must be true: reading the store by program is against its terms of use
    country: str = "us"  # two-letter store
    language: str = "en"  # only reviews in this language come
    base_url: str = "https://play.google.com"

    def __post_init__(self) -> None:
        if not self.accept_terms_risk:
            raise ValueError(
                "reading Google Play by program is against the store's terms of use; set accept_terms_risk: true "
                "if you decide to do it, or use files with the reviews the Play Console exports"
            )
        if not _APP.fullmatch(self.app):
            raise ValueError("app should be the package name in the app's address after id=, such as com.example.shop")


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """Reviews since the last look, newest first. Raises Broken, with what to type, when the package is missing."""
    options, now, library = source.options, web.now(), _Library()
    url = library.Formats.Reviews.build(lang=options.language, country=options.country)
    url = options.base_url + url.removeprefix("https://play.google.com")

    def page(token: str) -> Page:
        form = library.Formats.Reviews.build_body(
            options.app, library.Sort.NEWEST.value, PER_PAGE, "null", "null", quote(token, safe="") or None
        )
        part = part_of(web.post(url, data=dict(parse_qsl(form.decode("ascii")))))
        answer = _answer(part)
        seconds = library.ElementSpecs.Review["at"].data_map
        times = [parse_date(field(review, *seconds), now=now) for review in rows_at(answer, 0)]
        return Page(part, [time for time in times if time], text_at(answer, -2, -1))

    found = walk(page, newest_before=parse_date(cursor.get("newest"), now=now), most=PAGES)
    if not rows_at(_answer(found.parts[0]), 0):
        if cursor.get("newest"):
            raise Blocked(
                "Google Play shows no reviews for an app that had some",
                next_step="It does so when it is asked too often; a longer `every` helps.",
                retry_after=timedelta(hours=6),
            )
        raise Broken(
            "Google Play shows no reviews for this app",
            next_step="Check app, country and language; a new app has none yet.",
        )
    return Payload(found.parts, {"newest": found.newest.isoformat() if found.newest else None}, now)


class _Library:
    """What is used of google-play-scraper."""

    def __init__(self) -> None:
        verify = ssl._create_default_https_context
        try:
            from google_play_scraper import Sort
            from google_play_scraper.constants.element import ElementSpecs
            from google_play_scraper.constants.request import Formats
        except ModuleNotFoundError as error:
            raise Broken(
                "Google Play needs the package google-play-scraper, which is not installed",
                next_step="Type: pip install 'earlyword[google-play]' - and read docs/sources/google_play.md first.",
            ) from error
        finally:
            ssl._create_default_https_context = verify  # the package switched it to one that checks nothing
        self.Sort: Any = Sort
        self.ElementSpecs: Any = ElementSpecs
        self.Formats: Any = Formats


def _answer(part: Part) -> Json:
    """The list inside the answer: JSON in a string in JSON, behind a line that keeps browsers from running it."""
    _, mark, rest = part.body.partition(b")]}'")
    try:
        outer: Json = json.loads(rest) if mark else None
        inner = field(outer, 0, 2)
        value: Json = json.loads(inner) if isinstance(inner, str) else None
    except (ValueError, RecursionError):
        value = None
    if not mark:
        raise wrong_page(part.body, part.url.partition("://")[2].partition("/")[0], "a list of reviews")
    if not isinstance(value, list):
        raise Blocked(
            "Google Play answered without a list of reviews",
            next_step="It does so when it is asked too often, or the app does not exist in this country.",
            retry_after=timedelta(hours=6),
        )
    return value


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Reviews as mentions; helpful votes and the developer's answer as snapshots."""
    spec = {name: each.data_map for name, each in _Library().ElementSpecs.Review.items()}
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        for position, review in enumerate(rows_at(_answer(part), 0)):
            own = text_at(review, *spec["reviewId"])
            if not own:
                skipped.append(Skipped(f"{part.url} review {position + 1}", "it has no id"))
                continue
            mention = _mention(review, own, spec, source, seen)
            found[mention.id] = mention
            likes = count_at(review, *spec["thumbsUpCount"])
            reply = text_at(review, *spec["replyContent"]) or None
            snapshots.append(Snapshot(mention=mention.id, at=seen, likes=likes, reply=reply))
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _mention(review: Json, own: str, spec: dict[str, list[int]], source: Source[Options], seen: datetime) -> Mention:
    stars = field(review, *spec["score"])
    try:
        rating = parse_rating(stars, STARS) if isinstance(stars, int) and not isinstance(stars, bool) else None
    except RatingError:
        rating = None  # the words still count
    return Mention(
        id=mention_id(source.kind, PLACE, own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=f"https://play.google.com/store/apps/details?id={source.options.app}&reviewId={quote(own, safe='')}",
        author=text_at(review, *spec["userName"]),
        title="",
        text=text_at(review, *spec["content"]),
        published=parse_date(field(review, *spec["at"]), now=seen),
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
        language=source.options.language,
    )
