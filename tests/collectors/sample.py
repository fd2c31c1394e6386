"""A source and a look at it, made up for a test; samples lie in tests/samples/<kind>/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from collectors.source import Part, Payload, Secret, Source
from tests.collectors.conftest import NOW

O = TypeVar("O")  # noqa: E741 - the kind's Options, as in collectors.source
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def body(kind: str, name: str) -> bytes:
    return (SAMPLES / kind / name).read_bytes()


def look(*bodies: bytes, url: str = "https://api.example/x", meta: Mapping[str, str] | None = None) -> Payload:
    """What a fetch would have brought home."""
    return Payload(tuple(Part(url, each, "", meta or {}) for each in bodies), {}, NOW)


def source(kind: str, options: O, **secrets: str) -> Source[O]:
    hidden = {name: Secret(value) for name, value in secrets.items()}
    return Source("the source", kind, "Milou's", options, secrets=hidden)
