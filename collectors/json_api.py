"""Any JSON endpoint, described in config.yaml with JMESPath: a new source without code.

Endpoint: whatever `url` says, by GET, with an optional key in a header or a query parameter; robots and terms are the
owner's to check. Expressions are JMESPath (jmespath.org): `items` finds the list, the others look inside one item.

Traps: an expression that finds nothing is a mistake or a changed service, never "nothing new": an `items` that is not
a list is reported, and so is a look in which no item gave an id. Paging that comes back to where it has been ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError

from collectors.dates import parse_date
from collectors.feed_entry import language_of
from collectors.links import web_link
from collectors.plain import plain
from collectors.ratings import RatingError, Scale, parse_rating, parse_scale
from collectors.shape import count_at, json_of, part_of, text_at
from collectors.source import Batch, Broken, Cursor, Payload, Skipped, Source
from storage.model import Json, Kind, Mention, Snapshot, mention_id

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

EVERY = timedelta(hours=1)
EXPRESSIONS = (
    "items",
    "id",
    "text",
    "title",
    "author",
    "link",
    "date",
    "rating",
    "language",
    "likes",
    "replies",
    "reply",
    "next",
)


@dataclass(frozen=True, slots=True)
class Options:
    url: str  # the endpoint
    items: str  # JMESPath to the list of items; "@" when the answer is the list itself
    id: str  # in an item: what the service itself calls it; must never change
    text: str  # in an item: the words, plain or HTML
    title: str = ""  # in an item
    author: str = ""  # in an item
    link: str = ""  # in an item: address for people; relative ones are completed
    date: str = ""  # in an item: when it was said
    date_format: str = ""  # such as DD.MM.YYYY, when dates are not in a usual form
    rating: str = ""  # in an item
    scale: str = "1-5"  # of the rating, worst first
    language: str = ""  # in an item: ISO 639-1
    likes: str = ""  # in an item
    replies: str = ""  # in an item: how many
    reply: str = ""  # in an item: our own public answer
    next: str = ""  # in the answer: address of the next page, or its number or token for `next_param`
    next_param: str = ""  # query parameter that takes what `next` finds
    pages: int = 10  # at most so many pages a look
    says: Kind = "review"  # what an item is: review, post, comment or article
    params: Mapping[str, str] = field(default_factory=dict)  # further query parameters
    key_env: str = ""  # environment variable that holds a key
    key_header: str = ""  # header that carries the key, such as Authorization
    key_prefix: str = ""  # what stands before the key in that header, such as "Bearer "
    key_param: str = ""  # or the query parameter that carries it

    def __post_init__(self) -> None:
        for name in EXPRESSIONS:
            expression = getattr(self, name)
            if expression:
                compile_expression(name, expression)
        parse_scale(self.scale)
        if self.pages < 1:
            raise ValueError("pages should be 1 or more")
        if self.key_env and bool(self.key_header) == bool(self.key_param):
            raise ValueError("a key needs key_header or key_param, one of the two")


def compile_expression(name: str, expression: str) -> Any:
    """The compiled JMESPath. Raises ValueError that names the option and what is wrong."""
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        first = str(error).splitlines()[0].rstrip(":. ")
        raise ValueError(f"{name} is no JMESPath expression ({first}): {expression[:100]}") from error


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The first page and those its `next` leads to; one page that has not changed says "nothing new" by 304."""
    options = source.options
    headers, params, secret_params = _key(source)
    first = web.get(
        options.url,
        params=dict(options.params) | params,
        headers=headers,
        cursor=None if options.next else cursor,
        secret_params=secret_params,
    )
    if first.status == 304:
        return Payload((), cursor, web.now())
    parts, answer, been = [part_of(first)], first, {options.url}
    while options.next and len(parts) < options.pages:
        target = _next(answer, options)
        if target is None or target[0] in been:
            break
        been.add(target[0])
        answer = web.get(target[1], params=target[2] | params, headers=headers, secret_params=secret_params)
        parts.append(part_of(answer))
    for part in parts:
        _items(json_of(part), options, part.url)
    return Payload(tuple(parts), first.validators() if not options.next else {}, web.now())


