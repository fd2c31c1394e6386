"""Real mail servers on loopback: polite ones (aiosmtpd) and one that hangs up when it should not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "nadia", "canary-4711"


@dataclass
class Post:
    """Takes mail and remembers it. `rcpt` and `data` are what it answers, one after the other; then it is polite."""

    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        self.taken.append(envelope)
        return "250 OK"


def authenticate(server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def post_office(
    post: Post, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, sign_in: bool = False
) -> Iterator[int]:
    """A running server; yields its port."""
    options: dict[str, Any] = {"authenticator": authenticate, "auth_required": True} if sign_in else {}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    if sign_in and not starttls:
        options["auth_require_tls"] = False  # the connection is already secure, or meant to be open
    server = Controller(post, hostname="127.0.0.1", port=free_port(), ssl_context=tls, **options)
    server.start()
    try:
        yield int(server.port)
    finally:
        server.stop()


@contextmanager
def rude_server(answers: Callable[[str], str | None]) -> Iterator[int]:
    """Answers each line as `answers` says ("" is the greeting); None hangs up. Yields its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:

        def serve() -> None:
            while True:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                with line, line.makefile("rb") as reader:
                    said = answers("")
                    while said is not None:
                        line.sendall(said.encode() + b"\r\n")
                        heard = reader.readline()
                        said = answers(heard.decode("utf-8", "replace").strip()) if heard else None

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)
    thread.join(5)
