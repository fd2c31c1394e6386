"""The gate in front of everything the service answers: page, websocket, media, downloads and our own routes.

It asks, in this order: is this host ours (otherwise a foreign site could point its own name at this machine and read
the page), was the request sent by our own page, and who is signed in. Only what stands in `OPEN` answers strangers:
the sign-in itself, the health check, and two routes that carry signatures of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.access import headers
from pipelines.access.stream import Stream
from pipelines.access.visitors import Visitors
from pipelines.config import Config
from pipelines.config_types import is_loopback

OPEN: Mapping[str, frozenset[str]] = {
    r"/sign-in": frozenset(("GET", "HEAD", "POST")),
    r"/sign-in/(?:with|back)": frozenset(("GET",)),
    r"/healthz": frozenset(("GET", "HEAD")),
    r"/ingest": frozenset(("POST",)),
    r"/act/[^/]+": frozenset(("GET", "HEAD", "POST")),
}
SIGNED = re.compile(r"/ingest|/act/[^/]+")  # carry a signature of their own, and come from programs and letters
METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"))
READING = frozenset(("GET", "HEAD", "OPTIONS"))
LONGEST_HEADERS = 32_000  # bytes
LARGEST = 25_000_000  # bytes of a body
ENDED = 4401  # code of a websocket whose session has ended


class Gate:
    """An ASGI application around another one. `policy` is the content security policy of its pages."""

    def __init__(self, app: ASGIApp, visitors: Visitors, policy: str) -> None:
        self.app, self.visitors, self.policy = app, visitors, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        config, asked = self.visitors.current(), Headers(scope=scope)
        answer = self._dressed(scope, send, config)
        refusal = self._refused(scope, asked, config)
        if refusal is not None and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": ENDED})  # before it was accepted: the browser hears 403
        elif refusal is not None:
            await refusal(scope, receive, answer)
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send, config, asked)
        else:
            await self._within(scope, receive, answer)

    def _refused(self, scope: Scope, asked: Headers, config: Config) -> Response | None:
        if not ours(asked.get("host", ""), config):
            said = "This host name is not ours. Say in config.yaml how the page is reached: dashboard.url."
            return JSONResponse({"error": said}, 421)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return JSONResponse({"error": f"more than {LONGEST_HEADERS:,} bytes of headers"}, 431)
        method = scope.get("method", "GET")
        if method not in METHODS:
            return JSONResponse({"error": "this method is not known here"}, 405)
        if asked.get("content-length", "0").isdecimal() and int(asked.get("content-length", "0")[:20]) > LARGEST:
            return JSONResponse({"error": f"more than {LARGEST:,} bytes"}, 413)
        if not SIGNED.fullmatch(scope["path"]) and not same_origin(scope["type"], method, asked, config):
            return JSONResponse({"error": "This was not sent by our own page."}, 403)
        if config.dashboard.sign_in == "none" or _open(scope, method):
            return None
        cookies = cookies_of(asked)
        if self.visitors.behind(cookies) is None:
            return _strangers_way(scope, method, asked)
        if method == "GET" and asked.get("sec-fetch-mode", "navigate") == "navigate":
            self.visitors.sessions.touch(self.visitors.token(cookies), self.visitors.now())
        return None

    async def _stream(self, scope: Scope, receive: Receive, send: Send, config: Config, asked: Headers) -> None:
        """The page's own line. A session that ends cuts it, at the next word in either direction."""
        if config.dashboard.sign_in == "none":
            await self.app(scope, receive, send)
            return
        stream = Stream(self.visitors, cookies_of(asked), receive, send, ENDED)
        await self.app(scope, stream.hear, stream.say)

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, with a body that is cut where it grows too large; the sender is then gone for the application."""
        heard = 0

        async def bounded() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            return message if heard <= LARGEST else {"type": "http.disconnect"}

        await self.app(scope, bounded, send)

    def _dressed(self, scope: Scope, send: Send, config: Config) -> Send:
        """`send` that adds our headers to every answer."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [
                    pair for pair in message.get("headers", ()) if not pair[0].lower().startswith(b"access-control")
                ]
                more = headers.for_answer(config, self.policy, scope["path"], {name.lower() for name, _ in given})
                message = {**message, "headers": [*given, *more]}
            await send(message)

        return dressed


def ours(host: str, config: Config) -> bool:
    """Is this Host header a name of ours? Addresses in digits are when we listen beyond this machine: no foreign site
    can make a browser send them for its own name."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        known = (urlsplit(config.dashboard.url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if not name or "@" in host:
        return False
    if is_loopback(name) or name == known:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return not is_loopback(config.dashboard.address)


def same_origin(kind: str, method: str, asked: Headers, config: Config) -> bool:
    """Was this sent by our own page, as far as browsers tell? What only reads need not be, a websocket must."""
    if kind == "http" and method in READING:
        return True
    origin = asked.get("origin")
    if origin is None:
        return kind == "http" and asked.get("sec-fetch-site", "none") in ("none", "same-origin")
    try:
        parts, known = urlsplit(origin), urlsplit(config.dashboard.url)
    except ValueError:
        return False
    if known.netloc and (parts.scheme, parts.netloc.lower()) == (known.scheme, known.netloc.lower()):
        return True
    return parts.scheme in ("http", "https") and parts.netloc.lower() == asked.get("host", "").lower()


def cookies_of(asked: Headers) -> dict[str, str]:
    """The cookies of a request, read as the page's own server reads them."""
    return cookie_parser(asked.get("cookie", ""))


def _open(scope: Scope, method: str) -> bool:
    """May strangers reach this? Spelled exactly so: no prefix, no dots, no other method."""
    return scope["type"] == "http" and any(
        method in methods and re.fullmatch(path, scope["path"]) for path, methods in OPEN.items()
    )


def _strangers_way(scope: Scope, method: str, asked: Headers) -> Response:
    """A person is led to the sign-in and back afterwards; a program hears 401."""
    if method in ("GET", "HEAD") and "text/html" in asked.get("accept", ""):
        wanted = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
    return PlainTextResponse("You are signed out. Load this page again to sign in.", 401)
