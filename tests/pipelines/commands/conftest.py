"""The command line as a function: arguments in; exit code, output and complaints out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipelines.__main__ import run
from pipelines.terminal import Terminal

NOW = datetime(2026, 5, 4, 9, 31, tzinfo=UTC)
SHOP = "business: {name: Pepperwick Spices, town: Hull, trade: shop, timezone: Europe/London}\n"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def one(self) -> dict[str, Any]:
        (only,) = self.objects()
        return only


Earlyword = Callable[..., Said]


@pytest.fixture
def earlyword(tmp_path: Path) -> Earlyword:
    """Runs one command for a shop of its own folder."""
    config = tmp_path / "config.yaml"
    config.write_text(SHOP, encoding="utf-8")

    def call(*arguments: object, stdin: str = "", now: datetime = NOW, env: dict[str, str] | None = None) -> Said:
        out, err = io.StringIO(), io.StringIO()
        terminal = Terminal(
            now=lambda: now,
            env=env or {},
            stdin=io.StringIO(stdin),
            out=Console(file=out, width=200, highlight=False, soft_wrap=True),
            err=Console(file=err, width=200, highlight=False),
        )
        words: Sequence[str] = [str(each) for each in arguments]
        wants_config = words and words[0] != "group" and "--config" not in words and "--help" not in words
        code = run([*words, "--config", str(config)] if wants_config else words, terminal)
        return Said(code, out.getvalue(), err.getvalue())

    return call
