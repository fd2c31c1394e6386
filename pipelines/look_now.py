"""A source that somebody wants looked at before it is due: a wish in a file, which the next round takes up.

A file and no row of the record, because the service's clock looks for wishes every other second, and because a page
may wish while a round has the record. One file for each source: wishing twice is wishing once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import heartbeat, roles
from pipelines.config import Config
from pipelines.desk import service_of
from storage.lock import is_taken

FOLDER = "look-now"
SOONEST = timedelta(minutes=1)  # between two looks at one source, out of politeness to the other side


class NotNow(Exception):
    """The wish cannot be kept; the message is a sentence for whoever had it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A source to be looked at, and the file that says so. `at` is when somebody wished, in UTC."""

    source: str
    at: datetime
    file: Path


def wish(config: Config, who: str, source: str, now: datetime) -> Wish:
    """Have a source looked at by the next round. Raises NotAllowed and `NotNow`."""
    roles.allow(config, who, "look")
    if source not in {each.name for each in config.sources}:
        raise NotNow(f"{source} is none of the sources any more.")
    folder = config.data / FOLDER
    made = Wish(source, now, folder / f"{_digest(source)}.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = made.file.with_suffix(f".{os.getpid()}.writing")
        fresh.write_text(json.dumps({"source": source, "at": now.astimezone(UTC).isoformat()}), "utf-8")
        fresh.replace(made.file)
    except OSError as wrong:
        raise NotNow(f"The wish could not be kept in {folder}: {wrong.strerror}.") from wrong
    return made


def wishes(data: Path) -> list[Wish]:
    """What is wished for in this data folder, the oldest first. A file that is no wish is taken away."""
    return sorted(_read(data), key=lambda each: (each.at, each.source))


def _read(data: Path) -> Iterator[Wish]:
    for file in (data / FOLDER).glob("*.json"):
        try:
            said = json.loads(file.read_text("utf-8"))
            yield Wish(str(said["source"]), datetime.fromisoformat(said["at"]), file)
        except FileNotFoundError:  # a round has just taken it up
            continue
        except (OSError, ValueError, KeyError, TypeError):
            with suppress(OSError):
                file.unlink()


def to_keep(wished: Collection[Wish], last: Mapping[str, datetime], now: datetime) -> set[str]:
    """Sources to look at for these wishes; one that was looked at within the last minute has had its look."""
    return {each.source for each in wished if each.source not in last or abs(now - last[each.source]) >= SOONEST}


def kept(wished: Collection[Wish]) -> None:
    """These were taken up; one that was made again meanwhile stays."""
    for each in wished:
        with suppress(OSError, ValueError, KeyError, TypeError):
            if json.loads(each.file.read_text("utf-8"))["at"] == each.at.isoformat():
                each.file.unlink()


def collects(config: Config, now: datetime) -> bool:
    """Will a round come by itself? A service is up on this data folder, or rounds have come lately (from cron)."""
    last = heartbeat.last(config.data)
    return is_taken(service_of(config)) or (last is not None and now - last <= heartbeat.patience(config))


def _digest(source: str) -> str:
    return hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
