"""The person at the keyboard, as one value: clock, environment, streams. The command line is a function of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pipelines.exits import Exit


class Complaint(Exception):
    """Something the person must hear, as one sentence, with the exit code it deserves."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code


WIDE = 200  # columns of a table that goes into a file or a pipe


@dataclass(frozen=True)
class Terminal:
    """`out` is for results (also piped ones), `err` for progress and complaints, so that `--json | jq` always works."""

    now: Callable[[], datetime]
    env: Mapping[str, str]
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    out: Console = field(default_factory=lambda: _console())
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))

    def line(self, value: object) -> None:
        """One JSON object on one line of standard output."""
        self.out.file.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")

    def say(self, sentence: str) -> None:
        """A sentence for a person on standard output; foreign words in it are printed as they are."""
        self.out.print(Text(_printable(sentence)))

    def note(self, sentence: str) -> None:
        """A sentence beside the result: standard error."""
        self.err.print(Text(_printable(sentence)))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table whose cells are literal text: nothing a stranger wrote is markup or moves the cursor."""
        table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(_printable(_cell(value))) for value in row))
        self.out.print(table, soft_wrap=False)

    def progress(self) -> Progress:
        """A progress bar on standard error that vanishes when the output is not a terminal."""
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.err,
            disable=not self.err.is_terminal,
        )


def _console() -> Console:
    """Standard output; wide when it is no terminal, so that a table in a file or a pipe is not squeezed."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=WIDE)


def _printable(text: str) -> str:
    """Terminal control sequences in foreign words would move the cursor or recolour the screen."""
    return "".join(c if c in "\n\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
