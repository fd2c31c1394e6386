"""The nouns everybody shares. Standard library only, frozen, times aware and in UTC.

What was said (`Mention`, `Snapshot`) and what we think of it (`Assessment`) are two types on purpose: the first is
never changed, the second is replaced whenever the rules get better.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["review", "post", "comment", "article"]
Label = Literal["negative", "neutral", "positive", "unscored"]
Flag = Literal["flag", "maybe", "none"]
Urgency = Literal["now", "today", "digest", "none"]
PollStatus = Literal["ok", "nothing_new", "blocked", "broken"]
AlertKind = Literal["spike", "story", "mention", "second_complaint", "source"]
Channel = Literal["email", "apprise"]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def mention_id(kind: str, place: str, own_id: str) -> str:
    """Stable id of a mention: the same item seen again, by any process, gets the same id.

    `kind` is the source kind ("feed"), `place` where it was found (host, subreddit, file name), `own_id` what the
    place itself calls it. 24 hexadecimal digits; two different mentions sharing one is out of reach (96 bits).
    """
    key = "\x1f".join((kind, place, own_id)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(key, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """What the outside said. Never changed after it is stored; later looks at it are `Snapshot`s."""

    id: str
    entity: str  # brand, or "brand / location", it is about
    source: str  # name of the source in config.yaml
    kind: Kind
    url: str
    author: str  # "" when the source names nobody
    title: str
    text: str  # plain words, never markup
    published: datetime | None  # what the source claims; None when missing or unbelievable
    seen: datetime  # when we could first have known
    rating: float | None = None  # 0 (worst) .. 1 (best)
    rating_scale: str | None = None  # the original scale, "1-5"
    language: str | None = None  # what the source claims, ISO 639-1
    parent: str | None = None  # id or URL of what this replies to

    @property
    def when(self) -> datetime:
        """The claimed time, else when we saw it: for ordering and charts."""
        return self.published or self.seen


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one look at a mention saw of its growth, edits and removal. Counts are None where the source gives none."""

    mention: str
    at: datetime
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    views: int | None = None
    followers: int | None = None  # of the author
    rating: float | None = None  # when it differs from the mention's
    text: str | None = None  # when it was edited
    reply: str | None = None  # our own public answer, as the source shows it
    deleted: bool = False
    title: str | None = None  # when it was edited


@dataclass(frozen=True, slots=True)
class TopicHit:
    """One topic a mention speaks of, in its own words."""

    topic: str
    polarity: float  # -1 .. 1, of the sentences that speak of it
    quote: str  # the sentence


@dataclass(frozen=True, slots=True)
class Assessment:
    """What we think of a mention, by which version of the rules. Replaceable."""

    mention: str
    version: str
    at: datetime
    relevant: bool  # is it about us
    language: str  # ISO 639-1, "und" when nobody can tell
    compound: float  # VADER's, -1 .. 1
    complaint: float | None  # probability that this is a complaint; None when unscored
    label: Label
    flag: Flag
    topics: tuple[TopicHit, ...]
    story: str  # id of the story it tells
    urgency: Urgency
    reasons: tuple[str, ...]  # plain words, most important first
    rival: bool = False  # about a competitor: counted for the share of voice, and `relevant` is False


@dataclass(frozen=True, slots=True)
class Poll:
    """One look at one source. The cursor is stored in the same transaction as what it stands for."""

    source: str
    at: datetime
    status: PollStatus
    found: int = 0
    new: int = 0
    skipped: int = 0
    seconds: float = 0.0
    error: str = ""  # one sentence for a person, no secrets
    next_step: str = ""  # what the owner can do about it
    failures: int = 0  # in a row, this one included
    newest: datetime | None = None  # newest published time the source showed
    next_due: datetime | None = None
    cursor: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alert:
    """A judgement worth telling somebody, once: `key` says what it is about."""

    key: str
    kind: AlertKind
    entity: str
    at: datetime
    headline: str  # a sentence
    mentions: tuple[str, ...]  # ids, the most telling first
    reasons: tuple[str, ...]
    usual: str = ""  # what is usual, in words
    urgent: bool = False
    expected_false_alarms_per_week: float | None = None


NotificationKind = Literal["alert", "digest", "reminder", "source"]


@dataclass(frozen=True, slots=True)
class Notification:
    """An alert, digest or reminder on its way to one person. One per key and recipient, for ever."""

    key: str
    recipient: str  # address; for apprise the name of the environment variable that holds it
    channel: Channel
    kind: NotificationKind
    subject: str
    text: str
    html: str
    created: datetime
    thread: str = ""  # key that groups mails of one story
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention with what we think of it."""

    mention: Mention
    assessment: Assessment

    @property
    def when(self) -> datetime:
        """The claimed time of the mention, else when we saw it."""
        return self.mention.when


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing done about a case. Append-only: a case is what its events add up to."""

    case: str
    seq: int  # 1, 2, 3 ... within the case; two people cannot both write the same one
    at: datetime
    who: str
    kind: str  # the verb
    payload: Mapping[str, Json] = field(default_factory=dict)
