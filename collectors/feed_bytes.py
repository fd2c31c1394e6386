"""A feed's bytes made safe to parse: in UTF-8, without entity declarations, without characters that do not exist.

Each of these would otherwise cost the whole feed (a reference to a lone surrogate raises in feedparser), an hour of
work (entities that expand to gigabytes), or all accents (one bad byte turns a UTF-8 feed into mojibake).
"""

from __future__ import annotations

import re
from typing import Any

from feedparser.encodings import convert_to_utf8

from collectors.nesting import nests_deeper
from collectors.source import Broken

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,32})|([0-9]{1,32}));?")
_DECLARATION = re.compile(rb"<!ENTITY")
_OPENED = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSED = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_ROOT_CLOSED = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>\s*\Z", re.IGNORECASE)
_MOST_ITEMS = 100_000
_DEEPEST = 10_000  # levels of elements
_GUESSES = ("windows-1252", "iso-8859-2")  # what feedparser ends at when nothing that was declared fits


def repaired(body: bytes, content_type: str) -> bytes:
    """The same feed in UTF-8 and fit for parsing. Raises ValueError when its encoding makes no sense at all."""
    return _REFERENCE.sub(_reference, _DECLARATION.sub(b"<! ENTITY", _as_utf8(body, content_type))).replace(b"\0", b"")


def _as_utf8(body: bytes, content_type: str) -> bytes:
    said: dict[str, Any] = {}
    converted: bytes = convert_to_utf8({"content-type": content_type} if content_type else {}, body, said)
    if said.get("encoding") in _GUESSES and said["encoding"].encode() not in body[:200].lower():
        text = body.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        if sum(character > "\x7f" for character in text) > 2 * bad:  # mostly right UTF-8 after all
            return text.encode("utf-8")
    return converted


def _reference(found: re.Match[bytes]) -> bytes:
    """A reference to a character that XML does not have becomes the replacement character."""
    number = int(found[1], 16) if found[1] else int(found[2])
    exists = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000
    return found[0] if exists else b"&#xFFFD;"


def is_cut(body: bytes) -> bool:
    """Does the body end inside an entry?"""
    if is_closed(body):
        return False
    tail = body[-2_000_000:]
    opened = max((found.start() for found in _OPENED.finditer(tail)), default=-1)
    closed = max((found.start() for found in _CLOSED.finditer(tail)), default=-1)
    return opened > closed


def is_closed(body: bytes) -> bool:
    """Does the body end as a feed must?"""
    return _ROOT_CLOSED.search(body[-2_000:]) is not None


def refuse_monsters(body: bytes, where: str) -> None:
    """Raises Broken for a feed that would only be killed while it is parsed: too many items, or nested too deep."""
    if max(body.count(b"<item"), body.count(b"<entry")) > _MOST_ITEMS:
        raise Broken(
            f"the feed at {where} lists more than {_MOST_ITEMS:,} items",
            next_step="Find the feed's address for recent items only.",
        )
    if nests_deeper(body.decode("latin-1"), _DEEPEST):
        raise Broken(
            f"the feed at {where} nests its elements more than {_DEEPEST:,} levels deep",
            next_step="No feed is like that; check the address.",
        )
