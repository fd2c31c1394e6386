"""The gate, attacked over real HTTP: whoever is not signed in reaches the sign-in and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection

import pytest

from pipelines.access.gate import LARGEST
from tests.pipelines.access.conftest import TEAM, House

FORBIDDEN = [
    "/", "/trends", "/inbox?show=all", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
    "/_stcore/script-health-check", "/_stcore/upload_file/a/b", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
    "/media/0123.csv", "/static/js/index.js", "/app/static/x", "/component/x/index.html", "/favicon.png", "/account",
    "/sign-in/", "/sign-in/../page", "/sign-in%2f..%2fpage", "/sign-in;x", "/sign-inx", "/Sign-In", "//sign-in",
    "/healthz/", "/healthz/../page", "/healthz%00", "/ingest/x", "/act/", "/act/a/b", "/act/../page", "/act/..%2fpage",
    "/./sign-in/../", "/sign-in/with/x", "/sign-in/back/../../page", "/%2e%2e/sign-in",
]  # fmt: skip


def ask(house: House, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> int:
    """The path as it is spelled: nothing is tidied on the way."""
    with closing(HTTPConnection("127.0.0.1", house.port, timeout=20)) as connection:
        connection.putrequest(method, path, skip_host="Host" in (headers or {}))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def test_strangers_reach_nothing(house: House) -> None:
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
    answers = {(method, path): ask(house, method, path) for path in FORBIDDEN for method in methods}
    assert {asked: status for asked, status in answers.items() if status != 401} == {}
    led = {path: ask(house, "GET", path, {"Accept": "text/html"}) for path in FORBIDDEN}
    assert {path: status for path, status in led.items() if status != 303} == {}


def test_what_is_open_is_open_for_its_own_methods_only(house: House) -> None:
    assert [ask(house, "GET", path) for path in ("/sign-in", "/healthz", "/act/token")] == [200, 200, 200]
    assert ask(house, "POST", "/ingest", body=b"{}") == 200
    tricks = [
        ("GET", "/ingest"),
        ("PUT", "/ingest"),
        ("POST", "/healthz"),
        ("DELETE", "/sign-in"),
        ("PUT", "/act/token"),
    ]
    assert [ask(house, *trick) for trick in tricks] == [401] * len(tricks)


def test_methods_nobody_needs_are_refused(house: House) -> None:
    methods = ("TRACE", "TRACK", "CONNECT", "PROPFIND", "PATCH", "get", "GETT")
    assert [ask(house, method, "/sign-in") for method in methods] == [405] * len(methods)


BELIEVED = [
    "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Host", "X-Forwarded-User", "Forwarded",
]  # fmt: skip


def test_headers_that_some_servers_believe_change_nothing(house: House) -> None:
    for name in BELIEVED:
        assert [ask(house, "GET", "/page", {name: value}) for value in ("/sign-in", "Ada", "127.0.0.1")] == [401] * 3


COOKIES = [
    "{name}=", "{name}=Ada", "{name}=../../x", "{name}=null", "{name}={long}", "{name}=a; {name}=b", "\x80\xff", "=;=;",
    "__Host-earlyword={token}", "Earlyword={token}", '{name}="{token}x"', "{name}={token}%00", "{name}={half}",
]  # fmt: skip


def test_cookies_that_were_not_given_let_nobody_in(house: House) -> None:
    token = house.visitors.let_in(house.visitors.current().people[0])
    values = {"name": house.cookie, "token": token, "half": token[: len(token) // 2], "long": "A" * 5000}
    heard = {each: ask(house, "GET", "/page", {"Cookie": each.format(**values)}) for each in COOKIES}
    assert heard == dict.fromkeys(COOKIES, 401)
    assert ask(house, "GET", "/page", {"Cookie": f"a=b; {house.cookie}={token}"}) == 200


HOSTS = [
    "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8501", "127.0.0.1@evil.example",
    "evil.example#127.0.0.1", "", "localhost:80@evil.example", "10.0.0.1", "[::1", "0.0.0.0",
]  # fmt: skip


@pytest.mark.parametrize("sign_in", ["none", "password"])
def test_a_foreign_name_for_this_machine_is_refused(another: Callable[..., House], sign_in: str) -> None:
    """Otherwise a web page could point its own name at 127.0.0.1 and read ours (DNS rebinding)."""
    with another(TEAM + f"dashboard: {{sign_in: {sign_in}}}\n").open() as house:
        heard = {(host, path): ask(house, "GET", path, {"Host": host}) for host in HOSTS for path in ("/", "/healthz")}
    assert {asked: status for asked, status in heard.items() if status not in (400, 421)} == {}


def test_names_of_ours_are_known_however_they_are_spelled(another: Callable[..., House]) -> None:
    with another(TEAM + "dashboard: {sign_in: password, url: 'https://Rep.example.com:8443/'}\n").open() as house:
        names = (
            "localhost",
            "127.0.0.1:1",
            "[::1]:8501",
            "rep.example.com",
            "REP.example.com:8443",
            "rep.example.com.",
        )
        assert [ask(house, "GET", "/healthz", {"Host": name}) for name in names] == [200] * len(names)


def test_beyond_this_machine_its_addresses_in_digits_are_known(another: Callable[..., House]) -> None:
    wide = "dashboard: {address: 0.0.0.0, sign_in: password, url: 'http://shop.local:8501'}\n"
    with another(TEAM + wide).open() as house:
        names = ("192.168.0.7:8501", "shop.local:8501", "localhost", "evil.example")
        assert [ask(house, "GET", "/healthz", {"Host": name}) for name in names] == [200, 200, 200, 421]


def test_what_another_site_sends_is_refused(house: House) -> None:
    token = house.visitors.let_in(house.visitors.current().people[0])
    cookie = {"Cookie": f"{house.cookie}={token}"}
    for origin in ("https://evil.example", "null", "http://127.0.0.1", "file://", "http://127.0.0.1:1", "http://[::1"):
        assert ask(house, "POST", "/page", {**cookie, "Origin": origin}) == 403, origin
        assert ask(house, "PUT", "/_stcore/upload_file/a/b", {**cookie, "Origin": origin}) == 403, origin
        assert ask(house, "POST", "/act/token", {"Origin": origin}) == 200  # carries a signature of its own
    assert ask(house, "POST", "/page", {**cookie, "Sec-Fetch-Site": "cross-site"}) == 403
    assert ask(house, "POST", "/page", {**cookie, "Origin": f"http://127.0.0.1:{house.port}"}) == 200


def test_bodies_and_headers_have_an_end(house: House) -> None:
    token = house.visitors.let_in(house.visitors.current().people[0])
    cookie = {"Cookie": f"{house.cookie}={token}"}
    assert ask(house, "POST", "/page", {**cookie, "Content-Length": str(LARGEST + 1)}) == 413
    assert ask(house, "GET", "/sign-in", {"X-Long": "a" * 100_000}) in (400, 431)
    assert ask(house, "POST", "/sign-in", body=b"a" * 100_000) == 413


def test_every_answer_carries_the_headers(house: House) -> None:
    with house.browser() as browser:
        browser.sign_in()
        answers = [browser.get("/page"), browser.get("/sign-in"), browser.get("/nothing"), browser.get("/healthz")]
        answers += [house.browser().get("/page"), browser.get("/page", headers={"Host": "evil.example"})]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers or "uvicorn" not in answer.headers["server"]
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "strict-transport-security" not in answer.headers


def test_without_a_sign_in_the_page_is_there_for_this_machine(another: Callable[..., House]) -> None:
    with another(TEAM).open() as house:
        assert ask(house, "GET", "/page") == 200
        assert ask(house, "POST", "/page", {"Origin": "https://evil.example"}) == 403
        assert house.browser().get("/sign-in?next=//evil.example").headers["location"] == "/"
