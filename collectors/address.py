"""Which addresses we connect to: only those that are out in the world.

A feed's address comes from a config file, a redirect or a page, and a hostile one points inwards: at the router, at a
cloud's metadata service, at the owner's own dashboard. A check of the name is no check, because the name may resolve
to something else a moment later; so the name is resolved once, every answer is checked, and the connection goes to
exactly the address that was checked. Redirects come through here too, since they open a connection like any other.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

from collectors.deadline import Deadline

Resolve = Callable[[str, int], list[str]]

_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_V6 = IPv6Network("2000::/3")  # the only block from which world-wide IPv6 addresses are handed out (RFC 4291)
_TEREDO = IPv6Network("2001::/32")
# Not global either, which not every Python knows: protocol assignments (RFC 6890), relays of 6to4 (RFC 7526), examples
# (RFC 9637).
_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))


class Refused(httpcore.ConnectError):
    """The name leads to an address we do not connect to. No connection was made."""


class UnknownHost(httpcore.ConnectError):
    """The name does not resolve."""


def unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one (mapped, NAT64, 6to4), or the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        if address.sixtofour is not None:
            return address.sixtofour
    return address


def allowed(text: str, *, allow_loopback: bool = False) -> bool:
    """May we connect to this numeric address? Global unicast only, and loopback when the owner says so."""
    try:
        address = unmapped(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if address.is_loopback:
        return allow_loopback
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_V6 or address in _TEREDO):
        return False
    return address.is_global and not address.is_multicast and not any(address in each for each in _SPECIAL)


def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses of a host name, in the order the system prefers. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_loopback_name(host: str) -> bool:
    """Does the host in a URL plainly mean this machine? Used for politeness only, never to allow anything."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Stream(httpcore.NetworkStream):
    """A connection on which no read or write outlives the request's deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._deadline.over():
            raise httpcore.ReadTimeout
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._deadline.over():
            raise httpcore.WriteTimeout
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore: resolve once, check every address, connect to a checked one."""

    def __init__(self, deadline: Deadline, *, allow_loopback: bool, resolve: Resolve) -> None:
        self._deadline = deadline
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises `Refused` before any connection when one of the addresses is not allowed, `UnknownHost` for none."""
        addresses = self._look_up(host, port)
        if not addresses:
            raise UnknownHost(host)
        if not all(allowed(address, allow_loopback=self._allow_loopback) for address in addresses):
            raise Refused(host)
        problem: Exception = UnknownHost(host)
        for address in addresses:
            if self._deadline.over():
                raise httpcore.ConnectTimeout
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(stream, self._deadline)
        raise problem

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise Refused(path)

    def _look_up(self, host: str, port: int) -> list[str]:
        """Resolve in a thread of its own, because the system's resolver knows no deadline."""
        found: list[list[str]] = []

        def ask() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError):
                found.append([])

        thread = threading.Thread(target=ask, name="resolver", daemon=True)
        thread.start()
        thread.join(self._deadline.within(None))
        if not found:
            raise httpcore.ConnectTimeout
        return found[0]
