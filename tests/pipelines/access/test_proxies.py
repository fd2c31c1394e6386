"""Whose word for a visitor's address is believed: nobody's, unless config.yaml trusts that proxy."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.access.visit import address_of
from pipelines.serve import Server, listening

SPOOFED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "Forwarded": "for=203.0.113.8"}


async def _say(request: Request) -> Response:
    return JSONResponse([address_of(request), request.url.scheme])


@pytest.mark.parametrize(
    ("trusted", "heard"),
    [
        ((), ["127.0.0.1", "http"]),
        (("192.0.2.1",), ["127.0.0.1", "http"]),
        (("127.0.0.1",), ["203.0.113.7", "https"]),
    ],
    ids=["nobody", "another", "this one"],
)
def test_only_a_trusted_proxy_is_believed(trusted: Sequence[str], heard: list[str]) -> None:
    up = threading.Event()
    server = Server(Starlette(routes=[Route("/", _say)]), up.set, trusted)
    with listening("127.0.0.1", 0) as (door, address):
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        assert up.wait(20)
        with closing(HTTPConnection("127.0.0.1", int(address.rpartition(":")[2]), timeout=20)) as connection:
            connection.request("GET", "/", headers=SPOOFED)
            answer = connection.getresponse()
            assert json.loads(answer.read()) == heard
            assert answer.getheader("server") is None
        server.should_exit = True
        thread.join(20)
