"""What servers write that no document allows: a sentence and no crash, and never words that nobody said."""

from __future__ import annotations

import zlib

import pytest

from collectors.source import Blocked, Broken, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

OK = b"HTTP/1.1 200 OK\r\n"
BODY = b"<rss>words</rss>"


def raw(site: Site, *pieces: bytes) -> str:
    def play(_: Seen, wire: Wire) -> None:
        for piece in pieces:
            wire.send(piece)

    return site.on("/raw", play)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n" + BODY,
        b"HTTP/1.1 200\r\nContent-Length: 16\r\n\r\n" + BODY,
        OK + b"Content-Length: 16\r\nContent-Length: 16\r\n\r\n" + BODY,
        OK + b"Transfer-Encoding: chunked\r\n\r\n8;x=y\r\n<rss>wor\r\n8\r\nds</rss>\r\n0\r\nX-Trailer: 1\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK + b"Content-Length: 16\r\n\r\n" + BODY,
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 16\r\n\r\n" + BODY,
        OK + b"Content-Length: 16\r\n\r\n" + BODY + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad",
        OK + b"Content-Encoding: identity\r\nContent-Length: 16\r\n\r\n" + BODY,
        OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY),
        OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY)[2:-4],
    ],
)
def test_odd_but_whole_answers_are_read(answer: bytes, site: Site, web: Web) -> None:
    assert web.get(raw(site, answer)).body == BODY


@pytest.mark.parametrize(
    "answer",
    [
        BODY,  # HTTP/0.9
        b"HTTP/2 200\r\n\r\n" + BODY,
        b"HTTP/1.1 999999 Hm\r\n\r\n",
        b"HTTP/1.1 -200 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n" + BODY,
        b"",
        OK,
        OK + b"Content-Length: 16\r\nContent-Length: 5\r\n\r\n" + BODY,
        OK + b"Content-Length: -1\r\n\r\n" + BODY,
        OK + b"Content-Length: 0x10\r\n\r\n" + BODY,
        OK + b"Content-Length: 99999999999999999999\r\n\r\n" + BODY,
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n<rss>",
        OK + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<rss>",  # cut within
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        OK + b"no colon here\r\n\r\n" + BODY,
        OK + b"X-Nul: a\x00b\r\n\r\n" + BODY,
        OK + b"X Space: 1\r\n\r\n" + BODY,
        OK + b"Content-Encoding: br\r\n\r\n" + BODY,
        OK + b"Content-Encoding: zstd\r\n\r\n" + BODY,
        OK + b"Content-Encoding: gzip\r\n\r\n" + BODY,
        OK + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n" + BODY,
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-15/900\r\nContent-Length: 16\r\n\r\n" + BODY,
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: gopher://example.org/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: data:text/xml,<rss/>\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /" + b"a" * 90_000 + b"\r\n\r\n",
        b"HTTP/1.1 300 Multiple Choices\r\nContent-Length: 16\r\n\r\n" + BODY,
    ],
)
def test_answers_that_make_no_sense_are_broken(answer: bytes, site: Site, web: Web) -> None:
    with pytest.raises(Broken) as told:
        web.get(raw(site, answer), deadline=3)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


def test_a_header_folded_over_lines_is_one_header_and_splits_nothing(site: Site, web: Web) -> None:
    folded = OK + b'ETag: "a"\r\n Set-Cookie: evil=1\r\nContent-Length: 16\r\n\r\n' + BODY
    answer = web.get(raw(site, folded))
    assert "set-cookie" not in answer.headers
    web.get(site.answer("/next"), headers={}, cursor=answer.validators())
    assert "cookie" not in site.seen[-1].headers


def test_a_validator_cannot_smuggle_a_header_into_our_next_request(site: Site, web: Web) -> None:
    url = site.answer("/feed", BODY, headers={"ETag": '"a"'})
    mark = web.get(url).validators()
    spoilt = {**mark, "etag": '"a"\r\nX-Evil: 1', "last_modified": "yesterday\r\nX-Evil: 1"}
    assert web.get(url, cursor=spoilt).body == BODY
    assert all("x-evil" not in seen.headers for seen in site.seen)


@pytest.mark.parametrize(
    "host",
    [
        "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1.", "localhost.", "LOCALHOST", "0", "0.0.0.0", "127.0.1", "017700000001",
        "0x7f.1", "[::]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1%25lo]",
        "[::1%25lo]", "[::127.0.0.1]", "%31%32%37.0.0.1", "user:pass@127.0.0.1", "example.org@127.0.0.1",
    ],
)  # fmt: skip
def test_more_spellings_of_this_machine_get_no_connection(host: str, site: Site) -> None:
    with Web(user_agent="t", now=lambda: NOW, deadline=3.0, gap=0.0) as strict:
        with pytest.raises(SourceError) as told:
            strict.get(f"http://{host}:{site.port}/")
        assert "pass@" not in str(told.value)
    assert site.connections == 0


def test_a_name_that_changes_its_mind_between_check_and_connection(site: Site) -> None:
    """DNS rebinding: the second answer would be inside, but nobody asks a second time for one connection."""
    answers = iter([["192.0.2.1"], ["127.0.0.1"], ["127.0.0.1"]])
    with Web(user_agent="t", now=lambda: NOW, deadline=2.0, gap=0.0, resolve=lambda *_: next(answers)) as strict:
        for _ in range(2):
            with pytest.raises(Blocked, match="private network"):
                strict.get(f"http://rebind.example:{site.port}/")
    assert site.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        f"http://a{'b' * 300}.example/",
        f"http://{'é' * 70}.example/",
        "http://xn--a.example/",
        "http://a..b/",
        "http://exa mple.org/",
        "http://example.org:0x50/",
    ],
)
def test_names_that_no_name_service_knows(url: str, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(url)


def test_a_very_long_address_and_a_fragment(site: Site, web: Web) -> None:
    url = site.answer("/feed", BODY)
    assert web.get(url + "#" + "f" * 5_000).body == BODY
    assert "f" * 10 not in site.seen[-1].path
    with pytest.raises(Broken):
        web.get(url + "?" + "q" * 200_000)


def test_a_redirect_with_a_password_in_it_shows_it_nowhere(site: Site, web: Web) -> None:
    site.redirect("/go", f"http://user:hunter2@127.0.0.1:{site.port}/feed")
    url = site.answer("/feed", BODY)
    answer = web.get(url.replace("/feed", "/go"))
    assert "hunter2" not in answer.url
    site.redirect("/fail", f"http://user:hunter2@127.0.0.1:{site.port}/missing")
    with pytest.raises(Broken) as told:
        web.get(url.replace("/feed", "/fail"))
    assert "hunter2" not in str(told.value)


def test_one_bad_answer_does_not_poison_the_next_on_the_same_host(site: Site, web: Web) -> None:
    url = raw(site, OK + b"Content-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    good = site.answer("/good", BODY)
    for _ in range(3):
        assert web.get(url).body == b"abc"
        assert web.get(good).body == BODY
