"""Reddit with an approved key: phrases searched everywhere, and the posts and comments of named subreddits.

Endpoint: oauth.reddit.com through PRAW 8; 100 requests a minute. A look takes one request for each phrase and two for
each subreddit, more only when a hundred new things came in between. Without a key use kind feed (see docs/sources).

Traps: new keys need an approval (since November 2025). The search finds submissions only, comments are seen in the
subreddits that are named. `author` None means deleted. What is deleted there has to go here: `fetch_again` asks about
known items, a hundred at a time. A search answers loosely, so whether it is about us is judged later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from collectors.reddit_client import Allowance, client, raw_items
from collectors.reddit_items import id_of, is_fullname, is_gone, own_id, to_mention, to_snapshot
from collectors.source import Batch, Cursor, Part, Payload, Skipped, Source, SourceError
from storage.model import Json, Mention, Snapshot

if TYPE_CHECKING:
    import praw

    from collectors.web import Web

__all__ = ["EVERY", "Options", "fetch", "fetch_again", "mentions", "own_id"]

EVERY = timedelta(minutes=15)

_MOST = 500  # items of one listing in one look
_FIRST = 100  # of the very first look
_OVERLAP = timedelta(hours=1)  # listings are in order of arrival, but a moderator may let something in later
_SEARCH_OVERLAP = timedelta(days=1)  # the search index lags behind
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Options:
    phrases: tuple[str, ...] = ()  # searched as they stand: the name, and other ways to write it
    subreddits: tuple[str, ...] = ()  # whose posts and comments are all read
    client_id_env: str = "REDDIT_CLIENT_ID"  # environment variable that holds the key's id
    client_secret_env: str = "REDDIT_CLIENT_SECRET"  # environment variable that holds its secret
    username: str = ""  # whose key it is; Reddit asks for the name in the user agent
    base_url: str = ""  # another server for every request; "" is Reddit itself

    def __post_init__(self) -> None:
        if not self.phrases and not self.subreddits:
            raise ValueError("reddit needs phrases to search for, or subreddits to read")
        for name in self.subreddits:
            if not name.replace("_", "").isalnum() or not name.isascii() or not 2 <= len(name) <= 24:
                raise ValueError(f"{name!r} is no subreddit: write the part after /r/ alone")
        if any(not phrase.strip('" ') or len(phrase) > 200 for phrase in self.phrases):
            raise ValueError("a phrase is one to 200 characters long")


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """What is new in each listing. A listing that fails does not take the others along; if all fail, raises."""
    reddit, allowance = _client(source, web)
    newest: dict[str, Json] = dict(cursor)
    parts: list[Part] = []
    errors: list[SourceError] = []
    looked = 0
    for label, listing in _listings(reddit, source.options, cursor, web.now()):
        looked += 1
        since = newest.get(label)
        items: list[dict[str, Any]] = []
        try:
            reached = _read(listing, web.now(), since if isinstance(since, (int, float)) else None, label, items)
        except SourceError as error:
            errors.append(error)
            parts.append(_part(label, items, problem=str(error)))
            if allowance.used_up:
                break  # the cursors of the listings not looked at stay where they are
            continue
        times = [item["created_utc"] for item in items if isinstance(item.get("created_utc"), (int, float))]
        if times:
            newest[label] = max([*times, since] if isinstance(since, (int, float)) else times)
        missed = "" if reached else f"more than {_MOST} new items since the last look; older ones were not read"
        if items or missed:
            parts.append(_part(label, items, problem=missed))
    if len(errors) == looked and not any(part.body for part in parts):
        raise errors[0]
    return Payload(tuple(parts), newest, web.now())


def _client(source: Source[Options], web: Web) -> tuple[praw.Reddit, Allowance]:
    key, secret = source.secrets.get("client_id_env"), source.secrets.get("client_secret_env")
    allowance = Allowance()
    reddit = client(key, secret, web, allowance, username=source.options.username, base_url=source.options.base_url)
    return reddit, allowance


def _listings(
    reddit: praw.Reddit, options: Options, cursor: Cursor, now: datetime
) -> Iterator[tuple[str, Iterable[object]]]:
    """A name and a lazy listing, newest first, for everything that is watched."""
    for phrase in options.phrases:
        label = f"search {phrase}"
        last = cursor.get(label)
        recent = isinstance(last, (int, float)) and now.timestamp() - last < timedelta(days=6).total_seconds()
        query = '"' + phrase.replace('"', " ").strip() + '"'
        found = reddit.subreddit("all").search(
            query, sort="new", time_filter="week" if recent else "month", limit=_MOST + 1
        )
        yield label, found
    for name in options.subreddits:
        yield f"r/{name}/new", reddit.subreddit(name).new(limit=_MOST + 1)
        yield f"r/{name}/comments", reddit.subreddit(name).comments(limit=_MOST + 1)


def _read(
    listing: Iterable[object], now: datetime, since: float | None, label: str, into: list[dict[str, Any]]
) -> bool:
    """Read down to what the last look saw, and a little further. False when the listing goes on beyond our limit."""
    overlap = (_SEARCH_OVERLAP if label.startswith("search") else _OVERLAP).total_seconds()
    for item in raw_items(listing, now):
        created = item.get("created_utc")
        if since is not None and isinstance(created, (int, float)) and created < since - overlap:
            return True
        if len(into) >= (_FIRST if since is None else _MOST):
            return since is None
        into.append(item)
    return True


def _part(label: str, items: Iterable[dict[str, Any]], problem: str = "") -> Part:
    body = "".join(json.dumps(item) + "\n" for item in items).encode()
    return Part(f"reddit {label}", body, "application/x-ndjson", {"problem": problem} if problem else {})


def fetch_again(source: Source[Options], own_ids: Sequence[str], web: Web) -> Payload:
    """Ask about known items once more, by Reddit's names ("t1_d81vwef"; see `own_id`), a hundred in one request.

    The batch made of it has their growth, edits, and in `gone` what was deleted there. When the allowance runs out the
    rest is left for the next time.
    """
    reddit, _ = _client(source, web)
    names = iter(dict.fromkeys(name for name in own_ids if is_fullname(name)))
    parts: list[Part] = []
    while asked := list(islice(names, _HUNDRED)):
        try:
            items = list(raw_items(reddit.info(fullnames=asked), web.now()))
        except SourceError:
            if not parts:
                raise
            break  # an answer that came in part must not make the rest look deleted
        part = _part("again", items)
        parts.append(Part(part.url, part.body, part.content_type, {"asked": ",".join(asked)}))
    return Payload(tuple(parts), {}, web.now())


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """The items as mentions; what is deleted, and what was asked for and is no more, is in `gone`."""
    found: dict[str, Mention] = {}
    grown: dict[str, Snapshot] = {}
    skipped: list[Skipped] = []
    gone: dict[str, None] = {}
    for part in payload.parts:
        if part.meta.get("problem"):
            skipped.append(Skipped(part.url, part.meta["problem"]))
        answered: set[str] = set()
        for number, line in enumerate(part.body.splitlines(), 1):
            item = _item(line)
            answered.add(str(item.get("name", "")))
            if is_gone(item):
                gone[id_of(str(item.get("name", "")))] = None
                continue
            try:
                mention = to_mention(item, entity=source.entity, source=source.name, seen=seen)
            except ValueError as error:
                skipped.append(Skipped(f"{part.url} item {number}", str(error)))
                continue
            found.setdefault(mention.id, mention)
            snapshot = to_snapshot(item, seen)
            if snapshot is not None:
                grown.setdefault(mention.id, snapshot)
        if answered:  # an answer with nothing in it at all is no proof that a hundred things were deleted
            asked = filter(None, part.meta.get("asked", "").split(","))
            gone.update(dict.fromkeys(id_of(name) for name in asked if name not in answered))
    return Batch(tuple(found.values()), tuple(grown.values()), tuple(skipped), tuple(gone))


def _item(line: bytes) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return item if isinstance(item, dict) else {}
