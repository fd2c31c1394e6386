"""In with an account people have: the provider is real HTTP on loopback, honest first and then not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.pipelines.access.conftest import TEAM, Browser, House
from tests.pipelines.access.provider import CLIENT, SECRET, Provider

ENV = {"OIDC_SECRET": SECRET}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider().open() as opened:
        yield opened


def config(provider: Provider, port: int) -> str:
    oidc = f"{{issuer: '{provider.issuer}', client_id: {CLIENT}, client_secret_env: OIDC_SECRET}}"
    return TEAM + f"dashboard: {{sign_in: oidc, url: 'http://127.0.0.1:{port}', oidc: {oidc}}}\n"


@pytest.fixture
def house(provider: Provider, another: Callable[..., House]) -> Iterator[House]:
    with another(config(provider, 1), ENV).open() as opened:
        opened.configure(config(provider, opened.port))  # its own port is known only now
        yield opened


def travel(browser: Browser, start: str = "/sign-in/with?next=%2Ftrends") -> tuple[httpx.Response, str]:
    """To the provider and back as a browser goes; the last answer, and the address it came back with."""
    leaving = browser.get(start)
    assert leaving.status_code == 302, leaving.text
    with httpx.Client(timeout=20) as outside:
        back = outside.get(leaving.headers["location"]).headers["location"]
    return browser.get(back), back


def test_whoever_the_provider_vouches_for_is_let_in(house: House) -> None:
    with house.browser() as browser:
        assert "/sign-in/with" in browser.get("/sign-in").text
        answer, _ = travel(browser)
        assert (answer.status_code, answer.headers["location"]) == (303, "/trends")
        assert browser.inside()
        assert "Ada" in browser.get("/account").text
        assert "A new password" not in browser.get("/account").text
        assert browser.send_form("/account", do="leave").status_code == 303
        assert not browser.inside()


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email": "mallory@example.com"}, 403),
        ({"email": ""}, 403),
        ({"email_verified": False}, 403),
        ({"email_verified": "true"}, 403),
        ({"email_verified": None}, 403),
        ({"nonce": "another"}, 502),
        ({"aud": "another-client"}, 502),
        ({"iss": "https://evil.example"}, 502),
        ({"exp": 1_000_000_000}, 502),  # long over
    ],
    ids=str,
)
def test_anybody_else_is_not(house: House, provider: Provider, claims: dict[str, object], status: int) -> None:
    provider.claims = dict(claims)
    with house.browser() as browser:
        answer, _ = travel(browser)
        assert answer.status_code == status
        assert SECRET not in answer.text
        assert not browser.inside()


def test_a_token_signed_by_somebody_else_is_refused(house: House, provider: Provider) -> None:
    provider.published = False
    with house.browser() as browser:
        assert travel(browser)[0].status_code == 502
        assert not browser.inside()


def test_an_answer_works_once_and_in_the_browser_that_asked(house: House) -> None:
    with house.browser() as browser, house.browser() as thief:
        answer, back = travel(browser)
        assert answer.status_code == 303
        assert thief.get(back).status_code == 502  # the victim's answer in somebody else's browser, or the reverse
        browser.cookies.delete(house.cookie)
        assert browser.get(back).status_code == 502
        assert not thief.inside()
        assert not browser.inside()


def test_a_forged_answer_is_refused(house: House) -> None:
    with house.browser() as browser:
        for query in (
            "",
            "?code=x",
            "?state=x",
            "?code=x&state=x",
            "?error=access_denied&error_description=%0d%0a<script>",
        ):
            answer = browser.get("/sign-in/back" + query)
            assert answer.status_code == 502
            assert "<script" not in answer.text


def test_nobody_is_led_elsewhere_on_the_way(house: House) -> None:
    with house.browser() as browser:
        answer, _ = travel(browser, "/sign-in/with?next=%2F%2Fevil.example")
        assert answer.headers["location"] == "/"


def test_leaving_the_team_ends_the_session(house: House, provider: Provider) -> None:
    with house.browser() as browser:
        travel(browser)
        house.configure(config(provider, house.port).replace("ada@example.com", "ada2@example.com"))
        assert not browser.inside()


def test_a_provider_that_is_gone_is_one_sentence(house: House, provider: Provider) -> None:
    house.configure(config(provider, house.port).replace(str(provider.port), "9"))
    with house.browser() as browser:
        answer = browser.get("/sign-in/with")
        assert answer.status_code == 502
        assert "did not vouch for you" in answer.text


def test_a_missing_secret_and_a_posted_password_open_nothing(provider: Provider, another: Callable[..., House]) -> None:
    with another(config(provider, 1)).open() as house, house.browser() as browser:
        assert browser.get("/sign-in/with").status_code == 500
        page = browser.get("/sign-in")
        assert urlsplit(str(page.url)).path == "/sign-in"
        assert browser.sign_in().status_code in (403, 404)
        assert not browser.inside()


ODD: list[object] = [None, [], "no", 7, {}, {"keys": 7}, {"id_token": "x"}, {"id_token": 7, "access_token": "a"}]
DOCUMENT, TOKEN, KEYS = "/.well-known/openid-configuration", "/token", "/keys"


@pytest.mark.parametrize("odd", [*ODD, {"authorization_endpoint": 7, "issuer": []}], ids=str)
def test_a_provider_that_talks_nonsense_lets_nobody_in_and_breaks_nothing(
    house: House, provider: Provider, odd: object
) -> None:
    for place in (DOCUMENT, TOKEN, KEYS):
        provider.nonsense = {place: odd}
        with house.browser() as browser:
            leaving = browser.get("/sign-in/with")
            if leaving.status_code == 302 and leaving.headers["location"].startswith(provider.issuer):
                with httpx.Client(timeout=20) as outside:
                    back = outside.get(leaving.headers["location"]).headers["location"]
                leaving = browser.get(back)
            assert leaving.status_code in (302, 403, 502), (place, leaving.text)
            assert not browser.inside()
