"""Posts to the running service, from a friend, a stranger and a fool."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from starlette.requests import Request

from collectors.source import Secret
from collectors.webhook import MAX_BODY, SIGNATURE, sign
from pipelines import ingest
from pipelines.config import Config
from storage.spool import Spool
from tests.pipelines.conftest import NOW, SHOP, Configured

ENV = {"HOOK": "canary-1", "OTHER": "canary-2"}
SOURCES = (
    "sources:\n  - {name: tablets, kind: webhook, secret_env: HOOK, about_us: true}\n"
    "  - {name: till, kind: webhook, secret_env: OTHER}\n"
)
BODY = json.dumps({"mentions": [{"id": "1", "text": "Cold soup, rude staff", "rating": 1}]}).encode()


def post(
    config: Config, body: bytes, headers: Mapping[str, str], env: Mapping[str, str] | None = None, pieces: int = 1
) -> tuple[int, dict[str, Any], int]:
    """Status, answer, and how often a round was asked for."""
    asked: list[None] = []
    handle = ingest.ingest(config, ENV if env is None else env, lambda: NOW, lambda: asked.append(None))
    size = max(1, -(-len(body) // pieces))
    chunks = [body[start : start + size] for start in range(0, len(body), size)] or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "method": "POST", "headers": raw}, receive)
    answer = asyncio.run(handle(request))
    return answer.status_code, json.loads(answer.body), len(asked)


def signed(body: bytes, secret: str = "canary-1") -> dict[str, str]:
    return {SIGNATURE: sign(body, Secret(secret), NOW)}


@pytest.fixture
def config(configured: Configured) -> Config:
    return configured(SHOP + SOURCES, ENV)


def spooled(config: Config) -> list[tuple[str, bytes]]:
    return [(entry.name, b"".join(entry.parts())) for entry in Spool(config.data / "spool").pending()]


@pytest.mark.parametrize(("secret", "source"), [("canary-1", "tablets"), ("canary-2", "till")])
def test_a_signed_post_is_on_disk_before_the_yes_and_asks_for_a_round(config: Config, secret: str, source: str) -> None:
    status, said, asked = post(config, BODY, signed(BODY, secret), pieces=5)
    assert (status, said, asked) == (202, {"taken": 1, "skipped": 0, "reasons": []}, 1)
    assert spooled(config) == [(source, BODY)]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (BODY, {}, 401),
        (BODY, signed(BODY + b" "), 401),
        (BODY, signed(BODY, "guess"), 401),
        (BODY, {SIGNATURE: "t=1,v1=" + "0" * 64}, 401),
        (b"", signed(b""), 422),
        (b"[]", signed(b"[]"), 422),
        (b"\xff\xfe", signed(b"\xff\xfe"), 422),
        (b"[" * 100_000, signed(b"[" * 100_000), 422),
        (b'[{"text": ""}]', signed(b'[{"text": ""}]'), 422),
        (b"x", {**signed(b"x"), "Content-Length": str(MAX_BODY + 1)}, 413),
        (b"x" * (MAX_BODY + 1), signed(b"x" * (MAX_BODY + 1)), 413),
        (BODY, {**signed(BODY), "Content-Length": "nonsense"}, 202),
    ],
)
def test_what_is_taken_and_what_is_not(config: Config, body: bytes, headers: Mapping[str, str], status: int) -> None:
    got, said, asked = post(config, body, headers, pieces=3)
    assert got == status
    assert asked == len(spooled(config)) == (status == 202)
    assert "canary" not in json.dumps(said)


def test_a_recorded_post_played_again_does_nothing(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [NOW]
    asked: list[None] = []
    handle = ingest.ingest(config, ENV, lambda: clock[0], lambda: asked.append(None))

    def play(headers: Mapping[str, str], body: bytes = BODY) -> tuple[int, dict[str, Any]]:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        answer = asyncio.run(handle(Request({"type": "http", "method": "POST", "headers": raw}, receive)))
        return answer.status_code, json.loads(answer.body)

    recorded = signed(BODY)
    first = play(recorded)
    assert first[0] == 202
    clock[0] += timedelta(minutes=4)
    assert [play(recorded), play({SIGNATURE: f"  {recorded[SIGNATURE]} "})] == [first, first]
    assert (len(spooled(config)), len(asked)) == (1, 1)
    clock[0] += timedelta(minutes=2)
    assert play(recorded)[0] == 401
    assert play({SIGNATURE: sign(BODY, Secret("canary-1"), clock[0])})[0] == 202  # signed anew it is a new post
    assert (len(spooled(config)), len(asked)) == (2, 2)
    monkeypatch.setattr(ingest, "REPLAYS", 2)
    more = b'[{"text": "Cold soup"}]'
    assert play({SIGNATURE: sign(more, Secret("canary-1"), clock[0])}, more)[0] == 429


def test_bad_items_are_named_and_the_good_ones_taken(config: Config) -> None:
    body = json.dumps([{"text": "Cold soup"}, {"text": "x", "stars": 1}, 7]).encode()
    status, said, _ = post(config, body, signed(body))
    assert (status, said["taken"], said["skipped"]) == (202, 1, 2)
    assert "stars" in said["reasons"][0]["reason"]


def test_without_a_secret_or_a_source_nothing_is_taken(config: Config, configured: Configured) -> None:
    assert post(config, BODY, signed(BODY, ""), env={})[0] == 401
    assert post(configured(SHOP), BODY, signed(BODY))[0] == 404


def test_a_sender_that_never_ends_is_cut_off(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "LONGEST_UPLOAD", 0.05)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.Event().wait()

    chunks = endless()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": await anext(chunks), "more_body": True}

    handle = ingest.ingest(config, ENV, lambda: NOW, lambda: None)
    answer = asyncio.run(handle(Request({"type": "http", "method": "POST", "headers": []}, receive)))
    assert answer.status_code == 408


def test_a_full_or_broken_disk_is_no_yes(config: Config) -> None:
    config.data.mkdir(parents=True)
    (config.data / "spool").write_text("a file where a folder should be")
    status, said, asked = post(config, BODY, signed(BODY))
    assert (status, asked) == (503, 0)
    assert said["error"]
