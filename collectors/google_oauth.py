"""An access token for the owner's Google account, by google-auth, through our own door.

google-auth does the OAuth work; the only thing we give it is a transport, so that the token request keeps the same
deadline, size cap and address check as every other request. Tokens live for one look and are never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from google.auth import transport
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.oauth2.credentials import Credentials

from collectors.source import Blocked, Broken, Secret

if TYPE_CHECKING:
    from collectors.web import Web


class _Answer(transport.Response):
    def __init__(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        self._status, self._headers, self._data = status, headers, data

    @property
    def status(self) -> int:
        return self._status

    @property
    def headers(self) -> Mapping[str, str]:
        return self._headers

    @property
    def data(self) -> bytes:
        return self._data


class WebTransport(transport.Request):
    """google-auth's way to the network, leading through `collectors.web.Web`."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: object,
    ) -> _Answer:
        """One POST (google-auth asks for nothing else here); 400 and 401 are answers, everything worse raises."""
        if method != "POST":
            raise Broken(f"Google's sign-in library wanted to {method} {url}, which is not expected of it")
        form = dict(parse_qsl((body or b"").decode("ascii")))
        answer = self._web.post(url, data=form, headers=dict(headers or {}), accept=(400, 401), deadline=timeout)
        if answer.status == 200:
            answer.object()  # a web page here would fail deep inside the library
        return _Answer(answer.status, answer.headers, answer.body)


def access_token(web: Web, *, token_url: str, client_id: str, client_secret: Secret, refresh_token: Secret) -> str:
    """A fresh access token.

    Raises `Blocked` when Google does not accept the refresh token or the client (revoked, expired after seven days in a
    project still in "testing", wrong secret), `Blocked`/`Broken` of the door otherwise. No message holds a secret.
    """
    credentials = Credentials(  # type: ignore[no-untyped-call]  # google-auth leaves it untyped
        None,
        refresh_token=refresh_token.reveal(),
        token_uri=token_url,
        client_id=client_id,
        client_secret=client_secret.reveal(),
    )
    # Our own errors are raised outside the handlers: google-auth's repeat what Google said, and must not tag along.
    failure: type[GoogleAuthError] | None = None
    try:
        credentials.refresh(WebTransport(web))  # type: ignore[no-untyped-call]  # google-auth leaves it untyped
    except GoogleAuthError as error:
        failure = type(error)
    if failure is RefreshError:
        raise Blocked(
            "Google did not accept the sign-in (refresh token or client secret)",
            next_step="Sign in again and store the new refresh token: docs/sources/google_business.md, step 4. "
            "A project still in testing loses its token after seven days.",
        )
    token: str | None = credentials.token
    if failure or not token:
        raise Broken("Google's sign-in answered without a token", next_step="Nothing to do: we try again later.")
    return token
