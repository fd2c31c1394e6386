from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from storage import mentions, sequence
from storage.db import Connection, Record, RecordBusy
from storage.model import Mention
from storage.together import Together

Said = Callable[..., Mention]


def test_threads_share_sessions_and_each_gets_its_own_answer(record: Record, said: Said, now: datetime) -> None:
    together = Together(record)
    inside = threading.Event()

    def keep(number: int) -> mentions.Kept:
        def work(con: Connection) -> mentions.Kept:
            inside.wait(10)  # the first one in holds the door until all others stand in line
            return mentions.keep(con, [said(number)], at=now)

        return together.do("keep", work)

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(keep, number) for number in range(8)]
        while len(together._waiting) < 7:
            assert not any(answer.done() for answer in answers)
        inside.set()
        assert [answer.result().new for answer in answers] == [(said(number).id,) for number in range(8)]
    noted = sequence.beside(record.path)
    assert noted is not None
    assert noted.batch == 2  # sessions, not eight


def test_one_that_fails_takes_nobody_with_it(record: Record, said: Said, now: datetime) -> None:
    together = Together(record)
    inside = threading.Event()

    def work(number: int) -> str:
        def keep(con: Connection) -> str:
            inside.wait(10)
            mentions.keep(con, [said(number)], at=now)
            if number == 3:
                raise ZeroDivisionError
            return f"kept {number}"

        return together.do("keep", keep)

    with ThreadPoolExecutor(6) as pool:
        answers = {number: pool.submit(work, number) for number in range(6)}
        while len(together._waiting) < 5:
            assert not any(answer.done() for answer in answers.values())
        inside.set()
        with pytest.raises(ZeroDivisionError):
            answers.pop(3).result()
        assert [answer.result() for answer in answers.values()] == [f"kept {number}" for number in answers]
    with record.session("look") as con:
        assert set(mentions.by_ids(con, [said(number).id for number in range(6)])) == {
            said(number).id for number in answers
        }


def test_a_busy_record_is_told_to_everybody(record: Record) -> None:
    together = Together(Record(record.path, timedelta(seconds=0.2)))
    with record.session("somebody else"), pytest.raises(RecordBusy, match="somebody else"):
        together.do("keep", lambda con: con.execute("SELECT 1").fetchall())
