"""httpx over httpcore with our own way of opening connections (`collectors.address`).

httpx has no public place to hand in a network backend, httpcore has one; this is the few lines between them. httpcore's
errors are let through as they are: `collectors.web` is the only one who sees them.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable, Iterator
from functools import cache

import httpcore
import httpx


def trust() -> ssl.SSLContext:
    """Whom we believe: the shipped certificates, or those that SSL_CERT_FILE and SSL_CERT_DIR name. Read once each."""
    return _trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _trust(file: str | None, folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class GuardedTransport(httpx.BaseTransport):
    """Sends one request over one fresh connection: nothing is kept alive, so no stale connection fails a poll."""

    def __init__(self, backend: httpcore.NetworkBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_keepalive_connections=0, network_backend=backend, max_connections=64
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpcore's own exceptions."""
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        # httpx reads Location even when it must not follow, and raises on nonsense; so it is set aside for the caller
        kept = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
        places = [value for name, value in answer.headers if name.lower() == b"location"]
        return httpx.Response(
            status_code=answer.status,
            headers=kept,
            stream=_Body(answer.stream),
            extensions={"location": places[0].decode("latin-1") if places else ""},
        )

    def close(self) -> None:
        self._pool.close()
