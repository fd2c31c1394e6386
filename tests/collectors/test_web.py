"""The door to HTTP, against a server that behaves badly on purpose."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import trustme

from collectors.source import Blocked, Broken, Secret, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

SECRET = "canary-5f2a"


def test_plain_answer(site: Site, web: Web) -> None:
    answer = web.get(site.answer("/a", "hello"), params={"q": "x y", "n": 3})
    assert (answer.status, answer.body) == (200, b"hello")
    assert site.seen[0].query == {"q": "x y", "n": "3"}
    assert site.seen[0].headers["user-agent"] == "earlyword-tests"


@pytest.mark.parametrize("status", [401, 403, 407, 429, 451])
def test_refusals_are_blocked(status: int, site: Site, web: Web) -> None:
    with pytest.raises(Blocked) as raised:
        web.get(site.answer("/a", status=status))
    assert raised.value.next_step


@pytest.mark.parametrize("status", [400, 404, 410, 418, 500, 502, 503])
def test_failures_are_broken_and_only_410_is_for_good(status: int, site: Site, web: Web) -> None:
    with pytest.raises(Broken) as raised:
        web.get(site.answer("/a", status=status))
    assert raised.value.permanent is (status == 410)
    assert raised.value.next_step


@pytest.mark.parametrize(
    ("header", "minutes"),
    [
        ("120", 2),
        ("0", 1),
        ("-5", 1),
        ("999999999999999999999999", 24 * 60),
        ("inf", 24 * 60),
        ("nan", 24 * 60),
        ("Fri, 20 Nov 2026 12:10:00 GMT", 10),
        ("Fri, 20 Nov 2020 12:10:00 GMT", 1),
        ("Fri, 20 Nov 2099 12:10:00 GMT", 24 * 60),
    ],
)
def test_the_wait_asked_for_is_bounded(header: str, minutes: int, site: Site, web: Web) -> None:
    with pytest.raises(Blocked) as raised:
        web.get(site.answer("/a", status=429, headers={"Retry-After": header}))
    assert raised.value.retry_after == timedelta(minutes=minutes)


def test_503_with_retry_after_is_broken_with_a_wait(site: Site, web: Web) -> None:
    with pytest.raises(Broken) as raised:
        web.get(site.answer("/a", status=503, headers={"Retry-After": "600"}))
    assert raised.value.retry_after == timedelta(minutes=10)


def test_accepted_statuses_come_back(site: Site, web: Web) -> None:
    assert web.get(site.json("/a", {"error": "x"}, status=403), accept=(403,)).object() == {"error": "x"}


def test_unchanged_is_asked_for_with_the_validators_of_the_same_address(site: Site, web: Web) -> None:
    modified = "Thu, 19 Nov 2026 10:00:00 GMT"
    url = site.answer("/a", "one", headers={"ETag": '"v1"', "Last-Modified": modified})
    site.answer("/a", status=304)
    cursor = web.get(url).validators()
    again = web.get(url, cursor=cursor)
    assert (again.status, again.body) == (304, b"")
    assert site.seen[1].headers["if-none-match"] == '"v1"'
    assert site.seen[1].headers["if-modified-since"] == modified
    web.get(site.answer("/b", "two"), cursor=cursor)
    assert "if-none-match" not in site.seen[2].headers


def test_unchanged_without_having_been_asked_is_no_news_about_nothing(site: Site, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(site.answer("/a", status=304))


def test_redirects_are_followed_to_the_end(site: Site, web: Web) -> None:
    site.answer("/end", "there")
    site.redirect("/b", "/end", status=301)
    answer = web.get(site.redirect("/a", "b", status=307))
    assert answer.body == b"there"
    assert answer.url.endswith("/end")


def test_redirect_loops_end(site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="keeps sending us on"):
        web.get(site.redirect("/a", "/a"))
    assert len(site.seen) == 6


def test_keys_never_reach_another_host(new_site: Callable[..., Site], web: Web) -> None:
    home, stranger = new_site(), new_site()
    stranger.answer("/x", "hm")
    home.redirect("/a", stranger.url + "/x")
    sent = {"Authorization": f"Bearer {SECRET}", "X-Api-Key": SECRET, "Cookie": f"a={SECRET}", "Accept": "text/xml"}
    web.get(home.url + "/a", headers=sent, params={"key": SECRET}, secret_params=("key",))
    assert home.seen[0].headers["x-api-key"] == SECRET
    assert SECRET not in str(stranger.seen[0])
    assert stranger.seen[0].headers["accept"] == "text/xml"


def test_a_redirect_that_carries_our_key_to_another_host_is_not_followed(
    new_site: Callable[[], Site], web: Web
) -> None:
    home, stranger = new_site(), new_site()
    home.redirect("/a", f"{stranger.url}/x?key={SECRET}")
    with pytest.raises(Broken, match="hand our key on") as raised:
        web.get(home.url + "/a", params={"key": SECRET}, secret_params=("key",))
    assert stranger.connections == 0
    assert SECRET not in str(raised.value)


def test_keys_stay_on_the_way_within_a_host(site: Site, web: Web) -> None:
    site.answer("/b", "x")
    web.get(site.redirect("/a", "/b"), headers={"X-Api-Key": SECRET})
    assert site.seen[1].headers["x-api-key"] == SECRET


def test_what_is_posted_is_not_sent_on(site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="must not be followed"):
        web.post(site.redirect("/a", "/b", status=307), json={"password": SECRET})
    assert len(site.seen) == 1


def test_posts_carry_json_or_a_form(site: Site, web: Web) -> None:
    site.json("/a", {})
    web.post(site.url + "/a", json={"a": "ü"})
    web.post(site.url + "/a", data={"grant": "x y"})
    assert site.seen[0].json() == {"a": "ü"}
    assert site.seen[1].body == b"grant=x+y"
    assert site.seen[1].headers["content-type"] == "application/x-www-form-urlencoded"


def test_no_cookie_is_ever_sent_back(site: Site, web: Web) -> None:
    url = site.answer("/a", "x", headers={"Set-Cookie": "track=1; Path=/"})
    web.get(url)
    web.get(url)
    assert "cookie" not in site.seen[1].headers


def test_secrets_are_in_no_address_message_or_log(site: Site, web: Web, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.answer(f"/{SECRET}", "x")
    shown = [web.get(Secret(f"{site.url}/{SECRET}")).url]
    shown.append(web.get(site.answer("/k", "x"), params={"key": SECRET, "q": "a"}, secret_params=("key",)).url)
    assert shown[1].endswith("?key=***&q=a") or "key=%2A%2A%2A" in shown[1]
    shown.append(web.get(site.url.replace("//", f"//user:{SECRET}@") + "/k").url)
    for address in (Secret(f"{site.url}/gone/{SECRET}"), Secret(f"http://nowhere.invalid:99999/{SECRET}")):
        with pytest.raises(SourceError) as raised:
            web.get(address)
        shown += [str(raised.value), repr(raised.value), raised.value.next_step]
    with pytest.raises(Broken) as raised_too:
        web.get(site.url + "/k", headers={"Authorization": f"Bearer {SECRET}–ü"})
    shown += [str(raised_too.value), repr(raised_too.getrepr(style="short"))]
    assert SECRET not in " ".join([*shown, caplog.text])


@pytest.mark.parametrize("play", ["drip", "slow_headers", "silent", "endless"])
def test_nothing_outlives_the_deadline(play: str, site: Site, web: Web) -> None:
    url = getattr(site, play)("/a")
    begun = time.monotonic()
    with pytest.raises(Broken):
        web.get(url, deadline=0.7)
    assert time.monotonic() - begun < 2.7


def test_a_chain_of_slow_redirects_shares_one_deadline(site: Site, web: Web) -> None:
    def slow(_: Seen, wire: Wire) -> None:
        wire.pause(0.3)
        wire.head(302, {"Location": "/a", "Content-Length": "0"})

    begun = time.monotonic()
    with pytest.raises(Broken, match="too long"):
        web.get(site.on("/a", slow), deadline=0.7)
    assert time.monotonic() - begun < 2.7


def test_two_megabytes_of_headers_are_refused(site: Site, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(site.huge_headers("/a"))


def test_a_cut_body_is_broken(site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="broke off"):
        web.get(site.cut("/a", b"<rss><channel>"))


def test_what_is_no_http_is_broken(site: Site, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(site.on("/a", lambda _, wire: wire.send(b"220 smtp.example ESMTP\r\n")))


def test_a_closed_port_is_broken(new_site: Callable[[], Site], web: Web) -> None:
    with pytest.raises(Broken, match="does not accept connections"):
        web.get("http://127.0.0.1:1/")


def test_a_server_without_a_certificate_we_know_is_broken(site: Site, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(site.answer("/a", "x").replace("http://", "https://"))


def test_whom_we_do_not_trust_gets_no_request_and_whom_we_are_told_to_trust_does(
    new_site: Callable[..., Site], web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("shop.example").configure_cert(context)
    site = new_site(context)
    site.answer("/a", "hello")
    with pytest.raises(Broken, match="cannot prove who it is"):
        web.get(site.url + "/a")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    told: dict[str, Any] = {"user_agent": "t", "allow_loopback": True, "now": lambda: NOW, "gap": 0.0}
    with Web(**told, resolve=lambda host, port: ["127.0.0.1"]) as trusting:
        assert trusting.get(f"https://shop.example:{site.port}/a").body == b"hello"
        with pytest.raises(Broken, match="cannot prove who it is"):
            trusting.get(f"https://other.example:{site.port}/a")
    assert len(site.seen) == 1


def test_the_size_is_capped(site: Site, web: Web) -> None:
    url = site.answer("/a", bytes(200_000))
    with pytest.raises(Broken, match="more than"):
        web.get(url, max_bytes=100_000)
    assert len(web.get(url, max_bytes=200_000).body) == 200_000


def test_gzip_is_unpacked(site: Site, web: Web) -> None:
    assert web.get(site.gzipped("/a", b"hello" * 100)).body == b"hello" * 100


def test_bombs_are_refused_quickly_and_without_filling_memory(site: Site, web: Web) -> None:
    url = site.gzip_bomb("/a", 1_000_000_000)
    process = psutil.Process()
    before, begun = process.memory_info().rss, time.monotonic()
    with pytest.raises(Broken, match="more than"):
        web.get(url)
    assert time.monotonic() - begun < 5
    assert process.memory_info().rss - before < 64_000_000


@pytest.mark.parametrize("times", [2, 3])
def test_more_than_one_coding_is_refused(times: int, site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="did not ask for"):
        web.get(site.gzipped("/a", b"x", times=times))


def test_a_bad_trailer_is_refused(site: Site, web: Web) -> None:
    with pytest.raises(Broken, match="damaged"):
        web.get(site.gzipped("/a", b"x" * 1000, spoil=True))


LOGIN = "<!doctype html><html><body><form><input type='password'></form></body></html>"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (LOGIN, Blocked),
        ("<html><title>Just a moment...</title></html>", Blocked),
        ("<html><body>Please complete the CAPTCHA</body></html>", Blocked),
        ("<html><body>We are moving house</body></html>", Broken),
        ("", Broken),
        ("Internal error", Broken),
        ('{"half": ', Broken),
        ('{"a": ' + "[" * 100_000, Broken),
        ("[1]", Broken),
    ],
)
def test_what_is_not_the_json_we_asked_for(body: str, error: type[SourceError], site: Site, web: Web) -> None:
    answer = web.get(site.answer("/a", body))
    with pytest.raises(error) as raised:
        answer.object()
    assert raised.value.next_step
    assert type(raised.value) is error


def test_time_is_handed_in(web: Web) -> None:
    assert web.now() == NOW
