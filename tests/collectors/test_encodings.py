"""Which encoding a file is in."""

from __future__ import annotations

import pytest

from collectors.encodings import encoding_of

TEXT = "name;text\nJürgen;schön €5\nÖzlem;größer\n" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_comes_back(encoding: str) -> None:
    data = TEXT.encode(encoding)
    name, errors = encoding_of(data)
    assert data.decode(name, errors).lstrip("\ufeff") == TEXT


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_head_cut_inside_a_character_is_still_utf_8(cut: int) -> None:
    assert encoding_of(TEXT.encode()[:-cut])[0] == "utf-8"


def test_a_few_foreign_bytes_cost_nothing_else() -> None:
    data = ("ä" * 1_000).encode() + "\n€ und ß".encode("cp1252")
    name, errors = encoding_of(data)
    assert data.decode(name, errors) == "ä" * 1_000 + "\n€ und ß"


def test_anything_decodes() -> None:
    for data in (b"", b"\xff", b"\0", bytes(range(256)), b"\xef\xbb\xbf\xff"):
        name, errors = encoding_of(data)
        assert isinstance(data.decode(name, errors), str)
