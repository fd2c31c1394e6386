"""A web server on loopback that can behave as badly as the real ones, and the real door to talk to it."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from collectors.web import Web

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """What a behaviour may do with the connection."""

    def __init__(self, handler: BaseHTTPRequestHandler, stop: threading.Event) -> None:
        self._handler = handler
        self.stop = stop

    def head(self, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Status line and headers; the connection is closed after the body."""
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in (headers or {}).items())]
        self.send(("\r\n".join([*lines, "Connection: close", "", ""])).encode("latin-1"))

    def send(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def pause(self, seconds: float) -> bool:
        """Wait; False when the test is over."""
        return not self.stop.wait(seconds)


Play = Callable[[Seen, Wire], None]


@dataclass
class Site:
    """The server: give each path an answer or a behaviour. Several answers for a path come in turn, the last stays."""

    url: str = ""
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _plays: dict[str, list[Play]] = field(default_factory=dict)

    def on(self, path: str, play: Play) -> str:
        """Register a behaviour; gives the full address."""
        self._plays.setdefault(path, []).append(play)
        return self.url + path

    def answer(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        content_type: str = "text/plain; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """A plain answer with a right Content-Length."""
        data = body.encode() if isinstance(body, str) else body

        def play(_: Seen, wire: Wire) -> None:
            length = {} if status == 304 else {"Content-Length": str(len(data)), "Content-Type": content_type}
            wire.head(status, {**length, **(headers or {})})
            wire.send(data)

        return self.on(path, play)

    def json(self, path: str, value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> str:
        """A JSON answer."""
        return self.answer(
            path, json.dumps(value), status=status, content_type="application/json; charset=utf-8", headers=headers
        )

    def reply(self, wire: Wire, value: Any, status: int = 200) -> None:
        """What a behaviour of one's own may end with: JSON."""
        data = json.dumps(value).encode()
        wire.head(status, {"Content-Length": str(len(data)), "Content-Type": "application/json; charset=utf-8"})
        wire.send(data)

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        """Sends the caller to `to`."""
        return self.answer(path, status=status, headers={"Location": to})

    def cut(self, path: str, body: bytes, *, content_type: str = "text/xml") -> str:
        """Promises twice the body and hangs up after it."""

        def play(_: Seen, wire: Wire) -> None:
            wire.head(200, {"Content-Type": content_type, "Content-Length": str(2 * len(body))})
            wire.send(body)

        return self.on(path, play)

    def drip(self, path: str, *, every: float = 0.1) -> str:
        """A body of one byte now and then, for ever."""

        def play(_: Seen, wire: Wire) -> None:
            wire.head(200, {"Content-Type": "text/xml"})
            while wire.pause(every):
                wire.send(b" ")

        return self.on(path, play)

    def slow_headers(self, path: str, *, every: float = 0.1) -> str:
        """Headers of one byte now and then, for ever."""

        def play(_: Seen, wire: Wire) -> None:
            wire.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while wire.pause(every):
                wire.send(b"a")

        return self.on(path, play)

    def silent(self, path: str) -> str:
        """Takes the request and never says a word."""

        def play(_: Seen, wire: Wire) -> None:
            wire.stop.wait(60)

        return self.on(path, play)

    def endless(self, path: str) -> str:
        """A body that never ends, at full speed."""

        def play(_: Seen, wire: Wire) -> None:
            wire.head(200, {"Content-Type": "text/xml"})
            while not wire.stop.is_set():
                wire.send(b"<item>" * 10_000)

        return self.on(path, play)

    def huge_headers(self, path: str, size: int = 2_000_000) -> str:
        """Two megabytes of headers."""
        return self.on(path, lambda _, wire: wire.head(200, {f"X-{n}": "a" * 1000 for n in range(size // 1000)}))

    def gzip_bomb(self, path: str, size: int = 1_000_000_000) -> str:
        """`size` zero bytes in a thousandth of that, in members of fifty megabytes."""
        packed = gzip.compress(bytes(50_000_000)) * (size // 50_000_000)
        return self.answer(path, packed, headers={"Content-Encoding": "gzip"})

    def gzipped(self, path: str, body: bytes, *, times: int = 1, spoil: bool = False) -> str:
        """A gzip body; packed several times over, or with a wrong checksum at its end."""
        packed = body
        for _ in range(times):
            packed = gzip.compress(packed)
        if spoil:
            packed = packed[:-8] + bytes(8)
        return self.answer(path, packed, headers={"Content-Encoding": ", ".join(["gzip"] * times)})

    def play(self, seen: Seen, wire: Wire) -> None:
        """Answer one request."""
        self.seen.append(seen)
        plays = self._plays.get(seen.path)
        if plays is None:
            wire.head(404, {"Content-Length": "0"})
            return
        (plays.pop(0) if len(plays) > 1 else plays[0])(seen, wire)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The caller hung up on us: that is what it should do."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            site.connections += 1
            super().setup()

        def _any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            self.close_connection = True
            site.play(Seen(self.command, parts.path, query, headers, body), Wire(self, site.stop))

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _any  # noqa: N815 - names of the standard library

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def new_site() -> Iterator[Callable[..., Site]]:
    """Starts as many servers as a test needs, each on a free port of loopback; with TLS when a context is given."""
    running: list[tuple[Site, _Server, threading.Thread]] = []

    def start(tls: ssl.SSLContext | None = None) -> Site:
        site = Site()
        server = _Server(("127.0.0.1", 0), _handler(site))
        site.port = server.server_address[1]
        site.url = f"http{'s' if tls else ''}://127.0.0.1:{site.port}"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        running.append((site, server, thread))
        return site

    yield start
    for site, server, thread in running:
        site.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site(new_site: Callable[..., Site]) -> Site:
    """One server on loopback."""
    return new_site()


@pytest.fixture
def web() -> Iterator[Web]:
    """The real door, allowed to loopback, patient for five seconds."""
    with Web(user_agent="earlyword-tests", allow_loopback=True, now=lambda: NOW, deadline=5.0) as door:
        yield door
