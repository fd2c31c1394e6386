"""Is the record sound? What `earlyword doctor` asks of storage, answered in sentences with a next step each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import sequence
from storage.db import Connection, Record
from storage.errors import RecordError
from storage.publish import read
from storage.results import number
from storage.spool import Spool

STALE = timedelta(days=1)  # a published copy older than that is worth a word
TIGHT = 3  # free space should hold the record so many times: a copy, a backup, and growth

# Each counts rows that must not exist.
MUST_BE_NONE = {
    "mentions stored twice": "SELECT count(*) - count(DISTINCT id) FROM mention",
    "mentions with a number used twice": "SELECT count(*) - count(DISTINCT no) FROM mention",
    "mentions numbered beyond the count of arrivals": "SELECT count(*) FROM mention WHERE no > "
    "(SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'arrivals')",
    "mentions judged twice": "SELECT count(*) - count(DISTINCT no) FROM assessment",
    "judgements of mentions that are not here": "SELECT count(*) FROM assessment ANTI JOIN mention USING (no)",
    "snapshots of mentions that are not here": "SELECT count(*) FROM snapshot ANTI JOIN mention USING (no)",
    "mentions neither judged nor in line to be": "SELECT count(*) FROM mention "
    "ANTI JOIN assessment USING (no) ANTI JOIN waiting USING (no)",
    "mentions that cannot be found by their id": "SELECT count(*) FROM mention ANTI JOIN known_key USING (key, no) "
    "WHERE no <= (SELECT coalesce(max(CAST(value AS BIGINT)), 0) FROM meta WHERE name = 'sorted_until')",
    "mentions in two stories": "SELECT count(*) - count(DISTINCT no) FROM story_link",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: is it well, what was seen, and what to do when it is not."""

    what: str
    well: bool
    says: str
    todo: str = ""


def findings(record: Record, spool: Spool, published: Path, now: datetime) -> list[Finding]:
    """Looks at file, sequence, contents, spool, copy and disk space. Never changes anything."""
    return [
        *about_record(record),
        about_spool(spool),
        about_copy(published, now),
        about_space(record.path),
        about_leftovers(record.path),
    ]


def about_record(record: Record) -> Iterator[Finding]:
    if not record.path.exists() and sequence.beside(record.path) is None:
        yield Finding("record", True, f"{record.path} is not there yet; the first round makes it")
        return
    try:
        with record.session("doctor") as con:
            wrong = integrity(con)
            mentions = number(con.execute("SELECT count(*) FROM mention"))
            mark = sequence.inside(con)
    except RecordError as error:
        yield Finding("record", False, str(error), "Restart Earlyword, or put a backup back with `earlyword restore`.")
        return
    yield Finding("record", True, f"{record.path} opens: {mentions:,} mentions, {mark.batch:,} changes")
    todo = "Keep a copy of the data folder and report this; `earlyword restore` goes back to a backup."
    yield Finding(
        "contents", not wrong, "; ".join(wrong) or "no doubles, nothing without its owner", todo if wrong else ""
    )


def integrity(con: Connection) -> list[str]:
    """What is in the record and must not be, in words; empty when all is sound."""
    counts = {what: number(con.execute(query)) for what, query in MUST_BE_NONE.items()}
    return [f"{count:,} {what}" for what, count in counts.items() if count]


def about_spool(spool: Spool) -> Finding:
    pending, torn = len(spool.pending()), len(spool.torn())
    says = f"{pending} fetches wait to be stored, {len(spool.kept())} wait for the next copy, {torn} are torn"
    if torn:
        return Finding(
            "spool", False, says, f"Look at *.torn in {spool.folder}; their sources are fetched again anyway."
        )
    return Finding("spool", True, says)


def about_copy(published: Path, now: datetime) -> Finding:
    if not published.exists():
        return Finding("analysts' copy", False, f"there is none at {published}", "Run `earlyword publish`.")
    age = now - datetime.fromtimestamp(published.stat().st_mtime, UTC)
    try:
        with read(published) as con:
            mark = sequence.inside(con)
    except RecordError as error:
        return Finding("analysts' copy", False, str(error), "Run `earlyword publish`.")
    says = f"{published} opens, at change {mark.batch:,}, {age.total_seconds() / 3600:.1f} hours old"
    return Finding(
        "analysts' copy", age < STALE, says, "" if age < STALE else "Is a round running? Try `earlyword run`."
    )


def about_space(path: Path) -> Finding:
    folder = next(each for each in path.parents if each.exists())
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size if path.exists() else 0
    need = max(TIGHT * size, 500_000_000)
    says = f"{free / 1e9:.1f} GB free, the record has {size / 1e9:.2f} GB"
    return Finding("disk space", free >= need, says, "" if free >= need else f"Free some space in {folder}.")


def about_leftovers(path: Path) -> Finding:
    kept = sorted(each.name for each in path.parent.glob(f"{path.name}.corrupt-*") if not each.name.endswith(".wal"))
    if not kept:
        return Finding("earlier damage", True, "none")
    return Finding("earlier damage", True, f"set aside: {', '.join(kept)}", "Remove them when nothing is missed.")
