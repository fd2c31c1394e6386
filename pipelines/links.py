"""The buttons of a letter: signed addresses of the running service that do one thing, once, for one person.

A link says which alert, which action, who was written to and until when, under an HMAC-SHA256 whose secret lies in the
data folder, readable by nobody else. Opening one only shows what it would do: mail scanners that follow links change
nothing. The button on that page does it, once; that it was used is kept.

A letter waits in the record, and the record is copied for analysts. What stands in a letter that is kept is therefore
only the draft of a link, which does nothing; it becomes a link in the moment the letter leaves (`ripen`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

SECRET = "links.key"
BYTES = 32
LIFETIME = timedelta(days=14)
DRAFT, LINK = b"earlyword draft 2", b"earlyword link 2"  # what is signed says what for; 1 stood in kept letters
LONGEST = 4000  # characters of a token
Action = Literal["case", "calm"]
ACTIONS: tuple[Action, ...] = get_args(Action)
_DRAFT = re.compile(r"(?<=/act/)([A-Za-z0-9_-]{1,4000})\.([A-Za-z0-9_-]{43})(?![A-Za-z0-9_.-])")


class BadLink(Exception):
    """The link cannot be used; the message is a sentence for whoever pressed it."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a valid link asks for. `digest` names it once it was used."""

    action: Action
    alert: str  # key
    recipient: str
    until: datetime
    digest: str


@dataclass(frozen=True)
class Links:
    """Makes and reads links. `base` is where the service is reached, without a slash at the end."""

    secret: bytes
    base: str

    def __repr__(self) -> str:
        return f"Links(base={self.base!r})"  # never the secret

    def link(self, action: Action, alert: str, recipient: str, now: datetime) -> str:
        """The address of a button as it is kept: a draft, which `read` refuses."""
        until = int((now + LIFETIME).timestamp())
        said = json.dumps([action, alert, recipient, until], ensure_ascii=True, separators=(",", ":")).encode()
        return f"{self.base}/act/{_text(said)}.{_text(self._sign(said, DRAFT))}"

    def ripen(self, letter: str) -> str:
        """A letter about to leave, its drafts made links. Drafts that are not ours stay what they are: words."""

        def signed(found: re.Match[str]) -> str:
            with suppress(ValueError):
                said = _bytes(found[1])
                if hmac.compare_digest(_bytes(found[2]), self._sign(said, DRAFT)):
                    return f"{found[1]}.{_text(self._sign(said, LINK))}"
            return found[0]

        return _DRAFT.sub(signed, letter)

    def read(self, token: str, now: datetime) -> Press:
        """What a token asks for. Raises `BadLink` for one that is not ours, was bent, or is too old."""
        wrong = BadLink("This link is not one of ours, or a part of it was lost. Open the page instead.")
        said, dot, signed = token.partition(".")
        if not dot or len(token) > LONGEST:
            raise wrong
        try:
            raw, signature = _bytes(said), _bytes(signed)
        except ValueError:
            raise wrong from None
        if not hmac.compare_digest(signature, self._sign(raw, LINK)):
            raise wrong
        action, alert, recipient, stamp = json.loads(raw)  # ours, so it is what `link` wrote
        until = datetime.fromtimestamp(stamp, UTC)
        if now > until:
            raise BadLink("This link is more than two weeks old and has ended. Open the page instead.")
        known = next((each for each in ACTIONS if each == action), None)
        if known is None:
            raise wrong
        return Press(known, alert, recipient, until, hashlib.blake2b(raw, digest_size=12).hexdigest())

    def _sign(self, said: bytes, purpose: bytes) -> bytes:
        return hmac.new(self.secret, purpose + b"\0" + said, hashlib.sha256).digest()


def secret_of(folder: Path) -> bytes:
    """The secret in the data folder, made when it is missing or spoilt (links sent before then stop working)."""
    path = folder / SECRET
    for _ in range(5):
        try:
            kept = path.read_bytes()
        except FileNotFoundError:
            _make(path)
            continue
        with suppress(ValueError):
            found = bytes.fromhex(kept.decode("ascii"))
            if len(found) == BYTES:
                return found
        path.unlink(missing_ok=True)
    raise OSError(f"{path} cannot be kept; check who may write into that folder")


def _make(path: Path) -> None:
    """A fresh secret, whole from the first moment anybody can see it; whoever is second leaves the first in place."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES))
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    """Raises ValueError for anything but the one spelling `_text` gives."""
    if not text.isascii():
        raise ValueError("no base64")
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(raw) != text:  # the last letter carries spare bits
        raise ValueError("no base64 of ours")
    return raw
