"""Who must not come back: digests beside the record, made with a secret key, so that nobody reads a name out of them.

The file `earlyword.forgotten` lies beside the record and not in it: it is written before anything is erased, so that a
process killed half-way is finished by the next round; it outlives a restored backup, which would bring people back; and
analysts, who get the record, do not get the key.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb

from storage.errors import RecordDamaged
from storage.faults import full, unreadable
from storage.files import no_space
from storage.model import Mention
from storage.sequence import fsync_folder
from storage.traces import seen

ANYWHERE = "*"  # in place of a source: this name, whichever source it appears at

# Connection -> the record it belongs to, so that whoever stores mentions finds the file beside it.
_places: WeakKeyDictionary[duckdb.DuckDBPyConnection, Path] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Digests of people and of their mentions. `unfinished`: an erasure was begun and not yet completed."""

    key: bytes
    digests: frozenset[str] = frozenset()
    unfinished: bool = False

    def person(self, source: str, name: str) -> str:
        return self._digest("person", source, plain_name(name))

    def mention(self, mention: str) -> str:
        return self._digest("mention", mention)

    def holds(self, mention: Mention) -> bool:
        """Is this mention, or whoever wrote it, to stay forgotten?"""
        return self.mention(mention.id) in self.digests or self.holds_person(mention.source, mention.author)

    def holds_person(self, source: str, name: str) -> bool:
        if not plain_name(name):
            return False
        return self.person(ANYWHERE, name) in self.digests or self.person(source, name) in self.digests

    def adding(self, people: Collection[tuple[str, str]], mentions: Collection[str]) -> Forgotten:
        """With these (source, name) pairs and mention ids, their erasure begun."""
        fresh = {self.person(source, name) for source, name in people} | {self.mention(each) for each in mentions}
        return replace(self, digests=self.digests | fresh, unfinished=True)

    def _digest(self, *parts: str) -> str:
        said = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, key=self.key, digest_size=16).hexdigest()


def plain_name(name: str) -> str:
    """A name without case, accents of spelling, doubled spaces and the marks that networks put in front of it.

    Signs that nobody sees (zero-width ones, marks of writing direction) make no other person.
    """
    plain = " ".join(unicodedata.normalize("NFKC", seen(name)).casefold().split())
    for mark in ("/u/", "u/", "@"):
        plain = plain.removeprefix(mark)
    return plain


def file_of(record: Path) -> Path:
    return record.with_suffix(".forgotten")


def load(record: Path) -> Forgotten:
    """What lies beside this record; nothing yet, with a new key, when there is no file.

    Raises RecordDamaged for a file that is not ours: going on would bring people back who asked to be forgotten.
    """
    try:
        said = json.loads(file_of(record).read_text("ascii"))
        return Forgotten(bytes.fromhex(said["key"]), frozenset(said["digests"]), bool(said["unfinished"]))
    except FileNotFoundError:
        return Forgotten(os.urandom(32))
    except OSError as error:
        raise unreadable(error, file_of(record)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged(
            f"{file_of(record)} cannot be read, so people who asked to be forgotten would come back. Put it back from "
            "a backup (it lies beside the copy), or remove it and forget them again."
        ) from error


def save(record: Path, forgotten: Forgotten) -> None:
    """Whole or not at all, on disk when this returns, readable by its owner alone. Raises DiskFull."""
    place = file_of(record)
    said = {"key": forgotten.key.hex(), "digests": sorted(forgotten.digests), "unfinished": forgotten.unfinished}
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump(said, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(place)
        fsync_folder(place.parent)
    except OSError as error:
        raise (no_space(place) if full(error) else unreadable(error, place)) from error
    finally:
        fresh.unlink(missing_ok=True)


def again(record: Path, backup: Path) -> None:
    """After a backup was put back: whoever was forgotten since is to be erased again, by the next round at the latest.

    The record's own list is the younger one and counts; on a new machine there is none, and the backup's is taken.
    """
    place = record if file_of(record).exists() else backup
    if file_of(place).exists():
        known = load(place)
        if known.digests:
            save(record, replace(known, unfinished=True))


def belongs(con: duckdb.DuckDBPyConnection, record: Path) -> None:
    """The door says which record a connection leads to."""
    _places[con] = record


def of(con: duckdb.DuckDBPyConnection) -> Forgotten | None:
    """Who must not come back into the record behind this connection; None when nobody was ever forgotten."""
    record = _places.get(con)
    if record is None or not file_of(record).exists():
        return None
    return load(record)
