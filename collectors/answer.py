"""What came back from one request, and what a refusal means in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from collectors.manners import wait_asked
from collectors.source import Blocked, Broken, SourceError
from collectors.wrong_page import wrong_page
from storage.model import Json

_HEADER_VALUE = re.compile(r"[\x20-\x7e]{1,1000}")


def url_mark(url: str) -> str:
    """A short digest of an address, so that a validator is never used for another one. Tells nothing of a secret."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. 304 comes as status 304 with an empty body; other bad statuses are raised, unless asked for."""

    url: str  # where it finally came from, secrets masked
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    asked: str = ""  # mark of the address that was asked for

    @property
    def content_type(self) -> str:
        """The Content-Type header, at most 200 characters."""
        return self.headers.get("content-type", "")[:200]

    @property
    def where(self) -> str:
        """The host, for messages."""
        return self.url.partition("://")[2].partition("/")[0]

    def json(self) -> Json:
        """The body as JSON. Raises Broken, or Blocked when it is a login or captcha page."""
        try:
            value: Json = json.loads(self.body.decode("utf-8-sig"), parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise self._not_json() from None
        return value

    def object(self) -> dict[str, Json]:
        """The body as a JSON object. Raises like `json`."""
        value = self.json()
        if not isinstance(value, dict):
            raise self._not_json()
        return value

    def validators(self) -> dict[str, Json]:
        """ETag and Last-Modified for the cursor, with the mark of the address they belong to."""
        found: dict[str, Json] = {}
        for key, name in (("etag", "etag"), ("last_modified", "last-modified")):
            value = self.headers.get(name, "")
            if _HEADER_VALUE.fullmatch(value):
                found[key] = value
        return found | {"validates": self.asked} if found else {}

    def _not_json(self) -> SourceError:
        start = self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start in (b"{", b"[", b'"'):
            return Broken(
                f"{self.where} sent JSON that is damaged, cut off or of another shape than its documentation says",
                next_step="It usually passes; if it stays, the service has changed.",
            )
        return wrong_page(self.body, self.where, "JSON")


def conditions(cursor: Mapping[str, Json] | None, mark: str) -> dict[str, str]:
    """The headers that ask "only if it changed", from a cursor made by `Answer.validators` for the same address."""
    if not cursor or cursor.get("validates") != mark:
        return {}
    asked = {}
    for key, name in (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since")):
        value = cursor.get(key)
        if isinstance(value, str) and _HEADER_VALUE.fullmatch(value):
            asked[name] = value
    return asked


def refusal(status: int, headers: Mapping[str, str], where: str, now: datetime) -> SourceError:
    """The error that a status of 400 and above stands for, in words for the owner."""
    wait = wait_asked(status, headers, now)
    if status in (401, 407):
        return Blocked(
            f"{where} does not accept our sign-in ({status})",
            next_step="Check that the key or password is right and has not run out.",
            retry_after=wait,
        )
    if status in (403, 451):
        return Blocked(
            f"{where} does not let us in ({status})",
            next_step="Check the key and its rights; a site read without a key may not want programs: ask less often.",
            retry_after=wait,
        )
    if status == 429:
        return Blocked(
            f"{where} says that we ask too often (429)",
            next_step="We wait as long as it asks. If this comes back, give the source a longer period.",
            retry_after=wait,
        )
    if status == 410:
        return Broken(
            f"{where} says that this address is gone for good (410)",
            next_step="Remove the source, or find its new address.",
            permanent=True,
        )
    if status == 404:
        return Broken(
            f"{where} has nothing at this address (404)",
            next_step="Check the spelling of the address; if it worked before, it may come back.",
            retry_after=wait,
        )
    if status >= 500:
        return Broken(
            f"{where} is out of order ({status})",
            next_step="Nothing to do: we try again later.",
            retry_after=wait,
        )
    return Broken(
        f"{where} does not understand what we ask ({status})",
        next_step="Check the options of this source; if they are right, the service has changed.",
        retry_after=wait,
    )
