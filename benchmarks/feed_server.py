"""A web server on loopback with many feeds, as they are out there: validators, newest entry first."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

PIECES = (
    "The parcel came two days late and nobody said a word.", "Lovely cinnamon, and a handwritten note with it.",
    "The jar was broken and they refuse a refund.", "Staff helped me choose, the saffron is superb.",
    "I bought cumin and two jars of paprika today.", "Waited an hour at the counter while they talked.",
    "Fair prices, quick delivery, would buy again.", "They have moved the counter to the left of the door.",
)  # fmt: skip


class Feeds:
    """`count` feeds of `entries` entries each; `say` puts one more on top of one of them."""

    def __init__(self, count: int, entries: int, now: datetime) -> None:
        self.port = 0
        self.asked = 0  # requests answered
        self._lock = threading.Lock()
        self._items = [
            [self._item(feed, number, _words(feed, number), now - timedelta(hours=3 * number + 1))
             for number in range(entries)]
            for feed in range(count)
        ]  # fmt: skip

    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{self.port}/{feed}" for feed in range(len(self._items))]

    def say(self, feed: int, text: str, at: datetime) -> None:
        """From now on this is the newest entry of a feed."""
        with self._lock:
            items = self._items[feed]
            items.insert(0, self._item(feed, len(items), text, at))

    def body(self, feed: int) -> bytes:
        with self._lock:
            self.asked += 1
            items = "".join(self._items[feed])
        head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Forum {feed}</title><link>https://x.example/'
        return f"{head}</link><description>What is said</description>{items}</channel></rss>".encode()

    @staticmethod
    def _item(feed: int, number: int, text: str, at: datetime) -> str:
        return (
            f"<item><guid isPermaLink='false'>{feed}-{number}</guid><title>Visit {number}</title>"
            f"<link>https://forum{feed}.example/{number}</link><author>somebody{number}@x.example (Somebody {number})"
            f"</author><description>{escape(text)}</description><pubDate>{format_datetime(at)}</pubDate></item>"
        )


def _words(feed: int, number: int) -> str:
    """Two sentences that differ in one word from everybody else's: as alike as real reviews are, and no more."""
    first, second = PIECES[(feed + number) % len(PIECES)], PIECES[(3 * feed + 5 * number + 1) % len(PIECES)]
    return f"{first} {second} Order {feed * 1009 + number * 31}."


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def served(feeds: Feeds) -> Iterator[Feeds]:
    """The feeds on a port of their own, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = feeds.body(int(self.path.strip("/")))
            tag = f'"{hash(body)}"'
            known = self.headers.get("If-None-Match") == tag
            self.send_response(304 if known else 200)
            self.send_header("ETag", tag)
            if not known:
                self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", "0" if known else str(len(body)))
            self.end_headers()
            if not known:
                self.wfile.write(body)

        def setup(self) -> None:
            super().setup()
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    feeds.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield feeds
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
