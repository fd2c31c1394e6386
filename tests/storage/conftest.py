"""A fresh record per test, and mentions that differ by a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.db import Record
from storage.model import Assessment, Mention, mention_id

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
