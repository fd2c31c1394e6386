from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pytest

from storage import cases, mentions, sequence
from storage.cases import SomebodyWasFirst
from storage.db import Record, RecordBusy, RecordDamaged, RecordError, aware, stored
from storage.model import CaseEvent, Mention

Said = Callable[..., Mention]
Start = Callable[..., Any]


def test_a_session_that_raises_leaves_nothing(record: Record, said: Said, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), record.session("test") as con:  # noqa: PT012 - the body is what raises
        mentions.keep(con, [said(1)], at=now)
        raise ZeroDivisionError
    with record.session("test") as con:
        assert mentions.count(con) == 0
    assert record.recover(now) is None


def test_times_cross_the_border_in_utc() -> None:
    moment = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    assert stored(moment) == datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001
    assert aware(stored(moment)) == moment
    assert aware(stored(moment)).tzinfo is UTC


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY mention TO '/tmp/earlyword-test-leak.csv'",
        "ATTACH '/tmp/earlyword-test-other.db' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET autoload_known_extensions",
        "EXPORT DATABASE '/tmp/earlyword-test-export'",
    ],
)
def test_a_query_reaches_nothing_outside_the_file(record: Record, query: str) -> None:
    with pytest.raises(duckdb.Error), record.session("test") as con:
        con.execute(query)


def test_who_waits_is_told_who_is_inside(record: Record, child: Start) -> None:
    inside = child("sit", record.path)
    assert inside.hear() == "inside"
    waiting = Record(record.path, timedelta(seconds=0.3))
    with pytest.raises(RecordBusy) as busy, waiting.session("test"):
        pass
    assert re.search(rf"process {inside.process.pid} \(.+\), thinking it over, since 20..-", str(busy.value))
    inside.leave()
    with Record(record.path, timedelta(seconds=5)).session("test"):
        pass


def test_a_killed_holder_lets_go(record: Record, child: Start) -> None:
    inside = child("sit", record.path)
    assert inside.hear() == "inside"
    inside.kill()
    with Record(record.path, timedelta(seconds=1)).session("test"):
        pass


@pytest.mark.parametrize("read_only", [True, False])
def test_an_analyst_with_the_live_file_open_is_named_and_waited_for(
    record: Record, child: Start, read_only: bool
) -> None:
    with record.session("make it"):
        pass
    analyst = child("hold", record.path, read_only)
    assert analyst.hear() == "open"
    patient = Record(record.path, timedelta(seconds=0.5))
    with pytest.raises(RecordBusy, match=f"held open by process {analyst.process.pid}"), patient.session("test"):
        pass
    analyst.leave()
    with Record(record.path, timedelta(seconds=1)).session("test"):
        pass


