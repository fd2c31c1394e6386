"""JSON Lines in: one object per line, a bad line named and passed over, never the end of the work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipelines.terminal import Complaint, Terminal

MAX_LINE = 5_000_000  # characters; a longer line is an accident or an attack


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    reason: str


def read(stream: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]] | BadLine]:
    """Every line as (number, object), or why it is none. Empty lines are passed over silently."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            yield BadLine(number, f"the line is longer than {MAX_LINE:,} characters")
            continue
        try:
            value = json.loads(line.removeprefix("\ufeff"))
        except (ValueError, RecursionError) as wrong:
            yield BadLine(number, f"no JSON: {wrong}")
            continue
        if isinstance(value, dict):
            yield number, value
        else:
            yield BadLine(number, f"an object is wanted, this is {type(value).__name__}")


def open_lines(file: str, terminal: Terminal) -> IO[str]:
    """The named file, or standard input for "-". Broken encoding becomes replacement characters.

    Raises `Complaint` when the file cannot be read.
    """
    if file == "-":
        return terminal.stdin
    try:
        return Path(file).open(encoding="utf-8", errors="replace")
    except OSError as wrong:
        raise Complaint(f"{file} cannot be read: {wrong.strerror}. Check the path.") from wrong
