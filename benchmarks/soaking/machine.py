"""The machine Earlyword runs on: its processes, its disk, and what grows on it."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from storage.spool import FAILED

PATIENCE = 180.0  # seconds for one round
DISK = 400_000_000  # bytes of the small disk


class Process:
    """A worker that does rounds when told; see `worker.py`."""

    def __init__(self, config: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soaking.worker", str(config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.psutil = psutil.Process(self.process.pid)
        self.read()

    def tell(self, at: datetime) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"at": at.isoformat()}) + "\n")
        self.process.stdin.flush()

    def read(self) -> str:
        assert self.process.stdout is not None
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        line = self.process.stdout.readline()
        watch.cancel()
        if not line:
            raise SystemExit(f"a worker ended (exit {self.process.wait()}); its last words are above")
        return line.strip()

    def round(self, at: datetime) -> dict[str, Any]:
        """One round; how it went as JSON (see `earlyword run --json`), or {"error", "message"}."""
        self.tell(at)
        answer: dict[str, Any] = json.loads(self.read())
        return answer

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def leave(self) -> None:
        self.process.communicate(timeout=60)


@dataclass(frozen=True)
class Sample:
    """What there was of everything at one moment. Bytes, and counts.

    Fetches set aside as unreadable are not counted as files: how many may stay is a promise of its own (`checks`).
    """

    day: float
    memory: int
    handles: int
    threads: int
    children: int
    files: int
    spool: int
    record: int


def sample(process: psutil.Process, data: Path, day: float) -> Sample:
    record = data / "earlyword.duckdb"
    return Sample(
        day=day,
        memory=process.memory_info().rss,
        handles=process.num_fds(),
        threads=process.num_threads(),
        children=len(process.children(recursive=True)),
        files=sum(not name.endswith(FAILED) for _, _, files in os.walk(data) for name in files),
        spool=sum(path.suffix != FAILED for path in (data / "spool").glob("*")),
        record=record.stat().st_size if record.exists() else 0,
    )


def orphans() -> list[int]:
    """Parsers whose collector is gone: there must be none."""
    running = psutil.process_iter(["pid", "ppid", "cmdline"])
    parsers = (each.info for each in running if "collectors.sandbox_worker" in (each.info["cmdline"] or []))
    return [parser["pid"] for parser in parsers if parser["ppid"] in (0, 1)]


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own, where this process may mount one (root); a plain folder elsewhere."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and not subprocess.run(command, capture_output=True, check=False).returncode
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Disk:
    """Fills and frees: a ballast file on a small disk, else a limit on the size of the worker's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.small = os.path.ismount(folder)
        self.full = False

    def fill(self, worker: Process) -> None:
        """Nothing more fits, but for a few kilobytes."""
        self.full = True
        if self.small:
            with (self.folder / "ballast").open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(self.folder).free - 40_000))
        else:
            limit = (self.folder / "data" / "earlyword.duckdb").stat().st_size
            resource.prlimit(worker.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def free(self, worker: Process) -> None:
        """There is space again."""
        self.full = False
        if self.small:
            (self.folder / "ballast").unlink(missing_ok=True)
        else:
            everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(worker.process.pid, resource.RLIMIT_FSIZE, everything)
