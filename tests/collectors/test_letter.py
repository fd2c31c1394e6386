"""Letters, read line by line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectors.letter import read_letter
from tests.collectors.conftest import NOW

HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def lines(html: str) -> tuple[str, ...]:
    return read_letter(HTML + html.encode(), now=NOW).lines


def test_headers() -> None:
    letter = read_letter(
        b"From: =?utf-8?q?J=C3=BCrgen?= <J.K@Shop.Example>\r\nSubject: =?utf-8?b?U2Now7Zu?=\r\n two\r\n"
        b"Message-ID: <a@b>\r\n"
        b"Date: Thu, 19 Nov 2026 11:15:00 +0100\r\nAuthentication-Results: x;\r\n  y\r\n"
        b"\r\nhello\r\n\r\nyou",
        now=NOW,
    )
    assert (letter.sender, letter.sender_name, letter.domain) == ("j.k@shop.example", "Jürgen", "shop.example")
    assert letter.subject.split() == ["Schön", "two"]
    assert (letter.message_id, letter.sent) == ("a@b", datetime(2026, 11, 19, 10, 15, tzinfo=UTC))
    assert (letter.results, letter.lines) == (("x; y",), ("hello", "you"))


def test_pictures_stand_for_their_words_and_cells_for_lines() -> None:
    assert lines('<table><tr><td><img src=x alt="4 of 5 bubbles"></td><td>Ann</td></tr></table>') == (
        "4 of 5 bubbles",
        "Ann",
    )
    assert lines("<p>a<img alt='b'>c</p>") == ("a b c",)
    assert "<" not in "".join(lines('<img alt="<script>x</script>">words'))


def test_nothing_active_survives() -> None:
    assert lines("<style>p{}</style><script>alert(1)</script><p onclick=x>words</p>") == ("words",)


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: a@b.example\r\nFrom: c@d.example\r\n", ""),
        (b"From: nonsense\r\n", ""),
        (b"", ""),
        (b'From: "a@b.example" <c@d.example>\r\n', "c@d.example"),
        (b"From: Ann <a\x00nn@b.example>\r\n", ""),
    ],
)
def test_only_one_clear_sender_counts(header: bytes, sender: str) -> None:
    assert read_letter(header + b"\r\nx", now=NOW).sender == sender


def test_links_are_web_addresses_only() -> None:
    letter = read_letter(HTML + b'<a href="https://a.example/x">See</a><a href="javascript:x">no</a><a>no</a>', now=NOW)
    assert letter.links == (("https://a.example/x", "See"),)
