"""We connect to nobody inside: however the address is spelt, on every hop, and whatever the name service says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collectors.address import allowed, is_loopback_name
from collectors.source import Blocked, Broken, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Site

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::c0a8:101",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:4136:e378::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "192.0.0.8",
    "192.88.99.1",
    "3fff::1",
    "nonsense",
    "",
]
OUTSIDE = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]


@pytest.fixture
def strict() -> Iterator[Web]:
    """The door as it ships: no loopback."""
    with Web(user_agent="earlyword-tests", now=lambda: NOW, deadline=3.0, gap=0.0) as door:
        yield door


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_refused(address: str) -> None:
    assert not allowed(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside_is_allowed(address: str) -> None:
    assert allowed(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_loopback_only_when_told(address: str) -> None:
    assert allowed(address, allow_loopback=True)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "0.0.0.0", "::"])
def test_loopback_permission_opens_nothing_else(address: str) -> None:
    assert not allowed(address, allow_loopback=True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "1２7.０.0.1",
        "127。0。0。1",
        "127．0．0．1",
        "%31%32%37.0.0.1",
        "localhost.",
        "LOCALHOST",
        "[::1]",
        "[::1%25lo]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_no_spelling_of_loopback_gets_a_connection(host: str, site: Site, strict: Web) -> None:
    with pytest.raises(SourceError):
        strict.get(f"http://{host}:{site.port}/")
    assert site.connections == 0


@pytest.mark.parametrize("host", ["169.254.169.254", "100.100.100.200", "10.0.0.1", "[fd00:ec2::254]", "0x0a000001"])
def test_metadata_and_private_addresses_are_blocked_at_once(host: str, strict: Web) -> None:
    with pytest.raises(Blocked, match="private network"):
        strict.get(f"http://{host}/latest/meta-data/")


def test_one_private_answer_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    with (
        Web(user_agent="t", now=lambda: NOW, resolve=lambda host, port: ["93.184.215.14", "127.0.0.1"]) as door,
        pytest.raises(Blocked, match="private network"),
    ):
        door.get(f"http://shop.example:{site.port}/")
    assert site.connections == 0


def test_the_checked_address_is_the_one_connected_to(site: Site) -> None:
    """A name server that answers something else the second time is never asked a second time."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    site.answer("/", "fine")

    def once(host: str, port: int) -> list[str]:
        return answers.pop(0)

    with Web(user_agent="t", now=lambda: NOW, resolve=once, allow_loopback=True, gap=0.0) as door:
        assert door.get(f"http://shop.example:{site.port}/").body == b"fine"
    assert len(answers) == 1


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::]/", "//0.0.0.0/x"]
)
def test_a_redirect_inwards_is_refused(target: str, site: Site, web: Web) -> None:
    with pytest.raises(Blocked, match="private network"):
        web.get(site.redirect("/a", target))


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://x/", "ftp://x.example/", "javascript:alert(1)", "http://"]
)
def test_a_redirect_to_something_else_than_the_web_is_refused(target: str, site: Site, web: Web) -> None:
    with pytest.raises(Broken):
        web.get(site.redirect("/a", target))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "feed.xml", "", "http:///x", "ftp://a.example/", "data:,x"]
)
def test_files_and_paths_are_no_addresses(url: str, strict: Web) -> None:
    with pytest.raises(Broken, match="not a web address"):
        strict.get(url)


def test_unknown_host_is_broken(strict: Web) -> None:
    with (
        Web(user_agent="t", now=lambda: NOW, resolve=lambda host, port: []) as door,
        pytest.raises(Broken, match="cannot be found"),
    ):
        door.get("http://shop.example/")


def test_a_name_service_that_never_answers_meets_the_deadline(site: Site) -> None:
    def never(host: str, port: int) -> list[str]:
        site.stop.wait(60)
        return []

    with (
        Web(user_agent="t", now=lambda: NOW, resolve=never, deadline=0.3) as door,
        pytest.raises(Broken, match="too long"),
    ):
        door.get("http://shop.example/")


def test_politeness_is_owed_to_nobody_on_this_machine() -> None:
    assert is_loopback_name("127.0.0.1")
    assert is_loopback_name("localhost")
    assert not is_loopback_name("shop.example")
