"""A fresh record per test, and mentions that differ by a number."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.db import Record
from storage.model import Assessment, Mention, mention_id
from tests.storage import child as children

# One server process imports everything once; each child is a fork of it, so a kill costs no second of imports.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.child"])
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "data" / "earlyword.duckdb", timedelta(seconds=20))


@pytest.fixture(scope="session")
def said() -> Callable[..., Mention]:
    """`said(3, text="...")`: the mention number 3."""

    def make(number: int, **changes: Any) -> Mention:
        fields: dict[str, Any] = {
            "id": mention_id("test", "example.org", str(number)),
            "entity": "Spice",
            "source": "reviews",
            "kind": "review",
            "url": f"https://example.org/{number}",
            "author": f"Guest {number}",
            "title": f"Visit {number}",
            "text": f"The soup was cold, visit {number}.",
            "published": NOW - timedelta(hours=number),
            "seen": NOW,
            "rating": 0.25,
        }
        return Mention(**(fields | changes))

    return make


@pytest.fixture(scope="session")
def thought() -> Callable[..., Assessment]:
    """`thought(mention, label="positive")`: an assessment of it."""

    def make(mention: Mention, **changes: Any) -> Assessment:
        fields: dict[str, Any] = {
            "mention": mention.id,
            "version": "v1",
            "at": NOW,
            "relevant": True,
            "language": "en",
            "compound": -0.5,
            "complaint": 0.9,
            "label": "negative",
            "flag": "flag",
            "topics": (),
            "story": "",
            "urgency": "today",
            "reasons": ("one star",),
        }
        return Assessment(**(fields | changes))

    return make


class Child:
    """Another process at work on the record (see child.py), and the line to it."""

    def __init__(self, verb: str, *words: object) -> None:
        self.line, other = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=getattr(children, verb), args=(other, *words))
        self.process.start()
        other.close()

    def hear(self) -> Any:
        """The next thing it says; None when it has gone."""
        try:
            return self.line.recv()
        except (EOFError, OSError):
            return None

    def ask(self) -> Any:
        self.line.send(True)
        return self.hear()

    def kill(self) -> list[Any]:
        """Kills it at once (SIGKILL) and returns what it had said and was not heard yet."""
        self.process.kill()
        self.process.join()
        return list(iter(self.hear, None))

    def leave(self) -> None:
        """Tells it to go, and waits until it has."""
        self.line.send(False)
        self.process.join()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


@pytest.fixture
def child() -> Iterator[Callable[..., Child]]:
    """`child("keep", path)`: another process doing that; gone when the test ends."""
    children: list[Child] = []

    def start(verb: str, *words: object) -> Child:
        children.append(Child(verb, *words))
        return children[-1]

    yield start
    for each in children:
        each.close()
