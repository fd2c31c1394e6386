"""Spoilt samples: whatever is missing, cut, swapped or poisoned, a kind gives mentions or says what is wrong."""

from __future__ import annotations

import json
import random
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors import load
from collectors.source import Part, Payload, Secret, Source, SourceError
from tests.collectors.conftest import NOW
from tests.collectors.test_samples import label, sample_files

POISON: list[Any] = [
    None, True, -1, 10**30, 1e308, "", "\ud800", "x" * 10_000, "javascript:alert(1)", "http://[::1",
    "9999-12-31T23:59:59Z", "\x00\u202e", [], {}, [[]], {"a": {}}, [None], "<script>alert(1)</script>", "{0.__class__}",
]  # fmt: skip


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value, as container and key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from nodes(value[key])


def spoilt(body: bytes, dice: random.Random) -> bytes:
    """A body with one or a few things wrong with it."""
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if value and dice.random() < 0.7:
        for container, key in dice.sample(places := list(nodes(value)), min(len(places), dice.choice((1, 1, 3)))):
            container[key] = dice.choice(POISON)
        return json.dumps(value).encode()
    start = dice.randrange(len(body))
    end = min(len(body), start + dice.choice((1, 1, 20, 400)))
    middle = dice.choice(
        (b"", bytes(dice.randrange(256) for _ in range(5)), b"<" * 50, b"]]>", b"&#xD800;", body[:end])
    )
    return body[:start] + middle + (b"" if dice.random() < 0.2 else body[end:])


# what a webhook is sent is refused at the door, with an HTTP status, before there is a payload
FETCHED = [path for path in sample_files() if path.parent.name != "webhook"]


@pytest.mark.parametrize("expected", FETCHED, ids=label)
def test_spoilt_answers_are_mentions_or_a_clear_error(expected: Path) -> None:
    told = runpy.run_path(str(expected))
    kind, stem = expected.parent.name, expected.name.removesuffix(".expected.py")
    (answer,) = (path for path in expected.parent.glob(f"{stem}.*") if path != expected)
    module = load(kind)
    secrets = {name: Secret(value) for name, value in told.get("SECRETS", {}).items()}
    source: Source[Any] = Source("sample", kind, "Shop", module.Options(**told["OPTIONS"]), secrets=secrets)
    dice, body = random.Random(kind + stem), answer.read_bytes()
    url, content_type = told.get("URL", f"https://example.org/{answer.name}"), told.get("CONTENT_TYPE", "")
    for _ in range(25):
        part = Part(url, spoilt(body, dice), content_type, told.get("META", {}))
        try:
            batch = module.mentions(Payload((part,), {}, NOW), source, NOW)
        except SourceError as error:
            assert error.next_step  # noqa: PT017 - either outcome is right
            continue
        for mention in batch.mentions:
            assert mention.url == "" or mention.url.startswith(("http://", "https://")) or kind in ("files", "mailbox")
            assert mention.published is None or mention.published.year >= 2000
            f"{mention.title}{mention.text}{mention.author}{mention.url}{mention.parent}".encode()
