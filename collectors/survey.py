"""One look through a whole export before it is read: its columns, its rating scale, and how it writes its dates.

A sample would be fooled by files sorted by date or rating, so every row is looked at; this costs a fraction of what
reading them into mentions does, and no memory to speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from collectors.columns import JOIN, ColumnError, recognise, resolve
from collectors.dates import day_first
from collectors.mapping import Mapper
from collectors.ratings import Scale, Tally
from collectors.rows import Row
from collectors.tables import read_rows

SAMPLE = 500  # rows that columns are recognised from
NOTHING = "-"  # "author=-" leaves a field out


@dataclass(frozen=True, slots=True)
class Findings:
    """What an export turned out to be."""

    header: tuple[str, ...]
    columns: Mapping[str, str]  # field -> column, told and recognised
    scale: Scale | None  # of bare ratings
    dayfirst: bool | None  # None: no date says
    rows: int


def survey(rows: Iterable[Row], told: Mapping[str, str] | None = None) -> Findings:
    """Look through `rows`. `told` (field -> column, from the owner) wins over what is recognised; "-" leaves one out.

    Raises ColumnError when a told column is not there, or when nothing looks like words or ratings.
    """
    stream = iter(rows)
    sample = list(islice(stream, SAMPLE))
    header: dict[str, None] = {}
    for row in sample:
        header.update(dict.fromkeys(row.values))
    names = tuple(header)
    columns = _columns(names, [row.values for row in sample if not row.problem], told or {})
    tally, votes, count = Tally(), [0, 0], 0
    rating, published = columns.get("rating"), columns.get("published")
    for row in _chain(sample, stream):
        count += 1
        if rating is not None:
            tally.add(row.values.get(rating))
        if published is not None:
            first = day_first((row.values.get(published),))
            if first is not None:
                votes[first] += 1
    dayfirst = None if votes[0] == votes[1] else votes[1] > votes[0]
    return Findings(names, columns, tally.scale(), dayfirst, count)


def plan(
    source_file: Path | BinaryIO,
    *,
    columns: Mapping[str, str] | None = None,
    scale: Scale | None = None,
    date_formats: Sequence[str] = (),
    timezone: tzinfo | str = UTC,
    source: str,
    entity: str,
    now: datetime,
    scraped: datetime | None = None,
) -> tuple[Mapper, Findings]:
    """A Mapper ready for this file, and what was found out about it. What is told here wins over what is found.

    A stream is left at its beginning. Raises what `read_rows` and `survey` raise.
    """
    findings = survey(read_rows(source_file), columns)
    if not isinstance(source_file, Path):
        source_file.seek(0)
    mapper = Mapper(
        findings.columns,
        source=source,
        entity=entity,
        now=now,
        scale=scale or findings.scale,
        date_formats=date_formats,
        timezone=timezone,
        dayfirst=findings.dayfirst,
        scraped=scraped,
    )
    return mapper, findings


def _columns(header: Sequence[str], sample: Sequence[Mapping[str, object]], told: Mapping[str, str]) -> dict[str, str]:
    ours = resolve({field: column for field, column in told.items() if column != NOTHING}, header)
    taken = {name for column in ours.values() for name in column.split(JOIN)}
    found = {
        field: column
        for field, column in recognise(header, sample).items()
        if field not in told and taken.isdisjoint(column.split(JOIN))
    }
    columns = found | ours
    if sample and not {"text", "title", "rating"} & columns.keys():
        raise ColumnError(
            f"no column of words or ratings was recognised among {', '.join(repr(name) for name in header[:20])}; "
            "say which it is, such as --map text=COLUMN,rating=COLUMN"
        )
    return columns


def _chain(first: Iterable[Row], rest: Iterable[Row]) -> Iterable[Row]:
    yield from first
    yield from rest
