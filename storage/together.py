"""Short changes of several threads in one session: who comes while another writes joins the next one.

Opening, committing and closing cost some 40 ms however little is changed, and only one session can be open. Sixteen
threads that come home with a fetch at the same time pay that once, not sixteen times.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from storage.db import Connection, Record, RecordError

T = TypeVar("T")


@dataclass
class Job:
    purpose: str
    work: Callable[[Connection], Any]
    answer: Future[Any] = field(default_factory=Future)


class Together:
    """Share one of these between the threads of a process."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._waiting: list[Job] = []
        self._list = threading.Lock()
        self._turn = threading.Lock()

    def do(self, purpose: str, work: Callable[[Connection], T]) -> T:
        """Runs `work` in a session and returns its answer once it is committed.

        `work` must do nothing but ask and change the record: when a neighbour's work fails the session is rolled back
        and everybody's is run once more, each alone. Raises what `work` or the session raises.
        """
        job = Job(purpose, work)
        with self._list:
            self._waiting.append(job)
        with self._turn:
            if not job.answer.done():
                with self._list:
                    jobs, self._waiting = self._waiting, []
                run(self.record, jobs)
        answer: T = job.answer.result()
        return answer


def run(record: Record, jobs: list[Job]) -> None:
    """All jobs in one session; when one of them fails, each in its own."""
    purpose = jobs[0].purpose if len(jobs) == 1 else f"{jobs[0].purpose} and {len(jobs) - 1} more"
    try:
        with record.session(purpose) as con:
            answers = [job.work(con) for job in jobs]
    except RecordError as error:  # the record is busy, damaged or full: that strikes everybody
        for job in jobs:
            job.answer.set_exception(error)
    except Exception as error:  # noqa: BLE001 - handed to the thread whose work it was
        if len(jobs) == 1:
            jobs[0].answer.set_exception(error)
        else:
            for job in jobs:
                run(record, [job])
    else:
        for job, answer in zip(jobs, answers, strict=True):
            job.answer.set_result(answer)
    finally:
        for job in jobs:  # only after an interrupt; nobody must wait for ever
            if not job.answer.done():
                job.answer.set_exception(RecordError(f"{job.purpose} was interrupted; nothing of it was stored."))
