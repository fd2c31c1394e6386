"""Samples beside their expected mentions: tests/samples/<kind>/<name>.<any> and <name>.expected.py with EXPECTED."""

from __future__ import annotations

import runpy
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from collectors.source import Part, Payload, Secret, Source
from storage.model import Mention
from tests.collectors.conftest import NOW

O = TypeVar("O")  # noqa: E741 - the kind's Options, as in collectors.source
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
OF_THE_SOURCE = {"id", "entity", "source", "seen"}  # the same for all mentions of a look, or a digest


def body(kind: str, name: str) -> bytes:
    return (SAMPLES / kind / name).read_bytes()


def expected(kind: str, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = runpy.run_path(str(SAMPLES / kind / f"{name}.expected.py"))["EXPECTED"]
    return found


def look(*bodies: bytes, url: str = "https://api.example/x", meta: Mapping[str, str] | None = None) -> Payload:
    """What a fetch would have brought home."""
    return Payload(tuple(Part(url, each, "", meta or {}) for each in bodies), {}, NOW)


def source(kind: str, options: O, **secrets: str) -> Source[O]:
    hidden = {name: Secret(value) for name, value in secrets.items()}
    return Source("the source", kind, "Milou's", options, secrets=hidden)


def told(mentions: Iterable[Mention]) -> list[dict[str, object]]:
    """Mentions as `EXPECTED` writes them: without what is empty, times in ISO form, sorted by nothing."""
    found = []
    for mention in mentions:
        values = {each.name: getattr(mention, each.name) for each in fields(mention) if each.name not in OF_THE_SOURCE}
        found.append({name: _plain(value) for name, value in values.items() if value not in (None, "")})
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
