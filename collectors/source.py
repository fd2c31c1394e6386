"""What a source is, what one look at it brings home, and how it says that it could not.

Every kind is one module with three names: `Options` (a frozen dataclass: its keys in config.yaml), `fetch` (all of its
I/O; returns bytes) and `mentions` (pure: bytes in, `Batch` out). The seam is bytes so that what was fetched is safe on
disk before anything tries to understand it, and so that understanding it again needs no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, Protocol, TypeVar

from storage.model import Json, Mention, Snapshot

O = TypeVar("O", covariant=True)  # noqa: E741 - the kind's Options
Cursor = Mapping[str, Json]


class Secret:
    """A value that prints as stars everywhere but in `reveal()`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)


@dataclass(frozen=True, slots=True)
class Source(Generic[O]):
    """One configured place to look."""

    name: str
    kind: str
    entity: str
    options: O
    about_us: bool = False  # everything here is about us (our own review page): no brand test needed
    secrets: Mapping[str, Secret] = field(default_factory=dict)  # option ending in _env -> its value


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of the outside: the bytes, and where they came from (secrets in the URL already masked)."""

    url: str
    body: bytes
    content_type: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payload:
    """What `fetch` brings: no parts means that the source said "nothing new" in so many words (304, empty page).

    `cursor` becomes true only once the parts are stored.
    """

    parts: tuple[Part, ...]
    cursor: Cursor
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that could not become a mention: where it stood, and why, in words."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one poll brings home. `gone` are ids of mentions the source itself says were removed."""

    mentions: tuple[Mention, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    gone: tuple[str, ...] = ()


class SourceError(Exception):
    """A look at a source that failed. `status` tells blocked ("they will not let us") from broken ("it does not work").

    The message is one sentence for the owner and never holds a secret; `next_step` says what to do.
    """

    status: Literal["blocked", "broken"] = "broken"

    def __init__(
        self,
        message: str,
        *,
        next_step: str = "",
        permanent: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.next_step = next_step
        self.permanent = permanent
        self.retry_after = retry_after


class Blocked(SourceError):
    """The other side refuses us: 401, 403, 429, a login or captcha page, an API not approved yet."""

    status: Literal["blocked", "broken"] = "blocked"


class Broken(SourceError):
    """The other side, or the way to it, does not work: DNS, TLS, 5xx, HTML where a feed should be, cut bodies."""


class KindModule(Protocol):
    """What `collectors.load` returns: see the module docstring. `fetch`'s `web` is `collectors.web.Web`."""

    Options: type
    EVERY: timedelta

    def fetch(self, source: Source[Any], cursor: Cursor, web: Any) -> Payload: ...

    def mentions(self, payload: Payload, source: Source[Any], seen: datetime) -> Batch: ...
