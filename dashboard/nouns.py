"""What the pages show, as plain frozen values: read once, kept by the version of the published copy, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.model import AlertKind


@dataclass(frozen=True, slots=True)
class Said:
    """One mention with what we think of it."""

    id: str
    entity: str
    source: str
    kind: str
    url: str
    author: str
    title: str
    text: str
    published: datetime | None
    seen: datetime
    rating: float | None  # 0 (worst) .. 1 (best)
    rating_scale: str | None
    deleted: bool  # the source says that it was removed since
    label: str  # negative, neutral, positive, unscored; "" before it was judged
    flag: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def when(self) -> datetime:
        return self.published or self.seen


@dataclass(frozen=True, slots=True)
class Need:
    """One open alert: what was said, how far it got, and why it is told."""

    key: str
    kind: AlertKind
    at: datetime
    headline: str
    reasons: tuple[str, ...]
    usual: str
    urgent: bool
    said: tuple[Said, ...]  # the most telling first, three at most
    passes: int  # mentions that tell the same story
    recent: int  # of them, in the last 6 hours
    shares: int  # of those mentions, as last seen


@dataclass(frozen=True, slots=True)
class Slot:
    """Mentions in one quarter of an hour: fine enough for every time zone's days."""

    start: datetime
    total: int
    negative: int


@dataclass(frozen=True, slots=True)
class TopicLine:
    """What people say about one topic, in one mood, and one sentence of theirs."""

    topic: str
    count: int  # mentions
    quote: str


@dataclass(frozen=True, slots=True)
class Health:
    """One source: its last look, and how the last 24 hours of looks went."""

    source: str
    status: str
    at: datetime
    error: str
    next_step: str
    next_due: datetime | None
    newest: datetime | None  # newest mention that came from here
    looks: int
    failures: int


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything the first page needs, in one reading."""

    needs: tuple[Need, ...]
    slots: tuple[Slot, ...]
    praise: tuple[TopicLine, ...]
    complaints: tuple[TopicLine, ...]
    health: tuple[Health, ...]
    last_heard: datetime | None  # newest mention of all
    mentions: int  # kept in the record, about us or not


@dataclass(frozen=True, slots=True)
class Voice:
    """A mention that stands for a story, and how many mentions tell it where it was looked for."""

    said: Said
    story: str
    voices: int = 1


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of a search, and how many mentions its choice has altogether."""

    said: tuple[Said, ...]
    found: int
    more: bool = False  # there are more than that; nobody counted on


@dataclass(frozen=True, slots=True)
class Pile:
    """One page of the inbox, and how many mentions and entries its choice has altogether."""

    told: tuple[Voice, ...]
    found: int
    entries: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A word of a person about a mention that still stands; or the case it is in, with how much happened there."""

    word: str
    who: str
    case: str
    events: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many mentions something has, and how many of them are negative."""

    name: str
    total: int
    negative: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a look at the trends is narrowed to; "" is everything."""

    days: int
    entity: str = ""
    source: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts of one span of time, from several sides."""

    slots: tuple[Slot, ...]
    topics: tuple[Count, ...]
    sources: tuple[Count, ...]
    voices: tuple[Count, ...]  # brands and locations, competitors among them
    stars: tuple[tuple[int, int], ...]  # 5 .. 1, mentions


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question of the analyst's brought: column names, rows, and whether there were more."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class LookDay:
    """The looks at one source on one UTC day."""

    date: date
    looks: int
    blocked: int
    broken: int
    brought: int  # new mentions


@dataclass(frozen=True, slots=True)
class Fared:
    """How one source fared in the last days; `quiet` says in a sentence that it is silent against its habit."""

    source: str
    days: tuple[LookDay, ...]
    quiet: str
