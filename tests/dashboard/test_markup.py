"""HTML that hostile words cannot break."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.markup import Safe, join, leads_to_web, link, tag

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</span></div><h1>owned</h1>",
    "{{7*7}} {0.__class__} ${7*7}",
    "[click](javascript:alert(1)) ![x](http://evil.example/p.png)",
    "& &lt; &amp;lt;",
]


class Reader(HTMLParser):
    """Reads back the tags and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    read = Reader(tag("p", words, class_=words))
    assert (read.tags, read.text) == (["p"], words)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_comes_back_as_it_was(words: str, value: str) -> None:
    read = Reader(tag("div", tag("span", words, title=value), words))
    assert read.tags == ["div", "span"]
    assert read.text.replace("\r", "\n") == (words + words).replace("\r", "\n")


def test_only_what_was_made_here_is_left_alone() -> None:
    assert join("<b>", Safe("<i>x</i>")) == "&lt;b&gt;<i>x</i>"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "data:text/html,x", "file:///etc/passwd", "//x.y",
     "vbscript:x", "http://", "https:///path", "http://[broken", "", "mailto:a@b.example"],
)  # fmt: skip
def test_a_link_that_does_not_lead_to_the_web_is_no_link(address: str) -> None:
    assert not leads_to_web(address)
    assert link(address, "words", note="new tab") == ""


def test_a_link_to_the_web_opens_apart_and_says_so() -> None:
    made = link('https://example.com/a?b=1&c="', "there", note="(opens a new tab)")
    assert 'target="_blank"' in made
    assert 'href="https://example.com/a?b=1&amp;c=&quot;"' in made
    assert Reader(made).text == "there (opens a new tab)"