@pytest.mark.timeout(60)
def test_eight_threads_of_reads_and_edits_see_right_rows_and_lose_none(
    record: Record, said: Said, now: datetime
) -> None:
    """Each thread appends to two shared cases and reads what is there; who comes second is told and tries again."""
    people, edits = 8, 2
    troubles: list[object] = []

    def work(person: int) -> None:
        try:
            for edit in range(edits):
                case, done = f"case {edit % 2}", False
                while not done:
                    with record.session("read a case") as con:
                        history = cases.of(con, case)
                        one = mentions.by_ids(con, [said(person).id])
                    assert one == {said(person).id: said(person)}
                    assert [event.seq for event in history] == list(range(1, len(history) + 1))
                    event = CaseEvent(case, len(history) + 1, now, f"person {person}", "note", {"edit": edit})
                    try:
                        with record.session("edit a case") as con:
                            cases.append(con, event)
                        done = True
                    except SomebodyWasFirst:
                        continue
        except BaseException as trouble:  # noqa: BLE001 - to be seen by the test, whatever it is
            troubles.append(trouble)

    with record.session("start") as con:
        mentions.keep(con, [said(person) for person in range(people)], at=now)
    threads = [threading.Thread(target=work, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with record.session("count") as con:
        done = [(event.who, event.payload["edit"]) for case in ("case 0", "case 1") for event in cases.of(con, case)]
    assert sorted(done) == sorted((f"person {person}", edit) for person in range(people) for edit in range(edits))


SOME_DUCKDB = "a DuckDB database of somebody else"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"x", "is no record"),
        (b"name,stars\nAna,1\n" * 1000, "is no record"),
        (b"SQLite format 3\x00" + bytes(8000), "is an SQLite database"),
        ("truncated", "cannot be read"),
        (SOME_DUCKDB, "is a DuckDB database, but not an Earlyword record"),
    ],
    ids=["empty", "one byte", "text", "sqlite", "truncated", "foreign duckdb"],
)
def test_a_file_that_is_no_record_is_named_and_left_untouched(
    record: Record, now: datetime, content: bytes | str, says: str
) -> None:
    path = record.path
    path.parent.mkdir()
    if content == "truncated":
        with record.session("make it"):
            pass
        content = path.read_bytes()[:9000]
    elif content == SOME_DUCKDB:
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE TABLE customers (name VARCHAR)")
        content = path.read_bytes()
    assert isinstance(content, bytes)
    path.write_bytes(content)
    for attempt in (lambda: record.session("test").__enter__(), lambda: record.recover(now)):
        with pytest.raises(RecordDamaged, match=says) as damaged:
            attempt()
        assert str(path) in str(damaged.value)
        assert "\n" not in str(damaged.value)
    assert path.read_bytes() == content
    assert not list(path.parent.glob("*.corrupt-*"))


def test_a_record_that_vanished_is_not_quietly_begun_anew(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
    record.path.unlink()
    with pytest.raises(RecordDamaged, match="is gone"), record.session("test"):
        pass
    assert not record.path.exists()


def test_a_record_of_a_newer_version_is_refused(record: Record) -> None:
    with record.session("test") as con:
        con.execute("UPDATE meta SET value = '999' WHERE name = 'schema'")
    with pytest.raises(RecordError, match="newer Earlyword"), record.session("test"):
        pass


def test_every_change_is_numbered_and_noted_beside_the_record(record: Record, said: Said, now: datetime) -> None:
    numbers = []
    for item in range(3):
        with record.session("test") as con:
            mentions.keep(con, [said(item)], at=now)
        noted = sequence.beside(record.path)
        assert noted is not None
        numbers.append(noted.batch)
    assert numbers == [1, 2, 3]


def test_a_full_or_forbidden_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with (
        pytest.raises(RecordError, match="cannot be used"),
        Record(tmp_path / "data" / "earlyword.duckdb").session("x"),
    ):
        pass


def test_sessions_of_one_sitting_share_an_opening_and_commit_one_by_one(tmp_path: Path) -> None:
    record = Record(tmp_path / "earlyword.duckdb")
    with pytest.raises(ZeroDivisionError), record.sitting("a person waits"):  # noqa: PT012 - the body is what raises
        with record.sitting("the same one"), record.session("first") as con:
            con.execute("INSERT INTO meta VALUES ('first', '1')")
            first = con
        with record.session("second") as con:
            assert con is first
            con.execute("INSERT INTO meta VALUES ('second', '2')")
            raise ZeroDivisionError
    with record.session("look") as con:
        assert con is not first
        kept = con.execute("SELECT name FROM meta WHERE name IN ('first', 'second')").fetchall()
    assert kept == [("first",)]


def test_a_sitting_keeps_others_out_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "earlyword.duckdb"
    mine, other = Record(path), Record(path, wait=timedelta(seconds=0.2))
    with mine.sitting("a person waits"), mine.session("write") as con:
        con.execute("INSERT INTO meta VALUES ('mine', '1')")
    with mine.sitting("a person waits"), pytest.raises(RecordBusy, match="a person waits"), other.session("collect"):
        pass
    with other.session("collect") as con:
        assert con.execute("SELECT value FROM meta WHERE name = 'mine'").fetchall() == [("1",)]
