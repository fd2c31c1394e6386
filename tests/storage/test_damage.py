"""A process died with changes in the write-ahead log, and then something happened to the log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from storage import check, damage, mentions
from storage.db import Record, RecordDamaged
from storage.model import Mention
from storage.spool import Spool

Said = Callable[..., Mention]
Start = Callable[..., Any]
SIZE, BATCHES = 40, 4  # of child.py: one batch in the database, four more in the log


@pytest.fixture
def log(record: Record, child: Start) -> Path:
    """The write-ahead log of a killed process."""
    dying = child("leave_a_log", record.path, BATCHES)
    assert dying.hear() == BATCHES
    dying.process.join()
    path = damage.log_path(record.path)
    assert path.stat().st_size > 10_000
    return path


def delete(log: Path) -> None:
    log.unlink()


def empty(log: Path) -> None:
    log.write_bytes(b"")


def cut_in_half(log: Path) -> None:
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])


def cut_last_byte(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-1])


def flip(share: float) -> Callable[[Path], None]:
    def flip_one_byte(log: Path) -> None:
        content = bytearray(log.read_bytes())
        content[int(len(content) * share)] ^= 0x10
        log.write_bytes(content)

    return flip_one_byte


def text(log: Path) -> None:
    log.write_text("lunch at noon\n" * 500)


HARM: dict[str, tuple[Callable[[Path], None], range]] = {
    # how many batches may be left when everything readable was saved
    "deleted": (delete, range(1, 2)),
    "empty": (empty, range(1, 2)),
    "cut in half": (cut_in_half, range(2, 5)),
    "last byte cut": (cut_last_byte, range(4, 5)),
    "early byte flipped": (flip(0.1), range(1, 2)),
    "late byte flipped": (flip(0.9), range(2, 5)),
    "text": (text, range(1, 2)),
}


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix not in (".lock", ".holder")
    }


def batches(record: Record) -> set[str]:
    with record.session("look") as con:
        assert check.integrity(con) == []
        rows = con.execute("SELECT entity, count(*) FROM mention GROUP BY entity").fetchall()
    assert {count for _, count in rows} == {SIZE}
    return {entity for entity, _ in rows}


@pytest.mark.parametrize("harm", HARM)
def test_a_harmed_log_is_noticed_set_aside_and_its_good_part_saved(
    record: Record, log: Path, now: datetime, harm: str
) -> None:
    do, left = HARM[harm]
    do(log)
    before = fingerprints(record.path.parent)
    with pytest.raises(RecordDamaged) as damaged, record.session("look"):
        pass
    assert "write-ahead log" in str(damaged.value) or "cannot be read" in str(damaged.value)
    untouched = fingerprints(record.path.parent)
    assert {name: digest for name, digest in untouched.items() if not name.endswith(".wal")} == {
        name: digest for name, digest in before.items() if not name.endswith(".wal")
    }
    recovered = record.recover(now)
    assert recovered is not None
    assert recovered.lost == BATCHES + 1 - recovered.batch
    assert recovered.kept.name == "earlyword.duckdb.corrupt-20260302T120000Z"
    kept = fingerprints(record.path.parent)
    assert kept[recovered.kept.name] == before["earlyword.duckdb"]
    if log.name in untouched and before[log.name] != hashlib.sha256(b"").hexdigest():
        assert kept[damage.log_path(recovered.kept).name] == before[log.name]
    assert len(batches(record)) in left
    assert record.recover(now) is None


def test_what_was_set_aside_before_is_never_overwritten(record: Record, log: Path, child: Start, now: datetime) -> None:
    kept = []
    for _ in range(2):
        damage.log_path(record.path).unlink(missing_ok=True)
        beyond(record)
        recovered = record.recover(now)
        assert recovered is not None
        kept.append(recovered.kept.name)
    assert kept == ["earlyword.duckdb.corrupt-20260302T120000Z", "earlyword.duckdb.corrupt-20260302T120000Z-2"]


def test_a_log_of_another_record_is_noticed(record: Record, log: Path, child: Start, now: datetime) -> None:
    other = Record(record.path.parent.parent / "other" / "earlyword.duckdb")
    other.path.parent.mkdir()
    child("leave_a_log", other.path, 2).process.join()
    log.write_bytes(damage.log_path(other.path).read_bytes())
    with pytest.raises(RecordDamaged, match="does not match"), record.session("look"):
        pass
    recovered = record.recover(now)
    assert recovered is not None
    assert recovered.lost == BATCHES
    assert batches(record) == {"batch 0"}


def test_an_untouched_log_is_simply_read(record: Record, log: Path, now: datetime) -> None:
    assert record.recover(now) is None
    assert batches(record) == {f"batch {number}" for number in range(BATCHES + 1)}


def test_what_the_log_lost_comes_back_from_the_spool(
    record: Record, log: Path, said: Said, now: datetime, tmp_path: Path
) -> None:
    """The fetch was stored and its entry kept, because no verified copy of the record exists yet."""
    spool = Spool(tmp_path / "spool")
    entry = spool.put("child", {"numbers": [1, 2, 3]}, [b"..."])
    with record.session("keep") as con:
        mentions.keep(con, [said(number) for number in (1, 2, 3)], at=now)
    spool.done(entry)
    record.path.with_suffix(".seq").write_bytes(beyond(record))
    assert record.recover(now) is not None
    assert spool.again() == 1
    [again] = spool.pending()
    assert isinstance(again.header, dict)
    assert again.header["numbers"] == [1, 2, 3]


def beyond(record: Record) -> bytes:
    """A sequence file that tells of one change more than the record has."""
    from storage import sequence

    noted = sequence.beside(record.path)
    assert noted is not None
    sequence.note(record.path, sequence.Mark(noted.record, noted.batch + 1))
    return record.path.with_suffix(".seq").read_bytes()


def test_a_broken_database_file_is_left_for_a_restore(record: Record, said: Said, now: datetime) -> None:
    with record.session("keep") as con:
        mentions.keep(con, [said(number) for number in range(2000)], at=now)
    content = bytearray(record.path.read_bytes())
    for place in range(12_288, len(content), 200_000):
        content[place] ^= 0xFF
    record.path.write_bytes(content)
    with pytest.raises(RecordDamaged, match="earlyword doctor"), record.session("read") as con:
        con.execute("SELECT sum(length(text)), min(id), max(author) FROM mention").fetchall()
    assert record.path.read_bytes() == content
