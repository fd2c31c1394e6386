"""The whole service in a process of its own, as an owner starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from pipelines.exits import Exit
from pipelines.serve import listening
from pipelines.terminal import Complaint

UP = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from pipelines import clock, serve
from pipelines.terminal import Complaint, Terminal
clock.command = lambda path: [sys.executable, "-c", "print('{}')"]
serve.command = clock.command
terminal = Terminal(now=lambda: datetime.now(UTC), env=os.environ)
try:
    sys.exit(serve.up(Path(sys.argv[1]), terminal, port=int(sys.argv[2]), open_browser=False))
except Complaint as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(wrong.code)
"""


class Service:
    """`up` in a process; `address` once it says that it is up."""

    def __init__(self, config: Path, port: int = 0) -> None:
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", UP, str(config), str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=env,
            cwd=config.parent,
        )

    @property
    def port(self) -> int:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
        raise AssertionError(f"it never came up: {self.process.stderr and self.process.stderr.read()}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and what it said on standard error."""
        self.process.send_signal(how)
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, err


def get(port: int, path: str) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("business: {name: Test Shop}\n", "utf-8")
    return path


@pytest.fixture
def service(config: Path) -> Iterator[tuple[Service, int]]:
    running = Service(config)
    try:
        yield running, running.port
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.communicate()


def health(port: int, wanted: str) -> dict[str, Any]:
    """The health once it is what is wanted, within 20 seconds."""
    end = time.monotonic() + 20
    while True:
        status, body = get(port, "/healthz")
        said: dict[str, Any] = json.loads(body)
        if said["status"] == wanted or time.monotonic() > end:
            return {"http": status, **said}
        time.sleep(0.05)


def test_page_and_health_are_served_a_second_up_leaves_and_the_first_stops_in_order(
    service: tuple[Service, int], config: Path
) -> None:
    running, port = service
    said = health(port, "ok")
    assert (said["http"], said["status"]) == (200, "ok")
    assert said["rounds"] >= 1
    status, page = get(port, "/")
    assert status == 200
    assert b"<html" in page

    started = time.monotonic()
    second = Service(config, port)
    _, err = second.process.communicate(timeout=20)
    assert second.process.returncode == Exit.LOOK
    assert f"process {running.process.pid}" in err
    assert "already up" in err
    assert time.monotonic() - started < 15  # of which most is Python starting on a busy machine

    code, err = running.end(signal.SIGTERM)
    assert code == Exit.FINE
    assert "Traceback" not in err


def test_a_port_in_use_is_one_sentence_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = f"Port {port} on 127.0.0.1 is already in use.*--port"
        with pytest.raises(Complaint, match=words) as caught, listening("127.0.0.1", port):
            pass
    assert caught.value.code == Exit.LOOK


def test_any_free_port_will_do() -> None:
    with listening("127.0.0.1", 0) as (door, address):
        assert address == f"http://127.0.0.1:{door.getsockname()[1]}"
