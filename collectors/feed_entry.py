"""One item of a feed, whatever the feed's format, and when two items are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from collectors.links import same_link
from storage.model import Kind

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
MOST = 5_000  # items we take from one answer

_NOT_WORDS = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_].*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the formats have in common. Texts are plain words, links safe, times aware and in UTC."""

    guid: str
    link: str
    title: str
    text: str
    author: str = ""
    published: datetime | None = None
    language: str | None = None
    publisher: str = ""  # the medium an aggregator took it from
    kind: Kind | None = None  # None: the place does not tell
    parent: str | None = None
    own_id: str = ""  # set where the guid alone is known to be trustworthy
    replies: int | None = None
    likes: int | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed as read: its entries by position, and those that could not be read with the reason."""

    entries: Sequence[tuple[int, Entry]]
    bad: Sequence[tuple[int, str]]


def believable(at: datetime | None, seen: datetime) -> datetime | None:
    """A claimed time between 2000 and a day after we saw it; None for everything else."""
    return at if at is not None and EARLIEST <= at <= seen + timedelta(days=1) else None


def language_of(value: object) -> str | None:
    """ISO 639-1 from "en-US" and the like; None for anything else."""
    found = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return found.group(1).lower() if found else None


def folded(text: str) -> str:
    """Words only, in lower case: what stays when punctuation and spacing are edited."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def own_id(entry: Entry) -> str:
    """What makes an entry itself.

    A site may give a new guid to the same page on every request, and another the same guid to everything; so it is the
    place (link, or guid without one) together with the words. Where a source is known to number its items well,
    `own_id` is set and stands alone, so that an edit there stays the same mention.
    """
    if entry.own_id:
        return entry.own_id
    words = "\x1f".join((folded(entry.title) or entry.title, folded(entry.text) or entry.text))
    key = f"{same_link(entry.link) if entry.link else entry.guid}\x1e{words}"
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
