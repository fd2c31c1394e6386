"""Brings a record to the shape this version needs, one numbered step at a time, inside one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from pathlib import Path

import duckdb

from storage.errors import RecordDamaged, RecordError
from storage.results import one


def first(con: duckdb.DuckDBPyConnection) -> None:
    """The tables and the views."""
    con.execute(resources.files("storage").joinpath("schema.sql").read_text("utf-8"))
    con.execute("INSERT INTO meta VALUES ('record', ?), ('batch', '0'), ('arrivals', '0')", [os.urandom(16).hex()])


def words_dropped(con: duckdb.DuckDBPyConnection) -> None:
    """Remembers which mentions lost their words. A record of the first shape does not know this yet."""
    con.execute(
        'CREATE TABLE IF NOT EXISTS dropped (no BIGINT NOT NULL, "at" TIMESTAMP NOT NULL, why VARCHAR NOT NULL)'
    )
    con.execute(
        "COMMENT ON TABLE dropped IS "
        "'Mentions whose words and author are not kept any more; judgement, stars and times stay'"
    )
    con.execute("COMMENT ON COLUMN dropped.why IS 'age, source (its words are never kept) or deleted (at the source)'")


def rivals(con: duckdb.DuckDBPyConnection) -> None:
    """Judgements say whether they are about a competitor."""
    con.execute("ALTER TABLE assessment ADD COLUMN IF NOT EXISTS rival BOOLEAN DEFAULT false")


STEPS: tuple[Callable[[duckdb.DuckDBPyConnection], None], ...] = (first, words_dropped, rivals)


def migrate(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Runs the steps that this record has not seen yet; cheap when there is none.

    Raises RecordDamaged for a DuckDB file that is not ours, RecordError for one made by a newer Earlyword.
    """
    have = version(con, path)
    if have > len(STEPS):
        raise RecordError(
            f"The record {path} was made by a newer Earlyword (schema {have}, this one knows {len(STEPS)}); "
            "install that version or restore a backup."
        )
    for number, step in enumerate(STEPS[have:], have + 1):
        con.begin()
        try:
            step(con)
            con.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", [str(number)])
            con.commit()
        except BaseException:
            con.rollback()
            raise


def version(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Number of the last step this file has seen; 0 for a new, empty file."""
    row = None
    with suppress(duckdb.CatalogException, duckdb.BinderException):  # the list of tables takes ten milliseconds longer
        row = one(con.execute("SELECT value FROM meta WHERE name = 'schema' AND NOT EXISTS (FROM mention LIMIT 0)"))
    if row is None and not con.execute("SELECT 1 FROM duckdb_tables() WHERE NOT internal LIMIT 1").fetchall():
        return 0
    if row is None or not str(row[0]).isdigit():
        raise RecordDamaged(
            f"{path} is a DuckDB database, but not an Earlyword record; it was left untouched. "
            "Point storage.data in config.yaml at another folder."
        )
    return int(row[0])
