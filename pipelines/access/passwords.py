"""One password for each person, as an argon2id hash in a file of its own: never in config.yaml, never in the record."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipelines.access import kept

FILE = "passwords.json"
SHORTEST, LONGEST = 12, 256  # characters; length is what counts (NIST SP 800-63B), and hashing must stay bounded
FEWEST = 5  # different characters
_HASHER = PasswordHasher()  # argon2id with the low-memory setting of RFC 9106: 64 MB, 3 passes, about 0.1 s


class Weak(Exception):
    """The password is too easily guessed; the message is a sentence for whoever chose it."""


class Passwords:
    """The passwords of one data folder. Another process may change the file at any time."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._hashes: dict[str, str] = {}
        self._read: tuple[int, int] = (-1, -1)

    def known(self, name: str) -> bool:
        """Has this person a password?"""
        return _key(name) in self._now()

    def fits(self, name: str, password: str) -> bool:
        """Is this the person's password? As slow for a name that nobody has as for one that somebody has."""
        kept_hash = self._now().get(_key(name))
        try:
            _HASHER.verify(kept_hash or _nobody(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return kept_hash is not None and len(password) <= LONGEST

    def put(self, name: str, password: str) -> None:
        """Keep a new one. Raises `Weak`, and OSError when it cannot be kept."""
        _check(name, password)
        kept.save(self.path, {**kept.load(self.path), _key(name): _HASHER.hash(password)})

    def drop(self, name: str) -> bool:
        """Forget a person's password; was there one?"""
        left = kept.load(self.path)
        had = left.pop(_key(name), None) is not None
        if had:
            kept.save(self.path, {**left})
        return had

    def mark(self, name: str) -> str:
        """Another value after each change: what a session rests on. "" for somebody without a password."""
        found = self._now().get(_key(name), "")
        return hashlib.blake2b(found.encode(), digest_size=12).hexdigest() if found else ""

    def _now(self) -> dict[str, str]:
        stamp = kept.changed(self.path)
        if stamp != self._read:
            try:
                found = kept.load(self.path)
            except OSError:  # unreadable: nobody gets in, and the next look tries again
                return {}
            self._hashes = {name: each for name, each in found.items() if isinstance(each, str)}
            self._read = stamp
        return self._hashes


def _check(name: str, password: str) -> None:
    if len(password) < SHORTEST:
        raise Weak(f"A password has at least {SHORTEST} characters; a few words in a row are easy to remember.")
    if len(password) > LONGEST:
        raise Weak(f"A password has at most {LONGEST} characters.")
    if len(set(password.casefold())) < FEWEST:
        raise Weak("These are the same few characters again and again; take a few words in a row.")
    rest = password.casefold().replace(name.casefold(), "")
    if len(rest) < SHORTEST // 2:
        raise Weak("This is little more than the name; take a few words in a row.")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _nobody() -> str:
    """A hash that no password fits, so that a name nobody has takes as long as one that somebody has."""
    return _HASHER.hash("nobody has this password, and it is checked only to take its time")
