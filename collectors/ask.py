"""One request on its way through redirects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import httpx

from collectors.answer import url_mark
from collectors.source import Broken

# headers that may go to another origin; the validators came from wherever the redirects end
_FOR_ANYBODY = ("accept", "accept-language", "if-none-match", "if-modified-since")
_STARS = "***"


Params = Mapping[str, str | int | Sequence[str]]


class Ask:
    """One request on its way through redirects: what may go where, and how it is spoken of without its secrets."""

    def __init__(
        self,
        method: str,
        url: httpx.URL,
        headers: dict[str, str],
        content: bytes | None,
        secret: bool,
        secret_params: Collection[str],
        mark: str = "",
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.secret = secret
        self.secret_params = secret_params
        self.mark = mark or url_mark(str(url))

    @property
    def where(self) -> str:
        return self.url.netloc.decode("ascii", "replace")

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers

    @property
    def masked(self) -> str:
        """The address with its secrets as stars."""
        if self.secret:
            return f"{self.url.scheme}://{self.where}/{_STARS}"
        clear = self.url.copy_with(userinfo=b"", fragment=None)
        for name in self.secret_params:
            if name in clear.params:
                clear = clear.copy_set_param(name, _STARS)
        return str(clear)

    def _secret_values(self) -> Sequence[str]:
        named = [self.url.params[name] for name in self.secret_params if name in self.url.params]
        return [value for value in (*named, self.url.password) if value]

    def moved(self, location: str) -> Ask:
        """The request to send next. Raises Broken when it may not go there."""
        if self.method != "GET" or not location:
            raise Broken(
                f"{self.where} sends us on to another address, which must not be followed here",
                next_step="Check the base address of this source.",
            )
        try:
            target = address(str(self.url.join(location)), None)
        except (httpx.InvalidURL, ValueError, Broken):
            raise Broken(
                f"{self.where} sends us on to an address that makes no sense", next_step="Check the address."
            ) from None
        headers = self.headers
        if not _same_origin(self.url, target):
            if any(value in str(target) or value in location for value in self._secret_values()):
                raise Broken(
                    f"{self.where} wants to hand our key on to {target.host}, so we stopped",
                    next_step="Check the address of this source.",
                )
            headers = {name: value for name, value in headers.items() if name.lower() in _FOR_ANYBODY}
        return Ask("GET", target, headers, None, self.secret, self.secret_params, self.mark)


def address(url: str, params: Params | None) -> httpx.URL:
    """The parsed address. Raises Broken, without repeating it, for anything that is not a plain web address."""
    try:
        address = httpx.URL(url.strip())
        if params:
            address = address.copy_merge_params(dict(params))
        host = address.host  # reading it decodes it, which fails for names like xn--a
    except (httpx.InvalidURL, ValueError):
        address, host = httpx.URL(""), ""
    if address.scheme not in ("http", "https") or not host:
        raise Broken(
            "the address of this source is not a web address",
            next_step="It must begin with http:// or https:// and name a host.",
        )
    return address


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Same scheme, host and port; the step from http to https on standard ports counts as the same."""
    if one.host != other.host:
        return False
    if one.scheme == "http" and other.scheme == "https":
        return one.port is None and other.port is None
    return (one.scheme, one.port) == (other.scheme, other.port)
