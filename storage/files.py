"""Copies of the record's files, always made by another process.

Opening and closing a database file in the process that writes it would drop the lock that DuckDB holds on it (POSIX
gives it up on the first close), and a second writer's rows would be destroyed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from storage.errors import DiskFull, RecordError

FULL = ("No space left", "File too large", "Disk quota exceeded")


def copy_file(source: Path, to: Path) -> None:
    """Copies in a child process, sharing blocks with the original where the file system can.

    Raises DiskFull or RecordError; nothing half remains at `to`.
    """
    if sys.platform.startswith("linux"):
        command = ["cp", "--reflink=auto", "--", str(source), str(to)]
    else:
        code = "import shutil, sys; shutil.copyfile(*sys.argv[1:])"
        command = [sys.executable, "-I", "-c", code, str(source), str(to)]
    plain = {**os.environ, "LC_ALL": "C"}  # its complaint is read below, and is English only then
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
    if not done.returncode:
        return
    to.unlink(missing_ok=True)
    if any(word in done.stderr for word in FULL) or done.returncode < 0:
        raise no_space(to)
    raise RecordError(f"{source} could not be copied to {to.parent}: {done.stderr.strip()[-200:]}")


def no_space(place: Path) -> DiskFull:
    return DiskFull(f"No space left for a copy in {place.parent}; what was there stays. Free some space on that disk.")


def set_aside(path: Path, aside: Path) -> None:
    """Keeps a file under a second name; its first name may then be given to another file in one step."""
    try:
        os.link(path, aside)
    except OSError:
        copy_file(path, aside)


def unused(path: Path) -> Path:
    """`path`, or `path-2`, `path-3` ... when that is taken: what was set aside before is never overwritten."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def force(path: Path) -> None:
    """Everything of the file is on disk after this."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
