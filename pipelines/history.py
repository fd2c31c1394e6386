"""An owner's file as mentions, a row at a time: what import and replay share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from collectors.columns import ColumnError, parse_map
from collectors.mapping import Mapper
from collectors.ratings import Scale, parse_scale
from collectors.source import Skipped, SourceError
from collectors.survey import Findings, plan
from collectors.tables import read_rows
from pipelines.exits import Exit
from pipelines.terminal import Complaint
from storage.model import Mention, Snapshot


@dataclass(frozen=True)
class Reading:
    """How the owner says a file is to be read; None and empty mean: find out."""

    columns: str | None = None
    scale: str | None = None
    date_formats: Sequence[str] = ()
    timezone: str | None = None


@dataclass(frozen=True)
class History:
    """One file, looked through once: its findings, and its rows on demand."""

    file: Path
    findings: Findings
    mapper: Mapper

    def __iter__(self) -> Iterator[tuple[Mention, Snapshot | None] | Skipped]:
        try:
            for row in read_rows(self.file):
                yield self.mapper.mention(row)
        except SourceError as wrong:
            raise refused(self.file, wrong) from wrong


def open_history(file: Path, reading: Reading, *, source: str, entity: str, zone: ZoneInfo, now: datetime) -> History:
    """Look through `file` and get ready to read it. Raises `Complaint` with what to type instead."""
    try:
        mapper, findings = plan(
            file,
            columns=parse_map(reading.columns) if reading.columns else None,
            scale=_scale(reading.scale),
            date_formats=tuple(reading.date_formats),
            timezone=_zone(reading.timezone, zone),
            source=source,
            entity=entity,
            now=now,
        )
    except ColumnError as wrong:
        raise Complaint(f"{file}: {wrong}") from wrong
    except SourceError as wrong:
        raise refused(file, wrong) from wrong
    except OSError as wrong:
        raise Complaint(f"{file} cannot be read: {wrong.strerror}. Check the path.") from wrong
    return History(file, findings, mapper)


def refused(file: Path, wrong: SourceError) -> Complaint:
    """A file that is no export, as a complaint for the command line."""
    return Complaint(" ".join(filter(None, (f"{file}: {wrong}.", wrong.next_step))), Exit.LOOK)


def _scale(text: str | None) -> Scale | None:
    if text is None:
        return None
    try:
        return parse_scale(text)
    except ValueError as wrong:
        raise Complaint(f"--scale: {wrong}") from wrong


def _zone(text: str | None, default: ZoneInfo) -> ZoneInfo:
    if text is None:
        return default
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise Complaint(f"--timezone: {text!r} is no time zone; write one such as Europe/London.") from wrong
