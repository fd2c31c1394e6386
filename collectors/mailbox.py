"""Review notices from a mailbox: Google, Yelp, Tripadvisor, Facebook, Trustpilot, Booking.

Endpoint: IMAP over TLS, signed in with an app password; every five minutes is fine everywhere. Read-only: nothing is
marked, moved or deleted. Limits: 200 messages a look, 2 MB a message.

Traps: whatever lies in the folder becomes a mention, so give it a folder of its own. Notices are not documented and
change; one that is not laid out as we know it, and any from a sender we do not know, becomes an "unparsed" mention with
all its words. Anybody can write a letter "from Google": stars count only when our receiving server says that the
sender's domain signed it (see `collectors.trust`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from collectors.letter import Letter, read_letter
from collectors.mailbox_door import Folder, open_folder
from collectors.notices import Layout, Notice, layout_of, read_notice
from collectors.source import Batch, Cursor, Part, Payload, Skipped, Source
from collectors.trust import signed_by
from storage.model import Mention, mention_id

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=5)

_MOST = 200  # messages a look; the rest comes at the next
_MAX_MESSAGE = 2_000_000  # bytes
_MAX_LOOK = 40_000_000  # bytes a look
_MAX_UNPARSED = 5_000  # characters of a letter that is shown as it is


@dataclass(frozen=True, slots=True)
class Options:
    host: str  # the IMAP server: "imap.gmail.com"
    user: str  # usually the whole address
    password_env: str = "EARLYWORD_MAIL_PASSWORD"  # environment variable with the app password
    folder: str = "Reviews"  # a folder that holds nothing but review notices
    port: int = 993
    security: Literal["tls", "starttls"] = "tls"
    days: int = 30  # how far back the first look goes
    auth_server: str = ""  # name your receiving server writes in Authentication-Results; "" for the well-known ones
    ca_file: str = ""  # certificate of your own mail server, when nobody else vouches for it

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65_535 or not 0 <= self.days <= 3_650:
            raise ValueError("port must be between 1 and 65535, and days between 0 and 3650")
        if not self.host or not self.user or not self.folder:
            raise ValueError("a mailbox needs host, user and folder")


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The messages that came since the last look, oldest first."""
    options = source.options
    with open_folder(
        options.host,
        options.port,
        options.user,
        source.secrets.get("password_env"),
        options.folder,
        starttls=options.security == "starttls",
        ca_file=options.ca_file,
        loopback=web.allow_loopback,
    ) as folder:
        last = cursor.get("uid")
        known = cursor.get("uidvalidity") == folder.validity and folder.validity > 0 and isinstance(last, int)
        after = last if known and isinstance(last, int) else 0
        uids = folder.new(after) if known else folder.since((web.now() - timedelta(days=options.days)).date())
        if not known and not uids:  # nothing recent: begin at the end, so that the next look needs no search by date
            after = max(folder.new(0), default=0)
        parts = tuple(_messages(folder, uids[:_MOST]))
        read = [int(part.meta["uid"]) for part in parts]
        place = {"uidvalidity": folder.validity, "uid": max([after, *read])}
    return Payload(parts, place, web.now())


def _messages(folder: Folder, uids: list[int]) -> Iterator[Part]:
    """Messages in the order of their UIDs; one that is too large, or vanished, leaves a word of it."""
    sizes = folder.sizes(uids)
    large = {uid for uid, size in sizes.items() if size > _MAX_MESSAGE}
    room = _MAX_LOOK
    bodies = folder.bodies([uid for uid in uids if uid in sizes and uid not in large])
    ready: dict[int, bytes] = {}
    for uid in uids:
        if uid in large:
            problem = f"it is larger than {_MAX_MESSAGE // 1_000_000} MB, which no review notice is; read it yourself"
            yield Part(f"message {uid}", b"", meta={"uid": str(uid), "problem": problem})
        elif uid in sizes:
            room -= sizes[uid]
            if room < 0:
                return
            while uid not in ready:
                following = next(bodies, None)
                if following is None:
                    return  # out of time, or deleted meanwhile: the cursor stays before it
                ready[following[0]] = following[1]
            yield Part(f"message {uid}", ready.pop(uid), "message/rfc822", {"uid": str(uid)})


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """Every message as a mention: a review where it is one, else as "unparsed" with its words."""
    found: dict[str, Mention] = {}
    skipped: list[Skipped] = []
    for part in payload.parts:
        if "problem" in part.meta:
            skipped.append(Skipped(part.url, part.meta["problem"]))
            continue
        letter = read_letter(part.body, now=seen)
        layout = layout_of(letter)
        notice = read_notice(letter, layout) if layout is not None else None
        if layout is not None and notice is not None:
            mention = _review(letter, layout, notice, source, seen)
        else:
            mention = _unparsed(letter, layout, part.body, source, seen)
        found.setdefault(mention.id, mention)
    return Batch(tuple(found.values()), (), tuple(skipped))


def _review(letter: Letter, layout: Layout, notice: Notice, source: Source[Options], seen: datetime) -> Mention:
    options = source.options
    signed = signed_by(letter.results, layout.signers, host=options.host, server=options.auth_server)
    rating = notice.rating if signed else None
    # an unsigned letter must not be able to pass for, or change, the mention of a signed one
    own = (
        f"{layout.site} {notice.own_id}" if signed and notice.own_id else f"{signed} {_message_id(letter, notice.text)}"
    )
    title = notice.title if signed else f"Unconfirmed sender, stars not counted: {notice.title or letter.subject}"
    return Mention(
        id=mention_id(source.kind, source.name, own),
        entity=source.entity,
        source=source.name,
        kind="review",
        url=notice.url if signed else "",
        author=notice.author,
        title=title,
        text=notice.text,
        published=letter.sent,
        seen=seen,
        rating=rating[0] if rating is not None else None,
        rating_scale=rating[1] if rating is not None else None,
    )


def _unparsed(letter: Letter, layout: Layout | None, raw: bytes, source: Source[Options], seen: datetime) -> Mention:
    """A letter as it is. The owner reads it; we say that we could not."""
    words = "\n".join(letter.lines)
    sender = layout.site if layout is not None else letter.sender or "an unreadable sender"
    text = words if len(words) <= _MAX_UNPARSED else words[: _MAX_UNPARSED - 1] + "…"
    own = _message_id(letter, words) if letter.message_id or words else hashlib.blake2b(raw, digest_size=12).hexdigest()
    return Mention(
        id=mention_id(source.kind, source.name, f"unparsed {own}"),
        entity=source.entity,
        source=source.name,
        kind="review",
        url="",
        author=letter.sender_name or letter.sender,
        title=f"Unparsed letter from {sender}: {letter.subject or 'no subject'}",
        text=text,
        published=letter.sent,
        seen=seen,
    )


def _message_id(letter: Letter, words: str) -> str:
    """Message-ID and words together: senders choose the first, and some choose it twice."""
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{letter.sender} {letter.message_id} {digest}"
