"""A configuration from a few lines of YAML, and a terminal whose streams can be read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.config import Config, load
from pipelines.terminal import Terminal

NOW = datetime(2026, 5, 4, 9, 31, 12, tzinfo=UTC)
SHOP = "business: {name: Test Shop, timezone: Europe/London}\n"

Configured = Callable[..., Config]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def configured(tmp_path: Path) -> Configured:
    """Writes the lines to a config.yaml of its own folder and loads it."""

    def build(text: str = SHOP, env: Mapping[str, str] | None = None) -> Config:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, env or {})

    return build


@dataclass
class Spoken:
    """A terminal and what was said on it."""

    stdin: io.StringIO = field(default_factory=io.StringIO)
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)
    env: dict[str, str] = field(default_factory=dict)

    @property
    def terminal(self) -> Terminal:
        return Terminal(
            now=lambda: NOW,
            env=self.env,
            stdin=self.stdin,
            out=Console(file=self.out, width=200, highlight=False, soft_wrap=True),
            err=Console(file=self.err, width=200, highlight=False),
        )


@pytest.fixture
def spoken() -> Spoken:
    return Spoken()