def _key(source: Source[Options]) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    options = source.options
    if not options.key_env:
        return {}, {}, ()
    key = source.secrets["key_env"].reveal()
    if options.key_header:
        return {options.key_header: options.key_prefix + key}, {}, ()
    return {}, {options.key_param: key}, (options.key_param,)


def _next(answer: Answer, options: Options) -> tuple[str, str, dict[str, str]] | None:
    """Where the next page is: a mark to know it again, its address and parameters; None for the end.

    A next page on another host would carry the key there, and is refused.
    """
    found = text_at(_search(options.next, answer.json()))
    if not found:
        return None
    if options.next_param:
        return found, options.url, dict(options.params) | {options.next_param: found}
    target = web_link(found, options.url)
    if urlsplit(target)[:2] != urlsplit(options.url)[:2]:
        raise Broken(
            f"{answer.where} names a next page on another site, which is not followed",
            next_step="Check the expression `next`; if it finds a token, set next_param.",
        )
    return target, target, {}


def _search(expression: str, value: Json) -> Json:
    """What the expression finds; an expression that this very value makes impossible finds nothing."""
    if not expression:
        return None
    try:
        found: Json = jmespath.search(expression, value)
    except (JMESPathError, TypeError, ValueError, RecursionError):
        return None
    return found


def _items(value: Json, options: Options, url: str) -> list[Json]:
    items = _search(options.items, value)
    if not isinstance(items, list):
        raise Broken(
            f"`items` ({options.items[:100]}) finds no list in what {url.split('?')[0]} answers",
            next_step="Open the address and compare: the service may answer with an error, or have changed its form.",
        )
    return items


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Items as mentions by the configured expressions. Raises Broken when items are there and none has an id."""
    options, scale = source.options, parse_scale(source.options.scale)
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    for part in payload.parts:
        for position, item in enumerate(_items(json_of(part), options, part.url)):
            own = text_at(_search(options.id, item))
            if not own:
                skipped.append(Skipped(f"{part.url} item {position + 1}", f"`id` ({options.id[:100]}) finds nothing"))
                continue
            mention = _mention(item, own, source, scale, seen)
            found[mention.id] = mention
            snapshots += _snapshot(item, mention, options, seen)
    if skipped and not found:
        raise Broken(
            f"none of the {len(skipped)} items has an id where `id` ({options.id[:100]}) looks for it",
            next_step="Open the address and compare the expression with one item.",
        )
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _mention(item: Json, own: str, source: Source[Options], scale: Scale, seen: datetime) -> Mention:
    options = source.options
    try:
        rating = parse_rating(_scalar(_search(options.rating, item)), scale)
    except RatingError:
        rating = None  # the words still count
    link = text_at(_search(options.link, item))
    formats = (options.date_format,) if options.date_format else ()
    return Mention(
        id=mention_id(source.kind, urlsplit(options.url).netloc + urlsplit(options.url).path, own),
        entity=source.entity,
        source=source.name,
        kind=options.says,
        url=web_link(link, options.url) if link else "",
        author=plain(text_at(_search(options.author, item))),
        title=plain(text_at(_search(options.title, item))),
        text=plain(text_at(_search(options.text, item))),
        published=parse_date(_scalar(_search(options.date, item)), now=seen, formats=formats),
        seen=seen,
        rating=rating[0] if rating else None,
        rating_scale=rating[1] if rating else None,
        language=language_of(_search(options.language, item)),
    )


def _snapshot(item: Json, mention: Mention, options: Options, seen: datetime) -> list[Snapshot]:
    likes, replies = count_at(_search(options.likes, item)), count_at(_search(options.replies, item))
    reply = plain(text_at(_search(options.reply, item))) or None
    if likes is None and replies is None and reply is None:
        return []
    return [Snapshot(mention=mention.id, at=seen, likes=likes, replies=replies, reply=reply)]


def _scalar(value: Json) -> str | int | float | None:
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None
