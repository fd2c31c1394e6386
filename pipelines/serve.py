"""`earlyword up`: page, health check, ingest hook and clock in one process, and one such process for a data folder."""

from __future__ import annotations

import errno
import importlib.util
import logging
import os
import shlex
import signal
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pipelines import config as configuration
from pipelines import heartbeat, look_now, pressed
from pipelines.access.gate import Gate
from pipelines.access.headers import page_policy
from pipelines.access.oidc import Elsewhere
from pipelines.access.visit import Visits
from pipelines.access.visitors import Visitors, encrypted, locked_out
from pipelines.assets import Assets
from pipelines.clock import Rounds, command
from pipelines.config import Config
from pipelines.config_current import Current
from pipelines.config_types import is_loopback
from pipelines.desk import service_of
from pipelines.exits import Exit
from pipelines.ingest import ingest
from pipelines.terminal import Complaint, Terminal
from pipelines.transports import transport
from storage.errors import RecordBusy
from storage.lock import holder, waiting_line

if TYPE_CHECKING:
    import streamlit as st

WAIT = timedelta(seconds=1)  # for a service that is just leaving
PAGE = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
CONFIG_VARIABLE = "EARLYWORD_CONFIG"  # how the page learns which config.yaml it shows


def up(config_path: Path | None, terminal: Terminal, *, port: int | None = None, open_browser: bool = True) -> int:
    """Serve until somebody stops us (SIGINT or SIGTERM); returns the exit code.

    `port` None takes the configured one, 0 any free one. Raises `ConfigError`, and `Complaint` when somebody else is
    up on the same data folder or has the port.
    """
    settings = configuration.load(config_path, terminal.env)
    settings.data.mkdir(parents=True, exist_ok=True)
    if settings.path is not None:
        os.environ[CONFIG_VARIABLE] = str(settings.path)
    host, wanted = settings.dashboard.address, settings.dashboard.port if port is None else port
    with alone(service_of(settings)), listening(host, wanted) as (door, address), leaving_quietly():
        settings = configuration.load(config_path, {**terminal.env, configuration.SERVED: address})
        os.environ[configuration.SERVED] = address
        rounds = Rounds(command(settings.path), terminal.now, terminal.note, patience=heartbeat.patience(settings))
        rounds.stopped = stopped(settings, terminal)
        rounds.wished = lambda: look_now.wishes(settings.data)
        visitors = Visitors(Current(settings, terminal.env), terminal.now)
        visits = Visits(visitors)
        more = [
            Route("/ingest", ingest(settings, terminal.env, terminal.now, rounds.hurry), methods=["POST"]),
            *pressed.routes(visitors.current, terminal.env, terminal.now),
            *visits.routes(),
            *Elsewhere(visits, terminal.env).routes(),
        ]
        index = first_page()
        gate = Gate(Assets(application(rounds, more), index), visitors, page_policy(index))
        ready = partial(welcome, settings, address, terminal, open_browser, locked_out(visitors.current()))
        server = Server(gate, ready, settings.dashboard.trusted_proxies)
        server.run(sockets=[door])
    if not server.came_up:
        raise Complaint("The page could not be started; the lines above say why.", Exit.LOOK)
    return Exit.FINE


def stopped(settings: Config, terminal: Terminal) -> Callable[[datetime, str], str]:
    """How the owner is told that no round comes through."""

    def tell(since: datetime, said: str) -> str:
        way = transport(settings, terminal.env)
        return heartbeat.tell(settings, way, since, said, terminal.now())

    return tell


def application(rounds: Rounds, more: Sequence[Route]) -> st.App:
    """The ASGI application: the page, with the health check and `more` beside it and the clock in its lifespan."""
    import streamlit as st  # seconds long: whoever finds somebody else up need not wait for it

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        rounds.start()
        try:
            yield
        finally:
            await rounds.stop()

    async def healthz(_: Request) -> Response:
        state = rounds.state()
        body = {
            "status": state,
            "rounds": rounds.started,
            "last_round": rounds.last_end.isoformat() if rounds.last_end else None,
            "next_round": rounds.next_round.isoformat() if rounds.next_round else None,
        }
        return JSONResponse(body, status_code=503 if state in ("failing", "late") else 200)

    return st.App(PAGE, routes=[Route("/healthz", healthz), *more], lifespan=lifespan)


def first_page() -> Path | None:
    """Streamlit's own first page, into which it writes nothing: what its inline scripts say is known beforehand."""
    streamlit = importlib.util.find_spec("streamlit")  # found, not imported: that takes seconds
    found = Path(streamlit.origin).parent / "static" / "index.html" if streamlit and streamlit.origin else None
    return found if found and found.is_file() else None


class Server(uvicorn.Server):
    """uvicorn that tells when it is up, and does not wait for open browser pages when it leaves."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None], proxies: Sequence[str] = ()) -> None:
        """`proxies`: addresses whose X-Forwarded-For and -Proto are believed; nobody's, without."""
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=2,
                server_header=False,
                proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
            )
        )
        for name in ("uvicorn.error", "uvicorn.access"):
            # a filter, because Streamlit sets the levels of these loggers to its own whenever it reads its options
            logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)
        self.ready = ready
        self.came_up = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.came_up = self.started
        if self.came_up:
            self.ready()


@contextmanager
def listening(host: str, port: int) -> Iterator[tuple[socket.socket, str]]:
    """The open door and its address. Raises `Complaint` when somebody else has the port."""
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as door:
        if os.name == "posix":  # elsewhere this option would let two services share the port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(where)
        except OSError as wrong:
            taken = "is already in use" if wrong.errno == errno.EADDRINUSE else f"cannot be used ({wrong.strerror})"
            advice = f"stop what uses it, or choose another: earlyword up --port {port % 65535 + 1}"
            raise Complaint(f"Port {port} on {host} {taken}; {advice}", Exit.LOOK) from wrong
        shown = f"[{host}]" if ":" in host else host
        yield door, f"http://{shown}:{door.getsockname()[1]}"


@contextmanager
def alone(service: Path) -> Iterator[None]:
    """Only one service works on a data folder. Raises `Complaint` that names the one that does."""
    with ExitStack() as stack:
        try:
            stack.enter_context(waiting_line(service, "serving the page", WAIT))
        except RecordBusy as busy:
            who = holder(service) or "another process"
            raise Complaint(
                f"Earlyword is already up on {service.parent}: {who}. Use that one, or stop it first.", Exit.LOOK
            ) from busy
        yield


@contextmanager
def leaving_quietly() -> Iterator[None]:
    """Being asked to stop is no failure: uvicorn sends itself the signal again once it has stopped; here it ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def welcome(
    settings: Config, address: str, terminal: Terminal, open_browser: bool, locked_out: Sequence[str] = ()
) -> None:
    """Tell where the page is, and show it. `locked_out`: people who have no password yet."""
    what = "the sample business (nothing is configured yet; start with: earlyword init)"
    terminal.say(f"Earlyword watches {what if settings.sample else settings.business.name}.")
    terminal.say(f"The page: {address}   Stop with Ctrl-C.")
    if settings.dashboard.sign_in == "password":
        if locked_out:
            names = ", ".join(locked_out)
            terminal.note(f"No password yet for {names}. Set one: earlyword password {shlex.quote(locked_out[0])}")
        if not is_loopback(settings.dashboard.address) and not encrypted(settings):
            terminal.note("Passwords travel readable here: put a proxy with https in front (docs/security.md).")
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
