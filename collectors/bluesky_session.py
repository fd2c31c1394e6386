"""Signing in to Bluesky, as rarely as possible: an account may do so 300 times a day."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from collectors.shape import text_at
from collectors.source import Blocked, Broken, Secret

if TYPE_CHECKING:
    from collectors.answer import Answer
    from collectors.web import Web

_MAX_BYTES = 5_000_000
_NEXT_STEP = "Make a new app password (Bluesky: Settings > Privacy and security > App passwords) and set it."

# Tokens of this process, which live about two hours; they are never stored.
_tokens: dict[bytes, Secret] = {}
_lock = threading.Lock()


class Session:
    """Requests in the name of an account; an expired token is renewed once."""

    def __init__(self, base_url: str, handle: str, password: Secret, web: Web) -> None:
        self._base_url = base_url
        self._handle = handle
        self._password = password
        self._web = web
        whole = "\x1f".join((base_url, handle, password.reveal()))
        self._key = blake2b(whole.encode("utf-8", "surrogatepass")).digest()

    def get(self, method: str, params: Mapping[str, str | int | Sequence[str]]) -> Answer:
        """Ask one XRPC method. Raises Blocked and Broken."""
        answer = self._ask(method, params)
        if answer.status in (400, 401) and text_at(answer.json(), "error") in ("ExpiredToken", "InvalidToken"):
            with _lock:
                _tokens.pop(self._key, None)
            answer = self._ask(method, params)
        if answer.status in (400, 401):
            raise Broken(
                f"Bluesky does not understand what we ask ({text_at(answer.json(), 'error')[:60] or answer.status})",
                next_step="Check query and handle of this source.",
            )
        return answer

    def _ask(self, method: str, params: Mapping[str, str | int | Sequence[str]]) -> Answer:
        headers = {"Authorization": f"Bearer {self._token().reveal()}"}
        url = f"{self._base_url}/xrpc/{method}"
        return self._web.get(url, params=params, headers=headers, accept=(400, 401), max_bytes=_MAX_BYTES)

    def _token(self) -> Secret:
        with _lock:
            if self._key not in _tokens:
                _tokens[self._key] = self._sign_in()
            return _tokens[self._key]

    def _sign_in(self) -> Secret:
        answer = self._web.post(
            f"{self._base_url}/xrpc/com.atproto.server.createSession",
            json={"identifier": self._handle, "password": self._password.reveal()},
            accept=(400, 401),
            max_bytes=_MAX_BYTES,
        )
        token = text_at(answer.json(), "accessJwt")
        if answer.status != 200 or not token:
            raise Blocked("Bluesky does not accept the handle and app password", next_step=_NEXT_STEP)
        return Secret(token)
