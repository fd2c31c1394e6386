"""The world's places on a real web server on loopback, as badly behaved as the world says."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.soaking.world import Place, Version, World

BOMB = gzip.compress(bytes(100_000_000))
LOGIN = b"<!doctype html><html><head><title>Sign in</title></head><body><form><input type=password></form></html>"


def guid(place: Place, version: Version, answer: int) -> str:
    return {"good": version.guid, "fickle": f"{version.guid}-{answer}", "same": "the-only-one"}[place.guids]


def rss(place: Place, shown: list[Version], answer: int) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid(place, each, answer)}</guid><link>{link(place, each)}</link>"
        f"<author>{escape(each.author)}</author><title>About the shop</title>"
        f"<description>{escape(escape(each.words))}</description>"
        f"<pubDate>{format_datetime(each.published)}</pubDate></item>"
        for each in shown
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def atom(place: Place, shown: list[Version], answer: int) -> bytes:
    items = "".join(
        f"<entry><id>{guid(place, each, answer)}</id><link href='{link(place, each)}'/><title>About the shop</title>"
        f"<author><name>{escape(each.author)}</name></author><content type='text'>{escape(each.words)}</content>"
        f"<published>{each.published.isoformat()}</published><updated>{each.published.isoformat()}</updated></entry>"
        for each in shown
    )
    head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id>'
    return f"{head}<updated>2026-02-14T00:00:00Z</updated>{items}</feed>".encode()


def jsonfeed(place: Place, shown: list[Version], answer: int) -> bytes:
    items = [
        {"id": guid(place, each, answer), "url": link(place, each), "content_text": each.words,
         "authors": [{"name": each.author}], "date_published": each.published.isoformat()}
        for each in shown
    ]  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items}).encode()


def json_api(place: Place, shown: list[Version], answer: int) -> bytes:
    items = [
        {"id": each.guid, "t": each.words, "a": each.author, "d": each.published.isoformat(), "l": link(place, each)}
        for each in shown
    ]
    return json.dumps({"all": items}).encode()


def page(place: Place, shown: list[Version], answer: int) -> bytes:
    reviews = [
        {"@type": "Review", "reviewBody": each.words, "author": {"@type": "Person", "name": each.author},
         "datePublished": each.published.isoformat()}
        for each in shown
    ]  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps({"@graph": reviews})}</script>'
    return f"<!doctype html><html><body><h1>What people say of us</h1>{script}</body></html>".encode()


def link(place: Place, version: Version) -> str:
    return f"https://{place.name}.example/{version.token}"


FORMS: dict[str, tuple[Callable[[Place, list[Version], int], bytes], str]] = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "jsonfeed": (jsonfeed, "application/feed+json"),
    "json_api": (json_api, "application/json"),
    "page": (page, "text/html; charset=utf-8"),
}


class Handler(BaseHTTPRequestHandler):
    """One request: the place's listing at the world's time, or its trouble."""

    protocol_version = "HTTP/1.1"
    world: World
    stop: threading.Event
    answers = 0

    def do_GET(self) -> None:
        self.close_connection = True
        now = self.world.now
        place = next((each for each in self.world.places if self.path == f"/{each.name}"), None)
        if place is None:
            self.answer(404, b"")
            return
        trouble = place.trouble(now)
        if trouble:
            self.misbehave(trouble, place)
            return
        Handler.answers += 1
        make, kind = FORMS[place.shape]
        body = make(place, place.listing(now), Handler.answers)
        tag = f'"{hash(body)}"'
        if place.guids == "good" and self.headers.get("If-None-Match") == tag:
            self.answer(304, b"", {"ETag": tag})
        else:
            self.answer(200, body, {"Content-Type": kind, "ETag": tag})

    def misbehave(self, how: str, place: Place) -> None:
        make, kind = FORMS[place.shape]
        body = make(place, place.listing(self.world.now), 0)
        wrong = {"500": (500, b"", {}), "404": (404, b"", {}), "403": (403, b"", {}), "410": (410, b"", {}),
                 "503": (503, b"", {"Retry-After": "7200"}), "429": (429, b"", {"Retry-After": "3600"}),
                 "asks_for_ever": (429, b"", {"Retry-After": "99999999999"}), "304": (304, b"", {}),
                 "login": (200, LOGIN, {"Content-Type": "text/html"}), "empty": (200, b"", {"Content-Type": kind}),
                 "other_format": (200, b"PK\x03\x04 not what you think", {"Content-Type": kind}),
                 "bomb": (200, BOMB, {"Content-Type": kind, "Content-Encoding": "gzip"}),
                 "doubled": (200, gzip.compress(BOMB), {"Content-Encoding": "gzip, gzip"}),
                 "bad_trailer": (200, gzip.compress(body)[:-8] + bytes(8), {"Content-Encoding": "gzip"}),
                 "bad_encoding": (200, body[: len(body) // 2] + b"\xff\xfe\x00" * 9, {"Content-Type": kind}),
                 "big_headers": (200, body, {f"X-{n}": "a" * 1000 for n in range(2000)}),
                 "loop": (302, b"", {"Location": self.path})}  # fmt: skip
        if how in wrong:
            status, said, headers = wrong[how]
            self.answer(status, said, headers)
        elif how == "cut":
            self.answer(200, body, {"Content-Type": kind, "X-Cut": "1"}, longer=len(body))
        elif how == "bad_chunks":
            self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n")
        elif how == "not_http":
            self.raw(b"220 mail.example ESMTP ready\r\n")
        elif how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        else:
            self.dawdle(how)

    def dawdle(self, how: str) -> None:
        if how == "drip":
            self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        elif how == "slow_headers":
            self.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.stop.wait(0.5):
            if how != "silent":
                self.raw(b"a")

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None, longer: int = 0) -> None:
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in (headers or {}).items())]
        length = [] if status == 304 else [f"Content-Length: {len(body) + longer}"]
        self.raw("\r\n".join([*lines, *length, "Connection: close", "", ""]).encode("latin-1") + body)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The caller hung up: that is what it should do."""


@contextlib.contextmanager
def serving(world: World) -> Iterator[str]:
    """The server at work; yields its address."""
    stop = threading.Event()
    handler = type("Here", (Handler,), {"world": world, "stop": stop})
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        stop.set()
        server.shutdown()
        thread.join()
