"""Whose word counts for "this domain signed it"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.trust import signed_by

GMAIL = "imap.gmail.com"
PASS = "mx.google.com; dkim=pass header.i=@google.com header.s=a header.b=b; spf=pass smtp.mailfrom=x@google.com"


@pytest.mark.parametrize(
    ("host", "header"),
    [
        (GMAIL, PASS),
        (GMAIL, "mx.google.com; dkim=fail header.d=x.example; dkim=pass header.d=google.com"),
        (GMAIL, "mx.google.com 1; dkim=pass (2048-bit key; unprotected) header.d=google.com"),
        (GMAIL, "mx.google.com; DKIM=PASS HEADER.D=GOOGLE.COM"),
        (GMAIL, "mx.google.com; dkim=pass header.i=bounce@mail.google.com"),
        (
            "outlook.office365.com",
            "spf=pass smtp.mailfrom=google.com; dkim=pass (signature was verified) header.d=google.com",
        ),
        ("imap.fastmail.com", "mx6.messagingengine.com; dkim=pass header.d=google.com"),
        ("mail.shop.example", "mx1.shop.example; dkim=pass header.d=google.com"),
        ("imap.shop.co.uk", "mx.shop.co.uk; dkim=pass header.d=google.com"),
    ],
)
def test_our_own_servers_word_counts(host: str, header: str) -> None:
    assert signed_by([header], ("google.com",), host=host)


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        (GMAIL, []),
        (GMAIL, ["mx.google.com; dkim=none"]),
        (GMAIL, ["mx.google.com; dkim=fail header.d=google.com"]),
        (GMAIL, ["mx.google.com; spf=pass header.d=google.com"]),
        (GMAIL, ["mx.google.com; dkim=pass header.d=evil.example"]),
        (GMAIL, ["mx.google.com; dkim=pass header.d=notgoogle.com"]),
        (GMAIL, ["mx.google.com; dkim=pass header.d=google.com.evil.example"]),
        (GMAIL, ["evil.example; dkim=pass header.d=google.com"]),
        (GMAIL, ["mx.google.com.evil.example; dkim=pass header.d=google.com"]),
        (GMAIL, ["mx.google.com; dkim=fail header.d=google.com", PASS]),  # only the topmost
        (GMAIL, ["evil.example; none", PASS]),
        (GMAIL, ["dkim=pass header.d=google.com"]),
        (GMAIL, ['mx.google.com; spf=pass smtp.mailfrom="x; dkim=pass header.d=google.com"@evil.example']),
        (GMAIL, ["mx.google.com; spf=fail (domain of x; dkim=pass header.d=google.com) smtp.mailfrom=e@evil.example"]),
        (GMAIL, ["mx.google.com; spf=fail (a (b) ; dkim=pass header.d=google.com"]),
        (GMAIL, [r"mx.google.com; spf=fail (\) ; dkim=pass header.d=google.com) x=y"]),
        ("imap.shop.co.uk", ["mx.evil.co.uk; dkim=pass header.d=google.com"]),
        ("imap.unknown.example", [PASS]),
    ],
)
def test_nobody_elses_word_counts(host: str, headers: list[str]) -> None:
    assert not signed_by(headers, ("google.com",), host=host)


def test_a_named_server_is_looked_for_by_its_exact_name() -> None:
    headers = ["other.example; dkim=none", "dkim-verifier.icloud.com; dkim=pass header.d=google.com"]
    assert signed_by(headers, ("google.com",), host="imap.mail.me.com", server="dkim-verifier.icloud.com")
    assert not signed_by(headers, ("google.com",), host="imap.mail.me.com", server="icloud.com")
    forged = ["mx.shop.example; dkim=fail header.d=google.com", "mx.shop.example; dkim=pass header.d=google.com"]
    assert not signed_by(forged, ("google.com",), host="x", server="mx.shop.example")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='();"\\= \tdkimpashe.o@gl', max_size=200))
def test_no_comment_or_quote_can_say_pass(words: str) -> None:
    inside = words.replace("(", "").replace(")", "").replace("\\", "")
    header = f"mx.google.com; spf=fail ({inside}; dkim=pass header.d=google.com) smtp.mailfrom=x"
    assert not signed_by([header], ("google.com",), host=GMAIL)
