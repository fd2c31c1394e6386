"""The gate and its forms, served on loopback with a clock that can be set, and a browser that keeps cookies."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from pipelines.access import passwords as passwords_module
from pipelines.access.gate import Gate
from pipelines.access.headers import page_policy
from pipelines.access.oidc import Elsewhere
from pipelines.access.passwords import Passwords
from pipelines.access.visit import Visits
from pipelines.access.visitors import Visitors, cookie_name
from pipelines.config import load
from pipelines.config_current import Current

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)
REAL_HASHER = passwords_module._HASHER
GOOD = "correct horse battery"
TEAM = """
business: {name: "Pepper <wick>"}
people:
  - {name: Ada, email: ada@example.com, role: owner}
  - {name: Vi, email: vi@example.com, role: viewer}
"""
PASSWORD = TEAM + "dashboard: {sign_in: password}\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; here it need not be. The real setting has a test of its own."""
    monkeypatch.setattr(passwords_module, "_HASHER", PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))


class House:
    """A page, a download and a websocket behind the gate."""

    def __init__(self, folder: Path, config: str, env: dict[str, str] | None = None) -> None:
        self.path, self.at, self.browsers = folder / "config.yaml", NOW, list[Browser]()
        self.configure(config)
        self.visitors = Visitors(Current(load(self.path, {}), {}), lambda: self.at)
        self.visits = Visits(self.visitors)
        Passwords(self.visitors.current().data).put("Ada", GOOD)
        self.app = Starlette(
            routes=[
                *self.visits.routes(),
                *Elsewhere(self.visits, env or {}).routes(),
                Route("/healthz", _hello),
                Route("/ingest", _hello, methods=["POST"]),
                Route("/act/{token}", _hello, methods=["GET", "POST"]),
                WebSocketRoute("/_stcore/stream", _echo),
                Route("/{path:path}", _hello, methods=["GET", "POST", "PUT", "DELETE"]),
            ],
            middleware=[Middleware(SessionMiddleware, secret_key="for tests")],
        )

    def configure(self, config: str) -> None:
        self.path.write_text(config, "utf-8")

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)

    @contextmanager
    def open(self) -> Iterator[House]:
        gate = Gate(self.app, self.visitors, page_policy(None))
        server = uvicorn.Server(uvicorn.Config(gate, port=0, log_level="error", lifespan="off", server_header=False))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        self.port: int = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            for browser in self.browsers:
                browser.close()
            server.should_exit = True
            thread.join(10)

    def browser(self) -> Browser:
        self.browsers.append(Browser(self))
        return self.browsers[-1]

    @property
    def cookie(self) -> str:
        return cookie_name(self.visitors.current())


class Browser(httpx.Client):
    """Follows nothing by itself, says what browsers say, and fills in forms."""

    def __init__(self, house: House) -> None:
        super().__init__(base_url=f"http://127.0.0.1:{house.port}", headers={"Accept": "text/html"}, timeout=20)
        self.house = house

    def send_form(self, path: str, **fields: str) -> httpx.Response:
        page = self.get(path)
        found = re.search(r'name="form" value="([^"]*)"', page.text)
        return self.post(path, data={"form": found[1] if found else "", **fields})

    def sign_in(self, name: str = "Ada", password: str = GOOD, path: str = "/sign-in") -> httpx.Response:
        return self.send_form(path, name=name, password=password)

    def inside(self) -> bool:
        """Does the page let this browser in?"""
        answer = self.get("/page")
        assert answer.status_code in (200, 303)
        return answer.status_code == 200


async def _hello(request: Request) -> Response:
    return PlainTextResponse(f"inside {request.method} {request.url.path}")


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        return


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, PASSWORD).open() as opened:
        yield opened


@pytest.fixture
def another(tmp_path: Path) -> Callable[..., House]:
    """`another(config)` is a house of another configuration; open it with `with`."""

    def build(config: str, env: dict[str, str] | None = None) -> House:
        return House(tmp_path, config, env)

    return build
