"""Signs of life, and the one letter when there are none."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines import heartbeat
from pipelines.clock import Rounds
from pipelines.config import Config
from pipelines.desk import open_desk
from pipelines.transports import transport
from tests.pipelines.conftest import NOW, Configured

SHOP = """
business: {name: Test Shop, timezone: Europe/London}
people: [{name: Ines, email: ines@example.com}]
heartbeat: {url_env: PULSE, every: 10 minutes}
web: {allow_loopback: true}
"""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def config(configured: Configured) -> Config:
    return configured(SHOP)


@pytest.fixture
def pulse() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404 if "wrong" in self.path else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def letters(config: Config) -> list[str]:
    return [path.read_text("utf-8") for path in config.outbox.glob("*.eml")]


def test_a_round_leaves_a_file_and_asks_the_address(config: Config, pulse: tuple[str, list[str]]) -> None:
    address, asked = pulse
    desk = open_desk(config, {"PULSE": f"{address}/canary-4711"})
    assert heartbeat.beat(desk, lambda: NOW) == ""
    assert (heartbeat.last(config.data), asked) == (NOW, ["/canary-4711"])


def test_an_address_that_fails_is_told_without_naming_it_and_the_file_is_there(
    config: Config, pulse: tuple[str, list[str]]
) -> None:
    for address in (f"{pulse[0]}/wrong-canary", "http://127.0.0.1:9/canary", "nonsense canary"):
        said = heartbeat.beat(open_desk(config, {"PULSE": address}), lambda: NOW)
        assert "PULSE" in said
        assert "canary" not in said
    assert "is not set" in heartbeat.beat(open_desk(config, {}), lambda: NOW)
    assert heartbeat.last(config.data) == NOW


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"last_round": 7}', '{"last_round": "soon"}'])
def test_a_spoilt_file_is_no_sign_of_life(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / heartbeat.FILE).write_text(spoilt, "utf-8")
    assert heartbeat.last(tmp_path) is None


def test_the_owner_is_told_once_with_the_same_message_id(config: Config) -> None:
    config.data.mkdir(parents=True)
    for minute in (20, 21, 22):
        wrong = heartbeat.tell(config, transport(config, {}), NOW, "The disk is full.", NOW + minute * MINUTE)
        assert wrong == ""
    (said,) = letters(config)
    assert "The disk is full." in said
    assert "earlyword doctor" in said
    (config.data / heartbeat.TOLD).unlink()
    heartbeat.tell(config, transport(config, {}), NOW, "The disk is full.", NOW + 30 * MINUTE)
    assert len(letters(config)) == 1, "the same letter, recognised by its Message-ID"


class Clockwork:
    """Rounds of a command, with a clock that is turned by hand."""

    def __init__(self, config: Config, code: int) -> None:
        self.at = NOW
        config.data.mkdir(parents=True, exist_ok=True)

        def stopped(since: datetime, said: str) -> str:
            return heartbeat.tell(config, transport(config, {}), since, said, self.at)

        command = [sys.executable, "-c", f"import sys; print('no room left', file=sys.stderr); sys.exit({code})"]
        self.rounds = Rounds(command, lambda: self.at, lambda _: None, patience=heartbeat.patience(config))
        self.rounds.stopped = stopped

    async def run(self, minutes: int) -> None:
        self.rounds.start()
        for _ in range(minutes):
            await self.rounds.tick()
            await self.rounds.settled()
            self.at += MINUTE
        await self.rounds.stop()


def test_failing_rounds_are_told_within_twice_the_period_and_good_ones_never(config: Config) -> None:
    asyncio.run(Clockwork(config, 0).run(25))
    assert letters(config) == []
    broken = Clockwork(config, 70)
    asyncio.run(broken.run(14))
    assert letters(config) == []
    asyncio.run(Clockwork(config, 70).run(20))
    (said,) = letters(config)
    assert "no room left" in said
