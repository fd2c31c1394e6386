"""Who is signed in: a random token in the browser, and what it stands for on this side alone.

Nothing can be read from a token or changed in it, and one that was signed out is worth nothing even to somebody who
copied it before. Only digests of tokens are kept, so the file is no key to the page either. Sessions outlive a restart.
A full disk keeps nobody out and nobody in: what counts is in memory, and is written as soon as there is room again.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from pipelines.access import kept
from storage.model import Json

LOG = logging.getLogger(__name__)
FILE = "sessions.json"
ABSOLUTE = timedelta(days=7)  # whatever somebody does, once a week they sign in
SAVE_EVERY = timedelta(minutes=5)  # a sign of life reaches the disk this late at most
MOST = 1000  # sessions; beyond, the one unused for longest goes
BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """`rests_on`: the mark of what let them in; when it changes (a new password) the session has ended."""

    name: str
    rests_on: str
    born: datetime
    seen: datetime


class Sessions:
    """The sessions of one data folder, for every thread of the one process that serves it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()
        self._saved: datetime | None = None
        self._open = {digest: found for digest, each in kept.load(self.path).items() if (found := _read(each))}

    def begin(self, name: str, rests_on: str, now: datetime) -> str:
        """Somebody is let in; returns the token for their browser."""
        token = secrets.token_urlsafe(BYTES)
        with self._lock:
            self._open[_digest(token)] = Session(name, rests_on, now, now)
            if len(self._open) > MOST:
                del self._open[min(self._open, key=lambda each: self._open[each].seen)]
            self._save(now)
        return token

    def find(self, token: str, now: datetime, idle: timedelta) -> Session | None:
        """What a token stands for; None for one that is not ours, was signed out, or slept too long."""
        if not token or len(token) > 2 * BYTES:
            return None
        with self._lock:
            found = self._open.get(_digest(token))
        if found is None or now - found.seen > idle or now - found.born > ABSOLUTE:
            return None
        return found

    def touch(self, token: str, now: datetime) -> None:
        """They did something: the idle time begins anew."""
        digest = _digest(token)
        with self._lock:
            if digest in self._open and now > self._open[digest].seen:
                self._open[digest] = replace(self._open[digest], seen=now)
                if self._saved is None or now - self._saved > SAVE_EVERY:
                    self._save(now)

    def end(self, token: str, now: datetime) -> None:
        """Signed out, here and now and for every copy of the token."""
        with self._lock:
            if self._open.pop(_digest(token), None) is not None:
                self._save(now)

    def _save(self, now: datetime) -> None:
        self._open = {d: each for d, each in self._open.items() if now - each.born <= ABSOLUTE}
        said: dict[str, Json] = {
            digest: [each.name, each.rests_on, each.born.isoformat(), each.seen.isoformat()]
            for digest, each in self._open.items()
        }
        try:
            kept.save(self.path, said)
        except OSError as wrong:
            LOG.warning("who is signed in could not be kept in %s: %s", self.path, wrong.strerror)
            self._saved = None  # the next sign of life tries again
        else:
            self._saved = now


@cache
def sessions_of(folder: Path) -> Sessions:
    """The one value for a data folder in this process: the gate and the pages must see the same."""
    return Sessions(folder)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _read(each: Json) -> Session | None:
    match each:
        case [str(name), str(rests_on), str(born), str(seen)]:
            try:
                return Session(name, rests_on, datetime.fromisoformat(born), datetime.fromisoformat(seen))
            except ValueError:
                return None
    return None
