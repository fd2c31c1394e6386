"""Makes the record's file anew, so that what was deleted is not in its bytes any more.

DELETE, CHECKPOINT and VACUUM leave the old text in free blocks of the file; a copy of everything that is there into a
new file, which then takes the old one's name in one step, leaves nothing. Whoever is killed here leaves the old file;
the mark `words left` inside it says that the work is still to be done.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from storage import damage, files, sequence
from storage.db import Connection, Record, close
from storage.errors import RecordDamaged
from storage.faults import explain, full, unreadable
from storage.files import no_space
from storage.lock import waiting_line
from storage.results import one

MARK = "words left"  # in meta: since when deleted words may still be in the file's bytes
SAFE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def wanted(con: Connection, since: str) -> None:
    """Something was deleted that must not stay in the bytes. `since`: an ISO time; the first one stays."""
    con.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [MARK, since])
    sequence.changed(con)


def is_wanted(con: Connection) -> str:
    """Since when words wait to leave the bytes; "" when none do."""
    row = one(con.execute("SELECT value FROM meta WHERE name = ?", [MARK]))
    return str(row[0]) if row else ""


def rewrite(record: Record) -> None:
    """Writes the record anew, in the waiting line. Raises RecordBusy, RecordDamaged, DiskFull; then the old one stays.

    Needs as much free space as the record has, and about 4 s for a million mentions.
    """
    fresh = record.path.with_name(f"{record.path.name}.rewritten")
    with waiting_line(record.path, "write the record anew", record.wait):
        remove(fresh)
        try:
            before = record.at_rest()
            after = copy_all(record.path, fresh)
            if after != before:
                raise RecordDamaged(f"The record {record.path} could not be written anew; the old one stays.")
            files.force(fresh)
            fresh.replace(record.path)
            sequence.fsync_folder(record.path.parent)
        except duckdb.Error as error:
            raise explain(error, record.path) from error
        except OSError as error:
            raise (no_space(record.path) if full(error) else unreadable(error, record.path)) from error
        finally:
            remove(fresh)


def copy_all(path: Path, fresh: Path) -> sequence.Mark:
    """Everything that is in one database file into a new one, without the mark; returns where it stands."""
    con = duckdb.connect(":memory:", config=SAFE)
    try:
        con.execute(f"SET temp_directory = {literal(path.with_name(path.name + '.tmp'))}")
        con.execute(f"ATTACH {literal(path)} AS old (READ_ONLY)")
        con.execute(f"ATTACH {literal(fresh)} AS fresh")
        con.execute("COPY FROM DATABASE old TO fresh")
        con.execute("USE fresh")
        con.execute("DELETE FROM meta WHERE name = ?", [MARK])
        mark = sequence.inside(con)
        con.execute("CHECKPOINT fresh")
        con.execute("USE memory")
        con.execute("DETACH fresh")
        con.execute("DETACH old")
    finally:
        close(con)
    return mark


def remove(path: Path) -> None:
    """A half-made copy and its log."""
    path.unlink(missing_ok=True)
    damage.log_path(path).unlink(missing_ok=True)


def literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
