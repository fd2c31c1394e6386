"""What was fetched is safe on disk before anything tries to understand or store it.

One file per fetch: a line of JSON (name, header, lengths, check sum), then the parts. It is written under another name,
forced to disk and renamed, so a file with its proper name is whole. After its content was stored it is kept until a
verified copy of the record exists, so that a damaged record can be made whole again from copy and spool.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.errors import DiskFull
from storage.faults import full, unreadable
from storage.model import Json
from storage.sequence import fsync_folder

NEW, KEPT, FAILED, TORN, HALF = ".new", ".kept", ".failed", ".torn", ".half"
LONGEST_HEAD = 4_000_000  # bytes
FAILED_KEPT = 3  # of one source; one that sends nonsense for a year must not fill the disk with it


@dataclass(frozen=True, slots=True)
class Entry:
    """One fetch in the spool. `header` is what its writer said about the parts."""

    path: Path
    name: str
    header: Json
    lengths: tuple[int, ...]

    def parts(self) -> tuple[bytes, ...]:
        """The bytes that were fetched."""
        with self.path.open("rb") as file:
            file.readline()
            return tuple(file.read(length) for length in self.lengths)


class Spool:
    """A folder of fetches. Several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, header: Json, parts: Sequence[bytes]) -> Entry:
        """Puts a fetch safely on disk. Raises DiskFull, RecordError; then nothing of it remains."""
        lengths = tuple(len(part) for part in parts)
        says = {"name": name, "header": header, "lengths": lengths, "sum": check(name, header, parts)}
        head = json.dumps(says).encode("ascii") + b"\n"
        with self._folder():
            place = self.folder / f"{self._next():012d}-{os.urandom(4).hex()}"
            half = place.with_suffix(HALF)
            try:
                write(half, [head, *parts])
                half.replace(place.with_suffix(NEW))
            except OSError:
                half.unlink(missing_ok=True)
                raise
            fsync_folder(self.folder)
        return Entry(place.with_suffix(NEW), name, header, lengths)

    def pending(self) -> list[Entry]:
        """Fetches that were not stored yet, in order of arrival. Torn files are set aside (see `torn`), not read."""
        return list(self._whole(NEW))

    def kept(self) -> list[Entry]:
        """Fetches that were stored, but perhaps are in no verified copy yet; bringing them again changes nothing."""
        return list(self._whole(KEPT))

    def torn(self) -> list[Path]:
        """Files that were set aside because they are not whole."""
        return sorted(self.folder.glob(f"*{TORN}"))

    def leftovers(self) -> list[Path]:
        """Files nobody will read again: not understood, not whole, or half written when a process died."""
        return sorted(path for suffix in (FAILED, TORN, HALF) for path in self.folder.glob(f"*{suffix}"))

    def done(self, entry: Entry) -> Entry:
        """Its content is committed; it waits for the next verified copy."""
        return self._rename(entry, KEPT)

    def again(self) -> int:
        """Puts everything kept back in line, after the record lost its tail; returns how many fetches."""
        entries = self.kept()
        for entry in entries:
            self._rename(entry, NEW)
        return len(entries)

    def failed(self, entry: Entry) -> Entry:
        """It cannot be understood; it stays for a look and out of the way, the newest few of each source."""
        failed = self._rename(entry, FAILED)
        theirs = [each for each in self._whole(FAILED) if each.name == entry.name]
        self.forget(theirs[:-FAILED_KEPT])
        return failed

    def forget(self, entries: Iterable[Entry]) -> None:
        """Removes fetches: those that `kept()` listed before a copy was published and verified."""
        for entry in entries:
            entry.path.unlink(missing_ok=True)

    def forget_leftovers(self, before: datetime) -> int:
        """Removes what nobody could read and nobody has looked at since: it holds people's words too; how many."""
        gone = 0
        for path in self.leftovers():
            with suppress(FileNotFoundError):  # another process was faster
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _rename(self, entry: Entry, suffix: str) -> Entry:
        path = entry.path.with_suffix(suffix)
        with self._folder():
            entry.path.replace(path)
        return Entry(path, entry.name, entry.header, entry.lengths)

    def _whole(self, suffix: str) -> Iterator[Entry]:
        for path in sorted(self.folder.glob(f"*{suffix}")):
            try:
                yield read(path)
            except (FileNotFoundError, IsADirectoryError):
                continue  # another process was faster; or it is none of ours
            except OSError as error:
                raise unreadable(error, path) from error
            except (ValueError, KeyError, TypeError):
                path.rename(path.with_suffix(TORN))

    def _next(self) -> int:
        numbers = (path.name.split("-")[0] for path in self.folder.iterdir())
        return 1 + max((int(number) for number in numbers if number.isdigit()), default=0)

    @contextmanager
    def _folder(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            if full(error):
                raise DiskFull(
                    f"No space left for the spool {self.folder}; what was fetched just now is fetched again later. "
                    "Free some space on that disk: the next round goes on by itself."
                ) from error
            raise unreadable(error, self.folder) from error


def write(path: Path, chunks: Sequence[bytes]) -> None:
    """A new file, readable by its owner alone, forced to disk."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Entry:
    """Reads and checks a whole file; raises ValueError, KeyError or TypeError when it is not what was written."""
    with path.open("rb") as file:
        says = json.loads(file.readline(LONGEST_HEAD))
        lengths = tuple(int(length) for length in says["lengths"])
        parts = [file.read(length) for length in lengths]
        if file.read(1) or check(says["name"], says["header"], parts) != says["sum"]:
            raise ValueError("not what was written")
    return Entry(path, str(says["name"]), says["header"], lengths)


def check(name: str, header: Json, parts: Sequence[bytes]) -> str:
    digest = hashlib.blake2b(json.dumps([name, header]).encode("ascii"), digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
