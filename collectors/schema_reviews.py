"""Reviews in a page's `script[type="application/ld+json"]` blocks, as schema.org describes them (schema.org/Review).

Pages nest them in every way the vocabulary allows: alone, in a list, in `@graph`, under `review` of a shop or a
product, with numbers as text. Each block stands for itself: one that is no JSON is reported and the others are read.
The page is searched for blocks only, in one pass, since building a tree of a hostile page takes minutes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from collectors.encodings import encoding_of
from collectors.plain import plain
from collectors.ratings import STARS, RatingError, Scale, parse_rating
from collectors.shape import field, rows_at, text_at
from storage.model import Json

_START = re.compile(r"<!--|<script(?=[\s/>])", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_LONGEST_TAG = 5_000  # characters
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?\s*|\s*(?:-->|(?://\s*)?\]\]>)?[\s;]*\Z")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TYPES = {"review", "userreview", "criticreview", "employerreview", "mediareview"}
_HOLDERS = ("review", "reviews")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Review:
    """One review as the page states it; everything is plain words."""

    own: str  # its `@id`, absolute, or what makes it itself: author, date and words (stars, when there are none)
    author: str
    title: str
    text: str
    published: str
    rating: tuple[float, str] | None  # 0..1 and the original scale
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a page holds: its reviews, the number of blocks, and why some of them could not be read."""

    reviews: tuple[Review, ...]
    blocks: int
    bad: tuple[tuple[int, str], ...]  # block number from 1, reason


def reviews(body: bytes, page: str, content_type: str = "") -> Found:
    """Every review in the page's blocks, each once, in the order of the page. Never raises."""
    values, bad, number = [], [], 0
    for number, block in enumerate(blocks(decoded(body, content_type)), 1):
        try:
            values.append(parsed(block))
        except (ValueError, RecursionError) as error:
            reason = "it is nested too deep" if isinstance(error, RecursionError) else "it is no JSON, or cut off"
            bad.append((number, reason))
    found: dict[str, Review] = {}
    for node in _nodes(values):
        review = _review(node, page)
        if review is None:
            continue
        same = found.get(review.own)
        if same is not None and (same.author, same.text) != (review.author, review.text):
            review = _review(node, page, own_name=False) or review  # two reviews under one @id
        found.setdefault(review.own, review)
    return Found(tuple(found.values()), number, tuple(bad))


def decoded(body: bytes, content_type: str = "") -> str:
    """The page as text: by the encoding it or the server names, else by what its bytes look like."""
    named = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(body[:2_000])
    if named:
        try:
            return body.decode(named[1].decode("ascii"), "replace")
        except LookupError:
            pass  # a name nobody knows: look at the bytes
    name, errors = encoding_of(body[:100_000])
    return body.decode(name, errors)


def blocks(page: str) -> Iterator[str]:
    """The inside of each ld+json script that is not commented out; the last one may be cut off."""
    at, comments_end = 0, True
    while start := _START.search(page, at):
        at = start.end()
        if start[0] == "<!--":
            end_of_comment = page.find("-->", at) if comments_end else -1
            comments_end = end_of_comment >= 0  # searching for an end that is not there again and again takes minutes
            at = max(at, end_of_comment)
            continue
        close = page.find(">", at, at + _LONGEST_TAG)
        if close < 0:
            continue
        end = _END.search(page, close)
        stop = end.start() if end else len(page)
        if "application/ld+json" in page[at:close].lower():
            yield page[close + 1 : stop]
        at = stop


def parsed(block: str) -> Json:
    """The JSON in a block, also inside comment marks, with raw line ends in its words, or with entities for quotes."""
    text = _WRAPPING.sub("", block.replace("\ufeff", "").replace("\0", ""))
    try:
        value: Json = json.loads(text, strict=False, parse_constant=lambda _: None)
    except ValueError:
        if "&quot;" not in text:
            raise
        value = json.loads(html.unescape(text), strict=False, parse_constant=lambda _: None)
    return value


def _nodes(values: list[Json]) -> Iterator[dict[str, Json]]:
    """Every object that is a review, by its type or because a `review` key leads to it; in the order of the page."""
    waiting: list[tuple[Json, bool]] = [(value, False) for value in reversed(values)]
    while waiting:
        value, held = waiting.pop()
        if isinstance(value, list):
            waiting += [(each, held) for each in reversed(value)]
        elif isinstance(value, dict):
            types = _types(value)
            if types & _TYPES or (held and not types):
                yield value
            waiting += [(each, key in _HOLDERS) for key, each in reversed(value.items())]


def _types(node: dict[str, Json]) -> set[str]:
    """ "Review", "http://schema.org/Review" and ["Review", "Thing"] alike, in lower case."""
    named = node.get("@type")
    return {
        each.rsplit("/", 1)[-1].lower()
        for each in (named if isinstance(named, list) else [named])
        if isinstance(each, str)
    }


def _review(node: dict[str, Json], page: str, own_name: bool = True) -> Review | None:
    """None for a mere reference to a review ({"@id": ...}) and for one without words and stars."""
    author, published = _author(node.get("author")), text_at(node, "datePublished") or text_at(node, "dateCreated")
    text = plain(text_at(node, "reviewBody") or text_at(node, "description") or text_at(node, "text"))
    title, rating = plain(text_at(node, "name") or text_at(node, "headline")), _rating(node.get("reviewRating"))
    if not text and rating is None:
        return None
    named = text_at(node, "@id") if own_name else ""
    return Review(
        own=_absolute(page, named) or "\x1f".join((author, published, text or repr(rating))),
        author=author,
        title=title,
        text=text,
        published=published,
        rating=rating,
        url=text_at(node, "url"),
        language=text_at(node, "inLanguage"),
    )


def _absolute(page: str, named: str) -> str:
    try:
        return urljoin(page, named) if named else ""
    except ValueError:
        return ""


def _author(value: Json) -> str:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        whole = f"{text_at(first, 'givenName')} {text_at(first, 'familyName')}".strip()
        return plain(text_at(first, "name") or whole)
    return plain(text_at(first))


def _rating(value: Json) -> tuple[float, str] | None:
    """`ratingValue` between `worstRating` (1 when unsaid) and `bestRating` (5), number or text; None if absurd."""
    if isinstance(value, dict | list):
        rating = next(iter(rows_at(value)), None)
        given = field(rating, "ratingValue")
    else:
        rating, given = None, value
    best, worst = _number(field(rating, "bestRating")), _number(field(rating, "worstRating"))
    number = _number(given)
    lowest = worst if worst is not None else 0.0 if number is not None and 0 <= number < 1 else 1.0
    try:
        scale = Scale(lowest, best if best is not None else STARS.best)
        return parse_rating(given if isinstance(given, str) else number, scale)
    except (RatingError, ValueError):
        return None


def _number(value: Json) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value.strip().replace(",", "."))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6 else None
