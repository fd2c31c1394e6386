"""The other side of `collectors.sandbox`: a process that turns bytes into mentions and does nothing else.

It gets no secrets (neither in its environment nor in what it is sent), may not use more memory than it was started
with, and ends by itself when nobody listens any more.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from collectors import load
from collectors.source import SourceError

try:
    import resource
except ImportError:  # not on Windows: there only the time is limited
    resource = None  # type: ignore[assignment]  # the module's absence is what is tested for below

SIZE = struct.Struct("!Q")


def read_frame(stream: IO[bytes]) -> bytes | None:
    """One length-prefixed message; None when the other side is gone."""
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    (size,) = SIZE.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Send one length-prefixed message."""
    stream.write(SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _work(data: bytes) -> object:
    kind, payload, source, seen = pickle.loads(data)
    return load(kind).mentions(payload, source, seen)


def _place(error: BaseException) -> str:
    """Type of an unexpected error and the last line of ours that it passed; never its text, which may be foreign."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "collectors" in frame.filename]
    where = f" in {os.path.basename(frames[-1].filename)} line {frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _is_tired(memory_bytes: int) -> bool:
    """Is this process so big that the next task would not have its fair share? Known on Linux only."""
    try:
        with open("/proc/self/statm", "rb") as sizes:
            pages = int(sizes.read().split()[0])
    except OSError:
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > memory_bytes // 2


def serve(seconds: float, memory_bytes: int) -> None:
    """Answer requests on standard input until it ends. An answer is (ok, error, memory or crash; value; tired)."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not break the protocol
    with ThreadPoolExecutor(1) as pool:  # its futures hold any exception there is, so that one bad feed ends nothing
        while (data := read_frame(requests)) is not None:
            if hasattr(signal, "setitimer"):  # if the parent dies, so do we, a little after our time is up
                signal.setitimer(signal.ITIMER_REAL, seconds + 5)
            future = pool.submit(_work, data)
            del data
            error = future.exception()
            answer: tuple[str, object]
            if error is None:
                answer = ("ok", future.result())
            elif isinstance(error, SourceError):
                answer = ("error", error.with_traceback(None))
            else:
                answer = ("memory" if isinstance(error, MemoryError) else "crash", _place(error))
            tired = answer[0] == "memory" or _is_tired(memory_bytes)
            write_frame(answers, pickle.dumps((*answer, tired)))
            del future, error, answer
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    serve(float(sys.argv[1]), int(sys.argv[2]))
