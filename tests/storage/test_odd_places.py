"""Things that stand where the record's files should, are missing, or are a stranger's: one sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import backup, check, mentions, publish, sequence
from storage.db import Record, RecordBusy, RecordError
from storage.model import Mention, Poll
from storage.spool import Spool

Said = Callable[..., Mention]
Start = Callable[..., Any]


@pytest.fixture
def one(record: Record, said: Said, now: datetime) -> Record:
    """A record with one mention."""
    with record.session("start") as con:
        mentions.keep(con, [said(1)], at=now)
    return record


def count(record: Record) -> int:
    with record.session("count") as con:
        return mentions.count(con)


def sentence(error: pytest.ExceptionInfo[RecordError]) -> str:
    text = str(error.value)
    assert "Traceback" not in text
    assert "\n" not in text
    return text


def test_a_folder_where_the_record_should_be(tmp_path: Path) -> None:
    (tmp_path / "earlyword.duckdb").mkdir()
    with pytest.raises(RecordError) as wrong, Record(tmp_path / "earlyword.duckdb").session("try"):
        pass
    assert str(tmp_path / "earlyword.duckdb") in sentence(wrong)
    assert list((tmp_path / "earlyword.duckdb").iterdir()) == []


@pytest.mark.parametrize("link", ["folder", "file"])
def test_two_ways_to_one_record_have_one_waiting_line(one: Record, tmp_path: Path, child: Start, link: str) -> None:
    other = tmp_path / "other"
    if link == "folder":
        other.symlink_to(one.path.parent)
    else:
        other.mkdir()
        (other / one.path.name).symlink_to(one.path)
    sitting = child("sit", one.path)
    assert sitting.hear() == "inside"
    with pytest.raises(RecordBusy, match="thinking it over"), Record(other / one.path.name, timedelta(0)).session("x"):
        pass
    sitting.leave()
    assert count(Record(other / one.path.name)) == 1


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "earlyword.duckdb").symlink_to(tmp_path / "unplugged" / "earlyword.duckdb")
    record = Record(tmp_path / "earlyword.duckdb")
    with record.session("start") as con:  # the place it leads to can be made, so it is
        assert mentions.count(con) == 0
    assert (tmp_path / "unplugged" / "earlyword.duckdb").is_file()


def test_a_record_that_may_only_be_read(one: Record, said: Said, now: datetime) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    one.path.chmod(stat.S_IRUSR)
    with pytest.raises(RecordError) as wrong, one.session("write") as con:
        mentions.keep(con, [said(2)], at=now)
    assert str(one.path) in sentence(wrong)
    one.path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert count(one) == 1


def test_an_empty_log_and_leftover_lock_files_stop_nobody(one: Record, now: datetime) -> None:
    one.path.with_name(f"{one.path.name}.wal").write_bytes(b"")
    one.path.with_name(f"{one.path.name}.lock").write_text("left behind")
    one.path.with_name(f"{one.path.name}.holder").write_text('{"pid": 1, "command": "gone", "purpose": "x"}')
    assert one.recover(now) is None
    assert count(one) == 1


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe junk", b"a b c", b"x" * 100_000])
def test_a_sequence_file_that_is_missing_or_junk_is_written_anew(one: Record, content: bytes | None) -> None:
    place = sequence.seq_path(one.path)
    before = sequence.beside(one.path)
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)
    assert count(one) == 1
    assert sequence.beside(one.path) == before


def test_a_folder_where_the_sequence_file_should_be(one: Record, said: Said, now: datetime) -> None:
    place = sequence.seq_path(one.path)
    place.unlink()
    place.mkdir()
    with pytest.raises(RecordError) as wrong, one.session("write") as con:
        mentions.keep(con, [said(2)], at=now)
    assert "earlyword.seq" in sentence(wrong)
    place.rmdir()
    assert count(one) == 2  # it was committed; only the number could not be noted


@pytest.mark.parametrize("junk", ["text", "gone", "other record"])
def test_a_published_copy_that_is_gone_or_junk_is_made_anew(one: Record, tmp_path: Path, junk: str) -> None:
    target = tmp_path / "published.duckdb"
    publish.publish(one, target)
    if junk == "gone":
        target.unlink()
    elif junk == "text":
        target.write_text("holiday photos")
        with pytest.raises(RecordError) as wrong:
            publish.ask(target, "SELECT 1")
        assert str(target) in sentence(wrong)
    else:
        other = Record(tmp_path / "other" / "earlyword.duckdb")
        publish.publish(other, target)
    publish.publish(one, target)
    assert publish.ask(target, "SELECT count(*) FROM mention")[1] == [(1,)]


def test_a_folder_where_the_copy_should_be(one: Record, tmp_path: Path) -> None:
    target = tmp_path / "published.duckdb"
    (target / "keep me").mkdir(parents=True)
    with pytest.raises(RecordError) as wrong:
        publish.publish(one, target)
    assert str(target) in sentence(wrong)
    assert (target / "keep me").is_dir()
    assert list(tmp_path.glob("*.new-*")) == []


def test_files_of_others_in_the_spool_are_left_or_set_aside(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put("a", {"x": 1}, [b"one"])
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "foreign.new").write_bytes(b"\x00" * 50)
    (tmp_path / "list.new").write_text("[]\n")
    (tmp_path / "folder.new").mkdir()
    whole = tmp_path / "000000000009-aaaaaaaa.new"
    shutil.copy(spool.pending()[0].path, whole)
    whole.write_bytes(whole.read_bytes()[:-1])
    assert [entry.name for entry in spool.pending()] == ["a"]
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert {path.name for path in spool.torn()} >= {"foreign.torn", "list.torn", "000000000009-aaaaaaaa.torn"}
    assert spool.put("b", None, [b"two"]).parts() == (b"two",)


def test_a_clock_that_goes_back_loses_nothing(one: Record, said: Said, now: datetime) -> None:
    from storage import polls

    early = now - timedelta(days=400)
    with one.session("after the clock went back") as con:
        polls.save(con, Poll("s", now, "ok"))
        polls.save(con, Poll("s", early, "ok"))
        assert mentions.keep(con, [said(1), said(2, seen=early)], at=early).new == (said(2).id,)
        assert check.integrity(con) == []
    done = backup.backup(one, one.path.parent / "backups", early)
    assert done.mentions == 2


def test_a_backup_while_writing_keeps_a_second_writer_out_and_loses_nothing(
    record: Record, child: Start, tmp_path: Path, now: datetime
) -> None:
    writer = child("keep", record.path)
    kept = [writer.hear() for _ in range(3)]
    before = child("try_to_open", record.path)
    holders = backup.backup(record, tmp_path / "b", now)
    kept += writer.kill()
    assert before.hear() is not None
    with record.session("look") as con:
        assert check.integrity(con) == []
        assert mentions.count(con) >= 40 * len(kept)
    assert holders.mentions % 40 == 0
    assert 0 < holders.mentions <= 40 * (len(kept) + 1)
