"""Reading a body that may be endless or a bomb: bounded bytes in, bounded bytes out, at most one content coding.

httpx decompresses without a limit (under two kilobytes of doubled gzip become two gigabytes), so we take the raw bytes
and let zlib hand out no more than what is still allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from collectors.source import Broken

_GZIP_START = b"\x1f\x8b"


class _Inflater:
    """zlib with a ceiling; gzip of several members, and deflate with or without its zlib header."""

    def __init__(self, coding: str, limit: int, where: str) -> None:
        self._gzip = coding == "gzip"
        self._limit = limit
        self._where = where
        self._inner = zlib.decompressobj(wbits=31) if self._gzip else None
        self.chunks: list[bytes] = []
        self.size = 0

    def feed(self, data: bytes) -> None:
        try:
            while data:
                if self._inner is None:  # deflate: the first byte of a zlib header says 8 in its low half
                    self._inner = zlib.decompressobj(wbits=15 if data[0] & 0x0F == 8 else -15)
                if self._inner.eof:
                    data = self._next_member(data)
                    continue
                out = self._inner.decompress(data, self._limit - self.size + 1)
                self._keep(out)
                data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        except zlib.error as error:
            raise Broken(
                f"{self._where} sent a compressed body that is damaged",
                next_step="It usually passes; if it stays, tell whoever runs that site.",
            ) from error

    def _next_member(self, data: bytes) -> bytes:
        if not data.strip(b"\0"):  # padding that some servers add
            return b""
        if not self._gzip:
            raise zlib.error("data after the end")
        # shorter than the magic can only be checked by zlib itself, which will complain when it is something else
        if data[:2] != _GZIP_START[: len(data[:2])]:
            raise zlib.error("data after the end")
        self._inner = zlib.decompressobj(wbits=31)
        return data

    def _keep(self, out: bytes) -> None:
        self.size += len(out)
        if self.size > self._limit:
            raise too_large(self._where, self._limit)
        if out:
            self.chunks.append(out)

    def end(self) -> bytes:
        if self._inner is not None and not self._inner.eof:
            raise Broken(
                f"{self._where} sent a compressed body that was cut off",
                next_step="It usually passes; if it stays, tell whoever runs that site.",
            )
        return b"".join(self.chunks)


def too_large(where: str, limit: int) -> Broken:
    """The error for a body over the limit (in bytes)."""
    return Broken(
        f"{where} sent more than {limit / 1e6:.0f} MB, which is no feed or answer we can use",
        next_step="Check that the address is the right one.",
    )


def coding_of(header: str, where: str) -> str:
    """The one content coding a body has: "", "gzip" or "deflate". Raises Broken for several and for unknown ones."""
    names = [name.strip().lower() for name in header.split(",")]
    names = ["gzip" if name == "x-gzip" else name for name in names if name not in ("", "identity")]
    if not names:
        return ""
    if len(names) > 1 or names[0] not in ("gzip", "deflate"):
        raise Broken(
            f"{where} packed its answer as {header[:40]!r}, which we did not ask for",
            next_step="Tell whoever runs that site; we ask for plain or gzip.",
        )
    return names[0]


def read_body(raw: Iterable[bytes], encoding: str, *, limit: int, where: str) -> bytes:
    """The whole body, unpacked, of at most `limit` bytes before and after unpacking.

    `encoding` is the Content-Encoding header, `where` names the place in errors. Raises Broken.
    """
    coding = coding_of(encoding, where)
    inflater = _Inflater(coding, limit, where) if coding else None
    chunks: list[bytes] = []
    size = 0
    for chunk in raw:
        size += len(chunk)
        if size > limit:
            raise too_large(where, limit)
        if inflater is None:
            chunks.append(chunk)
        else:
            inflater.feed(chunk)
    return b"".join(chunks) if inflater is None else inflater.end()
