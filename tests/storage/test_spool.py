from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.errors import RecordError
from storage.spool import Spool


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def test_a_fetch_comes_back_byte_by_byte(spool: Spool) -> None:
    parts = [b"<rss/>\n\x00\xff", b"", os.urandom(100_000)]
    entry = spool.put("google news: Özel", {"kind": "feed", "cursor": {"etag": '"x"'}}, parts)
    assert spool.pending() == [entry]
    assert entry.parts() == tuple(parts)
    assert entry.header == {"kind": "feed", "cursor": {"etag": '"x"'}}
    assert stat.S_IMODE(entry.path.stat().st_mode) == 0o600


def test_fetches_wait_in_order_of_arrival(spool: Spool) -> None:
    for number in range(12):
        spool.put(f"source {number}", None, [])
    assert [entry.name for entry in spool.pending()] == [f"source {number}" for number in range(12)]


def test_a_stored_fetch_is_kept_until_it_may_be_forgotten(spool: Spool) -> None:
    first, second = spool.put("a", 1, [b"a"]), spool.put("b", 2, [b"b"])
    kept = spool.done(first)
    assert spool.pending() == [second]
    assert spool.kept() == [kept]
    assert spool.again() == 1
    assert [entry.name for entry in spool.pending()] == ["a", "b"]
    spool.forget([spool.done(spool.pending()[0])])
    assert spool.kept() == []
    assert [entry.name for entry in spool.pending()] == ["b"]


def test_a_fetch_that_cannot_be_understood_is_out_of_the_way_and_still_there(spool: Spool) -> None:
    failed = spool.failed(spool.put("a", None, [b"?"]))
    assert spool.pending() == []
    assert failed.parts() == (b"?",)


def test_a_source_that_sends_nonsense_for_ever_does_not_fill_the_disk(spool: Spool) -> None:
    other = spool.failed(spool.put("b", None, [b"other"]))
    for number in range(10):
        spool.failed(spool.put("a", None, [b"%d" % number]))
    left = sorted(spool.folder.glob("*.failed"))
    assert [path.read_bytes()[-1:] for path in left if path != other.path] == [b"7", b"8", b"9"]
    assert other.path in left


def test_what_nobody_could_read_goes_after_a_while_and_nothing_else_does(spool: Spool) -> None:
    week = datetime(2026, 5, 4, tzinfo=UTC)
    old, young = spool.failed(spool.put("a", None, [b"old"])), spool.failed(spool.put("a", None, [b"young"]))
    waiting = spool.put("a", None, [b"waiting"])
    for each in (old, waiting):
        os.utime(each.path, (0, week.timestamp() - 1))
    os.utime(young.path, (0, week.timestamp()))
    assert spool.forget_leftovers(week) == 1
    assert sorted(spool.folder.iterdir()) == sorted([young.path, waiting.path])


@pytest.mark.parametrize("size", [0, 1, 30, -1, -3])
def test_a_torn_file_is_set_aside_and_the_others_are_read(spool: Spool, size: int) -> None:
    torn, whole = spool.put("torn", {"a": 1}, [b"abc", b"defg"]), spool.put("whole", {"a": 2}, [b"x"])
    torn.path.write_bytes(torn.path.read_bytes()[:size])
    assert spool.pending() == [whole]
    assert [path.stem for path in spool.torn()] == [torn.path.stem]


def test_one_flipped_byte_is_noticed(spool: Spool) -> None:
    entry = spool.put("a", {"a": 1}, [b"abcdefgh"])
    content = bytearray(entry.path.read_bytes())
    content[-2] ^= 1
    entry.path.write_bytes(content)
    assert spool.pending() == []
    assert len(spool.torn()) == 1


def test_what_was_being_written_when_the_power_went_is_not_seen(spool: Spool) -> None:
    entry = spool.put("a", None, [b"abc"])
    entry.path.rename(entry.path.with_suffix(".half"))
    assert spool.pending() == []


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("")
    with pytest.raises(RecordError, match="cannot be used"):
        Spool(tmp_path / "spool").put("a", None, [])
