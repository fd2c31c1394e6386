"""Markup to plain words: what people wrote stays, what only tricks goes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.plain import MAX_TEXT, clean, is_html, plain


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", ""),
        ("just words", "just words"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a  \n b", "a\nb"),
        ("<p>a  \n b</p>", "a b"),
        ("<b>bo</b>ld and <i>it</i>alic", "bold and italic"),
        ("fish &amp; chips &lt;3", "fish & chips <3"),
        ("I <3 this & 5 < 6 > 4", "I <3 this & 5 < 6 > 4"),
        ("x<script>alert(1)</script>y<style>p{}</style>", "xy"),
        ("<img src=x onerror=alert(1)>hm", "hm"),
        ("<svg onload=alert(1)><text>no</text></svg>hm", "hm"),
        ("<p title='<br>'>t</p>", "t"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("{{7*7}} {0.__class__}", "{{7*7}} {0.__class__}"),
        ("caf&eacute; &#x1F600; &nbsp;x", "café 😀 x"),
        ("a<!-- hidden -->b", "ab"),
        ("<head><title>t</title></head><body>b</body>", "b"),
        ("zero\u200bwidth soft\u00adhyphen \ufeffbom", "zerowidth softhyphen bom"),
        ("right\u202eleft\u2066x\u2069", "rightleftx"),
        ("nul\0bell\x07", "nulbell"),
        ("pair \ud83d\ude00 lone \ud800.", "pair 😀 lone ."),
        ("line\u2028and\u2029para\x85nel", "line\nand\npara\nnel"),
        ("family 👨\u200d👩\u200d👧 می\u200cخواهم", "family 👨\u200d👩\u200d👧 می\u200cخواهم"),
    ],
)
def test_plain(markup: str, words: str) -> None:
    assert plain(markup) == words


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=200) | st.text("<>/&;ab \n'\"=!-", max_size=200))
def test_whatever_comes_the_result_is_clean_and_stays_so(text: str) -> None:
    for found in (plain(text), clean(text)):
        assert found == clean(found)
        assert found.encode("utf-8").decode("utf-8") == found
        assert not any(ord(character) < 32 and character != "\n" for character in found)


def test_clean_leaves_angle_brackets_alone() -> None:
    assert clean("Fine <shop> &amp; co") == "Fine <shop> &amp; co"


def test_a_text_has_an_end() -> None:
    found = clean("word " * 100_000)
    assert len(found) <= MAX_TEXT
    assert found.endswith("…")


@pytest.mark.parametrize(
    "markup",
    [
        "<b>" * 200_000,
        "<div>" * 200_000,
        "<p><a>" * 100_000,
        "<!--" * 50_000,
        "<" * 500_000,
        "&" * 500_000,
        "<a " * 200_000,
    ],
)
def test_hostile_markup_takes_little_time(markup: str) -> None:
    begun = time.monotonic()
    plain(markup + "end")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf\n <HTML lang=en>", True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC><html>", True),
        (b"<!-- hello --><html>", True),
        ("<html>".encode("utf-16"), True),
        (b"<?xml version='1.0'?><rss>", False),
        (b"<feed>", False),
        (b"{}", False),
        (b"", False),
    ],
)
def test_is_html(body: bytes, told: bool) -> None:
    assert is_html(body) is told
