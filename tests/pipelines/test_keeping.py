"""Looks are kept together when several are ready, and one that cannot be kept fails alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.source import Batch
from pipelines.keeping import Brought, Keeper
from storage import mentions, polls
from storage.db import Connection, Record
from storage.model import Mention, Poll, mention_id

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Counted(Record):
    """A record that counts its transactions; the first one waits until `hold` others stand in line."""

    opened = 0
    keeper: Keeper | None = None
    hold = 0

    @contextmanager
    def session(self, purpose: str) -> Iterator[Connection]:
        self.opened += 1
        until = time.monotonic() + 30
        while self.opened == 1 and self.keeper and len(self.keeper._line) < self.hold and time.monotonic() < until:
            time.sleep(0.001)
        with super().session(purpose) as con:
            yield con


def brought(number: int, *, text: str = "late again") -> Brought:
    said = Mention(mention_id("t", "x", str(number)), "Shop", f"s{number}", "post", "", "", "", text, None, NOW)
    return Brought(Poll(f"s{number}", NOW, "nothing_new"), Batch((said,)), NOW, time.monotonic())


@pytest.fixture
def record(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "earlyword.duckdb", timedelta(seconds=30))


def kept(record: Record) -> tuple[int, set[str]]:
    with record.session("test") as con:
        return mentions.count(con), set(polls.last(con))


def test_who_waits_for_the_record_is_kept_with_the_next_one(record: Counted) -> None:
    keeper = record.keeper = Keeper(record)
    record.hold = 7
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(keeper.keep, [brought(number) for number in range(8)]))
    assert record.opened == 2
    assert [(poll.source, poll.status, poll.new) for poll in done] == [(f"s{n}", "ok", 1) for n in range(8)]
    assert kept(record) == (8, {f"s{number}" for number in range(8)})


def test_a_look_that_cannot_be_kept_fails_alone(record: Counted) -> None:
    keeper = record.keeper = Keeper(record)
    record.hold = 3
    broken = brought(2)
    broken.poll = replace(broken.poll, cursor={"x": object()})  # type: ignore[dict-item]  # no JSON
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(keeper.keep, each) for each in (brought(0), brought(1), broken, brought(3))]
    errors = [each.exception() for each in waiting]
    assert [error is None for error in errors] == [True, True, False, True]
    assert isinstance(errors[2], TypeError)
    assert kept(record) == (3, {"s0", "s1", "s3"})


def test_a_look_that_brought_nothing_is_written_down_with_the_next_or_at_the_end(record: Counted) -> None:
    keeper = Keeper(record)
    for number in (7, 8):
        keeper.note(Poll(f"s{number}", NOW, "nothing_new"))
    assert record.opened == 0
    keeper.keep(brought(1))
    assert record.opened == 1
    keeper.note(Poll("s9", NOW, "broken"))
    keeper.finish()
    keeper.finish()
    assert record.opened == 2
    assert kept(record) == (1, {"s1", "s7", "s8", "s9"})


def test_looks_stay_in_line_when_the_record_could_not_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "earlyword.duckdb"
    path.write_bytes(b"no database" * 1000)
    keeper = Keeper(Record(path, timedelta(seconds=1)))
    keeper.note(Poll("s9", NOW, "broken"))
    with pytest.raises(Exception, match="earlyword"):
        keeper.keep(brought(1))
    path.unlink()
    keeper.finish()
    assert kept(Record(path)) == (0, {"s9"})
