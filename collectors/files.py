"""A watched folder (or one file) of exports: CSV, TSV, XLSX, JSON, JSON Lines, Google Takeout, app-store dumps.

Endpoint: the owner's own disk. Limits: 50 MB a file, 200 MB a look, 1,000 files; larger ones go in by
`earlyword import`. A file is read when its name, size or time changed and its bytes did too, and only once nobody
is writing to it.

Traps: links are never followed, and only files that lie in the folder itself are read, so nothing outside it can be
brought in. What the columns are, which scale and which dates: `collectors.survey` looks through each file first.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from collectors.columns import ColumnError
from collectors.ratings import parse_scale
from collectors.source import Batch, Broken, Cursor, Part, Payload, Skipped, Source, SourceError
from collectors.survey import plan
from collectors.tables import read_rows
from storage.model import Json, Mention, Snapshot

if TYPE_CHECKING:
    from collectors.web import Web

EVERY = timedelta(minutes=5)

_MAX_FILE = 50_000_000  # bytes
_MAX_LOOK = 200_000_000  # bytes of one look; the rest waits for the next
_MAX_FILES = 1_000
_YOUNG = timedelta(seconds=5)  # a file younger than this may still be being written
_PAUSE = 1.0  # seconds in which such a file must not change
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))  # by system
_REASONS = 200  # skipped rows named one by one in a batch


@dataclass(frozen=True, slots=True)
class Options:
    path: str  # the folder to watch, or one file
    pattern: str = "*"  # which files of the folder: "*.csv"
    columns: Mapping[str, str] = field(default_factory=dict)  # field -> column, where the names do not tell
    scale: str = ""  # scale of bare ratings, worst first: "1-5", "0-10", "6-1"; "" recognises it
    date_formats: tuple[str, ...] = ()  # tried first: "%d.%m.%Y" or "DD.MM.YYYY"
    timezone: str = "UTC"  # of times that name none

    def __post_init__(self) -> None:
        if "/" in self.pattern or "\\" in self.pattern or ".." in self.pattern:
            raise ValueError("pattern names files inside the folder, such as *.csv, and holds no path")
        if self.scale:
            parse_scale(self.scale)


def fetch(source: Source[Options], cursor: Cursor, web: Web) -> Payload:
    """The files that are new or changed since the cursor. Raises Broken when the folder is not there or is a link."""
    known = cursor.get("files")
    before: Mapping[str, Json] = known if isinstance(known, dict) else {}
    after: dict[str, Json] = {}
    parts: list[Part] = []
    room = _MAX_LOOK
    paths = list(_files(Path(source.options.path), source.options.pattern))
    growing = _growing(paths, web.now())
    for path in paths:
        name = path.name
        had = before.get(name)
        if isinstance(had, list):
            after[name] = had
        part, seen = (None, None) if path in growing else _look(path, had, room)
        if seen is not None:
            after[name] = seen
        if part is not None:
            parts.append(part)
            room -= len(part.body)
    return Payload(tuple(parts), {"files": after}, web.now())


def _files(path: Path, pattern: str) -> Iterator[Path]:
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            yield path
            return
        if not stat.S_ISDIR(mode):
            raise Broken(
                f"{path} is a link or no folder, and links are not followed",
                next_step="Name the folder itself under `path`.",
            )
        names = sorted(entry.name for entry in os.scandir(path) if fnmatch(entry.name, pattern))
    except OSError as error:
        raise Broken(
            f"the folder {path} cannot be read: {error.strerror}",
            next_step="Create it, or correct `path` in config.yaml.",
        ) from error
    yield from (path / name for name in names[:_MAX_FILES] if not name.startswith((".", "~$")))


def _growing(paths: list[Path], now: datetime) -> set[Path]:
    """Files written to just now, and again while we waited a moment: they are read at the next look."""

    def state(path: Path) -> tuple[int, int]:
        try:
            found = path.lstat()
        except OSError:
            return 0, 0  # reading it will say why
        return found.st_size, found.st_mtime_ns

    young = {
        path: seen for path in paths if 0 <= now.timestamp() - (seen := state(path))[1] / 1e9 < _YOUNG.total_seconds()
    }
    if young:
        time.sleep(_PAUSE)
    return {path for path, seen in young.items() if state(path) != seen}


def _look(path: Path, had: Json, room: int) -> tuple[Part | None, list[Json] | None]:
    """One file: what to hand on, and what to remember of it. Problems become a part without a body, told once."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        if path.is_dir() and not path.is_symlink():
            return None, None
        reason = "it is a link, and links are not followed" if path.is_symlink() else f"it: {error.strerror}"
        return _refused(path, reason, had, [0, 0, reason])
    state = os.fstat(handle)
    if stat.S_ISDIR(state.st_mode):
        os.close(handle)
        return None, None
    with os.fdopen(handle, "rb") as stream:
        seen: list[Json] = [state.st_size, state.st_mtime_ns]
        if isinstance(had, list) and had[:2] == seen:
            return None, None
        if not stat.S_ISREG(state.st_mode):
            return _refused(path, "it is no ordinary file", had, [*seen, "no file"])
        if state.st_size > _MAX_FILE:
            reason = f"it is larger than {_MAX_FILE // 1_000_000} MB; bring it in with `earlyword import`"
            return _refused(path, reason, had, [*seen, "too large"])
        if state.st_size > room:
            return None, None  # at the next look
        body = stream.read(_MAX_FILE + 1)
        if os.fstat(stream.fileno()).st_mtime_ns != state.st_mtime_ns or len(body) > _MAX_FILE:
            return None, None  # written to just now
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    if isinstance(had, list) and had[2:] == [digest]:
        return None, [*seen, digest]
    return Part(path.name, body, meta={"modified": str(state.st_mtime_ns // 10**9)}), [*seen, digest]


def _refused(path: Path, reason: str, had: Json, seen: list[Json]) -> tuple[Part | None, list[Json] | None]:
    if had == seen:
        return None, None
    return Part(path.name, b"", meta={"problem": reason}), seen


def mentions(payload: Payload, source: Source[Options], seen: datetime) -> Batch:
    """The rows of the files as mentions. A file that cannot be read is a skipped item with its reason.

    Raises Broken when there were files and none could be read.
    """
    found: dict[str, Mention] = {}
    snapshots: list[Snapshot] = []
    skipped: list[Skipped] = []
    failed: list[str] = []
    for part in payload.parts:
        if "problem" in part.meta:
            skipped.append(Skipped(part.url, part.meta["problem"]))
            continue
        try:
            for mention, growth in _read(part, source, seen, skipped):
                if mention.id not in found:
                    found[mention.id] = mention
                    if growth is not None:
                        snapshots.append(growth)
        except (SourceError, ColumnError) as error:
            failed.append(f"{part.url}: {error}")
            skipped.append(Skipped(part.url, str(error)))
    if failed and not found:
        raise Broken(failed[0], next_step="Export the file again, or say under `columns` which column is which.")
    return Batch(tuple(found.values()), tuple(snapshots), tuple(skipped))


def _read(
    part: Part, source: Source[Options], seen: datetime, skipped: list[Skipped]
) -> Iterator[tuple[Mention, Snapshot | None]]:
    options = source.options
    stream = io.BytesIO(part.body)
    modified = part.meta.get("modified", "")
    written = datetime.fromtimestamp(int(modified), seen.tzinfo) if modified.isdecimal() else seen
    mapper, _ = plan(
        stream,
        columns=options.columns,
        scale=parse_scale(options.scale) if options.scale else None,
        date_formats=options.date_formats,
        timezone=options.timezone,
        source=source.name,
        entity=source.entity,
        now=seen,
        scraped=min(written, seen),  # "3 weeks ago" was true when the file was written
    )
    more = 0
    for row in read_rows(stream):
        result = mapper.mention(row)
        if not isinstance(result, Skipped):
            yield result
        elif len(skipped) < _REASONS:
            skipped.append(Skipped(f"{part.url} {result.where}", result.reason))
        else:
            more += 1
    if more:
        skipped.append(Skipped(part.url, f"{more:,} more rows were left out for such reasons"))
