"""Addresses: safe to show, and one spelling for one place."""

from __future__ import annotations

import pytest

from collectors.links import host_of, same_link, unwrapped, web_link


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@b",
        "http://",
        "",
        "x",
        None,
        7,
        "http://[::1",
        "https://a.example/" + "x" * 5000,
    ],
)
def test_what_is_no_web_address_is_no_link(href: object) -> None:
    assert web_link(href) == ""


def test_an_empty_link_is_not_the_page_it_stands_on() -> None:
    assert web_link("", "https://shop.example/feed") == ""


def test_links_become_absolute_and_lose_control_characters() -> None:
    assert web_link("/a?b", "https://shop.example/feed") == "https://shop.example/a?b"
    assert web_link(" https://a.example/x\u2028y\n") == "https://a.example/xy"


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("HttpS://Shop.Example/About?Q=A#Top", "https://shop.example/About?Q=A#Top"),
        ("HTTP://Ann:Pass@[2001:DB8::1]:8080/X", "http://[2001:db8::1]:8080/X"),
        ("https://bank.example@evil.example/login", "https://evil.example/login"),
        ("https://\u202eevil\u200b.example/\u2066x", "https://evil.example/x"),
        ("Https://A.example?#", "https://a.example?#"),  # what looks empty may mean something there
        ("https://BÜCHER.example/Ü", "https://bücher.example/Ü"),
    ],
)
def test_scheme_and_host_come_in_lower_case_and_nobody_before_the_host(href: str, link: str) -> None:
    assert web_link(href) == web_link(link) == link


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.a.example/x/", "http://a.example/x"),
        ("https://a.example/x?utm_source=rss&id=7", "https://a.example/x?id=7#top"),
        ("https://a.example:443/x", "https://A.example/x"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert same_link(one) == same_link(other)


def test_other_pages_stay_apart() -> None:
    assert same_link("https://a.example/x?id=7") != same_link("https://a.example/x?id=8")
    assert same_link("https://a.example:8443/x") != same_link("https://a.example/x")


def test_google_redirects_are_unwrapped_and_only_those() -> None:
    inner = "https://a.example/x?y=1"
    assert unwrapped("https://www.google.com/url?rct=j&url=https://a.example/x%3Fy%3D1&ct=ga") == inner
    assert unwrapped("https://www.google.co.uk/url?q=https://a.example/x%3Fy%3D1") == inner
    assert (
        unwrapped("https://google.com/url?url=javascript:alert(1)") == "https://google.com/url?url=javascript:alert(1)"
    )
    assert unwrapped("https://notgoogle.com/url?url=" + inner) == "https://notgoogle.com/url?url=" + inner


def test_host_of_nonsense_is_nothing() -> None:
    assert host_of("http://[::1") == ""
    assert host_of("https://A.example/x") == "a.example"
