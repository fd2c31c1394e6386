"""Understanding what was fetched, in a process that may fail.

A hostile or broken answer can keep a parser busy for hours, fill the memory or crash the interpreter. So the pure
`mentions` function of a kind runs in a worker process with limits of time and memory; a breach ends the worker, is told
as Broken, and the next task gets a new one. A warm worker adds well under two milliseconds to a call.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from datetime import datetime
from queue import LifoQueue
from types import TracebackType
from typing import Any

from collectors.sandbox_worker import read_frame, write_frame
from collectors.source import Batch, Broken, Payload, Source, SourceError

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR")  # of the environment; keys and passwords stay here
_OF_THE_TIME = 0.97  # the rest is for ending the worker, so that it is gone when the time is over
_ASK = "Look at what the source sends; if it should be readable, tell whoever runs it."


class _Worker:
    """One worker process and the thread that talks to it."""

    def __init__(self, seconds: float, memory_bytes: int) -> None:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        environment["MALLOC_ARENA_MAX"] = "2"  # each further arena would take 64 MB of what is allowed
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "collectors.sandbox_worker", str(seconds), str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sandbox")

    def ask(self, data: bytes) -> Future[bytes | None]:
        """Send one task; the future holds the answer, or None when the worker died."""
        return self._thread.submit(self._exchange, data)

    def _exchange(self, data: bytes) -> bytes | None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            write_frame(self.process.stdin, data)
            return read_frame(self.process.stdout)
        except (OSError, ValueError):  # it died, or we closed it
            return None

    def end(self) -> int:
        """Stop it for good; gives its exit code."""
        self.process.kill()
        code = self.process.wait()
        self._thread.shutdown()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was not yet written to a dead process
                    continue
        return code


class Sandbox:
    """Runs `mentions` of any kind under limits. Use as a context manager; many threads may call it at once.

    `seconds` (wall clock) and `memory_mb` (address space) hold for one call; `workers` is how many run side by side.
    """

    def __init__(self, seconds: float = 20, memory_mb: int = 512, workers: int = 1) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._slots: LifoQueue[_Worker | None] = LifoQueue()  # the warm ones are taken first
        self._count = workers
        for _ in range(workers):
            self._slots.put(None)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers. Waits for calls that are under way."""
        for worker in [self._slots.get() for _ in range(self._count)]:
            if worker is not None:
                worker.end()
        for _ in range(self._count):
            self._slots.put(None)

    def mentions(self, kind: str, payload: Payload, source: Source[Any], seen: datetime) -> Batch:
        """The kind's `mentions`, limited. Raises what it raises (Blocked, Broken), and Broken for a breach or crash."""
        data = pickle.dumps((kind, payload, replace(source, secrets={}), seen))
        worker = self._slots.get()
        try:
            if worker is None:
                worker = _Worker(self._seconds, self._memory_mb * 1_000_000)
            answer = self._answer(worker, data, source.name)
        except BaseException:
            if worker is not None:
                worker.end()
            self._slots.put(None)
            raise
        word, value, tired = answer
        if tired:
            worker.end()
        self._slots.put(None if tired else worker)
        return self._read(word, value, source.name)

    def _answer(self, worker: _Worker, data: bytes, name: str) -> tuple[str, Any, bool]:
        try:
            found = worker.ask(data).result(self._seconds * _OF_THE_TIME)
        except FutureTimeout:
            raise Broken(
                f"what {name} sent could not be understood within {self._seconds:g} s, so we stopped", next_step=_ASK
            ) from None
        if found is None:
            raise Broken(f"reading what {name} sent crashed its worker process ({worker.end()})", next_step=_ASK)
        answer: tuple[str, Any, bool] = pickle.loads(found)
        return answer

    def _read(self, word: str, value: Any, name: str) -> Batch:
        if word == "ok":
            assert isinstance(value, Batch)
            return value
        if word == "error":
            assert isinstance(value, SourceError)
            raise value
        if word == "memory":
            raise Broken(
                f"what {name} sent needs more than {self._memory_mb} MB to be understood, so we stopped", next_step=_ASK
            )
        raise Broken(f"what {name} sent could not be understood ({value})", next_step=_ASK)
