"""Bodies: unpacked whole, or refused; never more than allowed, never half."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.body import read_body
from collectors.source import Broken

WORDS = b"a page of words " * 1000


def pieces(body: bytes, size: int = 7) -> Iterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2000), st.integers(1, 100))
def test_what_was_packed_comes_out(body: bytes, size: int) -> None:
    assert read_body(pieces(gzip.compress(body, mtime=0), size), "gzip", limit=5000, where="x") == body
    assert read_body(pieces(body, size), "", limit=5000, where="x") == body


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (gzip.compress(WORDS, mtime=0), "gzip"),
        (gzip.compress(WORDS, mtime=0), "X-GZIP, identity"),
        (gzip.compress(WORDS[:500], mtime=0) + gzip.compress(WORDS[500:], mtime=0), "gzip"),
        (gzip.compress(WORDS, mtime=0) + bytes(512), "gzip"),
        (zlib.compress(WORDS), "deflate"),
        (raw_deflate(WORDS), "deflate"),
        (WORDS, "identity"),
    ],
)
def test_every_form_servers_use(packed: bytes, coding: str) -> None:
    assert read_body(pieces(packed), coding, limit=100_000, where="x") == WORDS


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(WORDS, mtime=0)[:-8] + bytes(8),
        gzip.compress(WORDS, mtime=0)[:-4],
        gzip.compress(WORDS, mtime=0)[:40],
        gzip.compress(WORDS, mtime=0) + b"garbage",
        gzip.compress(WORDS, mtime=0) + b"\x1f",
        b"not gzip at all",
        b"",
    ],
)
def test_damaged_gzip_is_refused(packed: bytes) -> None:
    with pytest.raises(Broken):
        read_body(pieces(packed), "gzip", limit=100_000, where="x")


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,deflate", "compress", "\x00"])
def test_other_codings_are_refused(coding: str) -> None:
    with pytest.raises(Broken, match="did not ask for"):
        read_body(pieces(b"x"), coding, limit=100, where="x")


def test_limits_hold_before_and_after_unpacking() -> None:
    with pytest.raises(Broken, match="more than"):
        read_body(pieces(bytes(101), 10), "", limit=100, where="x")
    with pytest.raises(Broken, match="more than"):
        read_body(pieces(gzip.compress(bytes(1_000_000)), 100), "gzip", limit=100_000, where="x")
