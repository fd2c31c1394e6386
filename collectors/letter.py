"""An e-mail as somebody reads it: who, when, about what, and its words line by line.

Built on imap_tools' reading of messages. Mail is hostile like everything else from outside: a header that cannot be
decoded becomes "", an HTML part is brought to plain words, and nothing is ever fetched for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TypeVar

from imap_tools import MailMessage
from selectolax.lexbor import LexborHTMLParser

from collectors.dates import parse_date
from collectors.plain import clean, plain

T = TypeVar("T")

MAX_HTML = 1_000_000  # characters looked at
_IMAGE = re.compile(r"<img\b([^>]{0,4000})>", re.I)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]{0,200})"|'([^']{0,200})')""", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@[a-z0-9.-]{1,255}")
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, MessageError, RecursionError)  # of broken messages


@dataclass(frozen=True, slots=True)
class Letter:
    """What one message says of itself. `sender` is its From address in lower case, "" when there is none to be read.

    An address with a control character in it (NUL, a change of direction) is none: no server gives one out, and without
    the character it would be somebody else's.
    """

    sender: str
    sender_name: str
    subject: str
    message_id: str
    sent: datetime | None
    lines: tuple[str, ...]  # plain words, blank lines left out; a picture stands for its alt text
    links: tuple[tuple[str, str], ...]  # address and its words
    results: tuple[str, ...]  # Authentication-Results headers, the topmost first

    @property
    def domain(self) -> str:
        """The domain of the sender."""
        return self.sender.rpartition("@")[2]


def read_letter(raw: bytes, *, now: datetime) -> Letter:
    """A message from its bytes. Whatever cannot be read is empty; this never raises for a broken message."""
    message = MailMessage.from_bytes(raw)
    _, address = parseaddr(_header(message, "from"))
    name = parseaddr(_words(message, "from"))[0] if address else ""
    address = address.strip().lower()
    html = _safe(lambda: message.html, "")[:MAX_HTML]
    words = plain(_with_alt(html)) if html.strip() else clean(_safe(lambda: message.text, ""))
    return Letter(
        sender=address if _ADDRESS.fullmatch(address) and clean(address) == address else "",
        sender_name=clean(name)[:200],
        subject=clean(_words(message, "subject")).replace("\n", " ")[:500],
        message_id=_header(message, "message-id").strip().strip("<>")[:500],
        sent=parse_date(_safe(lambda: message.date, None), now=now),
        lines=tuple(line for line in (part.strip() for part in words.split("\n")) if line),
        links=_links(html),
        results=tuple(_headers(message, "authentication-results")),
    )


def _safe(read: Callable[[], T], otherwise: T) -> T:
    """What imap_tools makes of a part of the message, or `otherwise` where the message is broken there."""
    try:
        return read()
    except _UNREADABLE:
        return otherwise


def _headers(message: MailMessage, name: str) -> list[str]:
    values: list[object] = list(_safe(lambda: message.obj.get_all(name), None) or ())
    return [re.sub(r"\s+", " ", str(value))[:20_000] for value in values[:50]]


def _header(message: MailMessage, name: str) -> str:
    """A header that is to stand alone; two From headers are none."""
    values = _headers(message, name)
    return values[0] if len(values) == 1 else ""


def _words(message: MailMessage, name: str) -> str:
    """A header with its encoded words decoded, the blanks between them as RFC 2047 wants them."""
    raw = _header(message, name)
    return _safe(lambda: str(make_header(decode_header(raw))), raw)


def _with_alt(html: str) -> str:
    """Pictures replaced by their alt text, where letters hide their stars; and table cells, their layout, apart."""

    def words(match: re.Match[str]) -> str:
        alt = _ALT.search(match[1])
        text = (alt[1] or alt[2] or "") if alt else ""
        return f" {text} " if "<" not in text else " "

    return _CELL.sub("<br>", _IMAGE.sub(words, html))


def _links(html: str) -> tuple[tuple[str, str], ...]:
    if "<a" not in html.lower():
        return ()
    found = []
    for node in LexborHTMLParser(html).css("a[href]")[:300]:
        href = (node.attributes.get("href") or "").strip()
        if href.startswith(("https://", "http://")):
            found.append((href[:2_000], clean(node.text())[:200]))
    return tuple(found)
