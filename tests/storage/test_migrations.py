"""Records that an earlier version made are brought forward where they lie, whole, with everything in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from storage import assessments, migrations
from storage.db import Record
from storage.mentions import keep
from storage.model import Assessment, Mention

Said = Callable[..., Mention]
Thought = Callable[..., Assessment]


def as_of(version: int, record: Record) -> None:
    """Undo what later versions added, as a file from then has it."""
    undo = {2: "DROP TABLE dropped", 3: "ALTER TABLE assessment DROP COLUMN rival"}
    with record.session("go back") as con:
        for step in range(len(migrations.STEPS), version, -1):
            con.execute(undo[step])
        con.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [str(version)])


def test_a_record_of_the_first_version_keeps_its_judgements(
    record: Record, said: Said, thought: Thought, now: datetime
) -> None:
    mention = said(1)
    with record.session("fill") as con:
        keep(con, [mention], at=now)
        assessments.save(con, [thought(mention)])
    as_of(1, record)
    with record.session("the next start") as con:
        found = assessments.of(con, [mention.id])[mention.id]
        assert con.execute("SELECT count(*) FROM dropped").fetchall() == [(0,)]
        assert con.execute("SELECT count(*) FROM documentation WHERE name = 'dropped'").fetchall() == [(2,)]
    assert found == thought(mention)
    assert not found.rival


def test_a_step_that_fails_leaves_the_record_as_it_was(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    with record.session("make") as con:
        before = con.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()

    def broken(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("ALTER TABLE assessment ADD COLUMN half BOOLEAN")
        raise duckdb.Error("halfway")

    with monkeypatch.context() as there:
        there.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
        with pytest.raises(duckdb.Error, match="halfway"), record.session("the next start"):
            pass
    with record.session("look") as con:
        assert con.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall() == before
        columns = {name for (name,) in con.execute("SELECT column_name FROM duckdb_columns()").fetchall()}
    assert "half" not in columns


def test_all_steps_are_run_once(tmp_path: Path) -> None:
    record = Record(tmp_path / "new.duckdb")
    for _ in range(2):
        with record.session("open") as con:
            [(version,)] = con.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()
    assert int(version) == len(migrations.STEPS)
