"""The one polite door to HTTP: validators, Retry-After, caps, deadlines, the address check, one queue per host.

Nothing else in the project opens an HTTP connection for a source. Every failure comes out as Blocked ("they will not
let us") or Broken ("it does not work") with a sentence for the owner; no sentence, address or log line holds a secret.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpcore
import httpx

from collectors.address import GuardedBackend, Refused, Resolve, UnknownHost, resolve
from collectors.answer import Answer, conditions, refusal
from collectors.ask import Ask, Params, address
from collectors.body import read_body
from collectors.deadline import Deadline
from collectors.manners import Queue, wait_asked
from collectors.source import Blocked, Broken, Cursor, Secret, SourceError
from collectors.transport import GuardedTransport, trust
from storage.model import Json

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)

# Both log full addresses, keys included.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


class Web:
    """A door that many threads may use at once. Close it when done."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_loopback: bool = False,
        now: Callable[[], datetime],
        deadline: float = 30.0,
        max_bytes: int = 20_000_000,
        gap: float | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        """Seconds: `deadline` for a whole request with its redirects, `gap` between two requests to a host."""
        self.now = now
        self.user_agent = user_agent
        self.allow_loopback = allow_loopback
        self._seconds = deadline
        self._max_bytes = max_bytes
        self._deadline = Deadline()
        self._queue = Queue() if gap is None else Queue(gap=gap)
        backend = GuardedBackend(self._deadline, allow_loopback=allow_loopback, resolve=resolve)
        self._client = httpx.Client(
            transport=GuardedTransport(backend, trust()),
            trust_env=False,  # a proxy would connect in our place, past the address check
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # keep none
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def get(
        self,
        url: str | Secret,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        cursor: Cursor | None = None,
        deadline: float | None = None,
        secret_params: Collection[str] = (),
        accept: Collection[int] = (),
        max_bytes: int | None = None,
    ) -> Answer:
        """Fetch an address, following up to five redirects.

        `cursor` makes the request conditional, `secret_params` are names of query parameters to mask, `accept` are
        statuses of 400 and above that the caller wants to read itself. A `Secret` address is masked but for its host.
        Headers handed in never go to another origin. Raises Blocked and Broken.
        """
        ask = Ask("GET", _revealed(url, params), dict(headers or {}), None, isinstance(url, Secret), secret_params)
        ask.headers.update(conditions(cursor, ask.mark))
        return self._run(ask, accept, deadline, max_bytes)

    def post(
        self,
        url: str | Secret,
        *,
        json: Json = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        params: Params | None = None,
        deadline: float | None = None,
        secret_params: Collection[str] = (),
        accept: Collection[int] = (),
        max_bytes: int | None = None,
    ) -> Answer:
        """Send JSON or a form. Redirects are not followed: what is posted here is a password as often as not."""
        body = httpx.Request("POST", "http://body", json=json, data=data) if json is not None or data else None
        sent = dict(headers or {})
        if body is not None:
            sent.setdefault("Content-Type", body.headers["Content-Type"])
        content = body.read() if body is not None else b""
        secret = isinstance(url, Secret)
        ask = Ask("POST", _revealed(url, params), sent, content, secret, secret_params)
        return self._run(ask, accept, deadline, max_bytes)

    def rest(self, host: str, wait: timedelta) -> None:
        """The host asked, in the words of its own answer, to be left alone for so long."""
        self._queue.rest(host, wait)

    def _run(self, ask: Ask, accept: Collection[int], deadline: float | None, max_bytes: int | None) -> Answer:
        left = self._seconds if deadline is None else deadline
        limit = self._max_bytes if max_bytes is None else min(max_bytes, self._max_bytes)
        for _ in range(MAX_REDIRECTS + 1):
            host = ask.url.host
            self._queue.enter(host)
            self._deadline.start(left)
            try:
                answer = self._once(ask, accept, limit, left)
            finally:
                left = self._deadline.left() or 0.0
                self._deadline.clear()
                self._queue.leave(host)
            if isinstance(answer, Answer):
                return answer
            ask = answer
        raise Broken(
            f"{ask.where} keeps sending us on to other addresses",
            next_step="Open the address in a browser and use the one it ends at.",
        )

    def _once(self, ask: Ask, accept: Collection[int], limit: int, left: float) -> Answer | Ask:
        try:
            return self._talk(ask, accept, limit, left)
        except SourceError:
            raise
        except Refused:
            raise Blocked(
                f"{ask.where} leads to an address inside a private network, and we connect to none of those",
                next_step="Check the address; for a server on this machine set web.allow_loopback.",
            ) from None
        except UnknownHost:
            raise Broken(
                f"{ask.where} cannot be found: the name does not exist or the name service does not answer",
                next_step="Check the spelling and this machine's connection to the internet.",
            ) from None
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise Broken(
                f"{ask.where} took too long to answer", next_step="Nothing to do: we try again later."
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.HTTPError) as error:
            raise _transport_error(error, ask.where) from None

    def _talk(self, ask: Ask, accept: Collection[int], limit: int, left: float) -> Answer | Ask:
        response = self._client.send(self._request(ask, left), stream=True, follow_redirects=False)
        with closing(response):
            headers = {name.lower(): value for name, value in response.headers.items()}
            status = response.status_code
            if status == 304 and ask.conditional:
                return Answer(ask.masked, 304, headers, b"", ask.mark)
            if status in _REDIRECTS:
                return ask.moved(response.extensions["location"])
            if status >= 400 and status not in accept:
                wait = wait_asked(status, headers, self.now())
                if wait is not None and status in (403, 429, 503):
                    self._queue.stay_away(ask.url.host, wait)
                raise refusal(status, headers, ask.where, self.now())
            if (not 200 <= status < 300 and status < 400) or status == 206:  # a part of it was never asked for
                raise Broken(
                    f"{ask.where} answered {status}, which makes no sense here", next_step="We try again later."
                )
            encoding = ",".join(response.headers.get_list("content-encoding"))
            body = read_body(response.iter_raw(), encoding, limit=limit, where=ask.where)
            return Answer(ask.masked, status, headers, body, ask.mark)

    def _request(self, ask: Ask, left: float) -> httpx.Request:
        headers = {"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", **ask.headers}
        try:
            return self._client.build_request(
                ask.method, ask.url, headers=headers, content=ask.content, timeout=httpx.Timeout(max(left, 0.01))
            )
        except UnicodeEncodeError:
            raise Broken(
                f"a key or header for {ask.where} holds characters that cannot be sent",
                next_step="Copy the key again: it must be plain letters, digits and signs.",
            ) from None


def _revealed(url: str | Secret, params: Params | None) -> httpx.URL:
    return address(url.reveal() if isinstance(url, Secret) else url, params)


def _transport_error(error: Exception, where: str) -> Broken:
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError):  # httpcore's pool drops the cause
        return Broken(
            f"{where} cannot prove who it is, so the connection was not made (TLS)",
            next_step="Check the address and this machine's date; the site's certificate may have run out.",
        )
    if isinstance(error, (httpcore.ConnectError, httpx.ConnectError)):
        return Broken(f"{where} does not accept connections", next_step="Nothing to do: we try again later.")
    if isinstance(error, (httpcore.LocalProtocolError, httpx.LocalProtocolError)):
        return Broken(f"what we wanted to send to {where} is not valid", next_step="Copy the key of this source again.")
    if isinstance(error, (httpcore.RemoteProtocolError, httpx.RemoteProtocolError)):
        return Broken(
            f"{where} broke off its answer or sent something that is not HTTP",
            next_step="Nothing to do: we try again later.",
        )
    return Broken(f"the connection to {where} was lost", next_step="Nothing to do: we try again later.")
