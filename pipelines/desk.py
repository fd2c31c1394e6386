"""What every flow is handed: the settings, the record, the spool and the places of files. Asks nobody the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipelines.config import Config
from storage.db import Record
from storage.spool import Spool


@dataclass(frozen=True)
class Desk:
    """One configured Earlyword at work. `env` holds the secrets' values and is never printed."""

    config: Config
    record: Record
    spool: Spool
    published: Path
    env: Mapping[str, str]


def record_of(config: Config) -> Path:
    """The file of the record."""
    return config.data / "earlyword.duckdb"


def service_of(config: Config) -> Path:
    """The file whose lock says that `earlyword up` serves this data folder."""
    return config.data / "service"


def open_desk(config: Config, env: Mapping[str, str], *, wait: timedelta = timedelta(seconds=30)) -> Desk:
    """The desk for a configuration; makes the data folder when it is missing. `wait` bounds the queue at the door."""
    folder = config.data
    folder.mkdir(parents=True, exist_ok=True)
    return Desk(
        config=config,
        record=Record(record_of(config), wait),
        spool=Spool(folder / "spool"),
        published=folder / "published.duckdb",
        env=env,
    )
