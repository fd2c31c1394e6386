"""A page with reviews, its robots.txt, and pages that are something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.page import Options, fetch, mentions
from collectors.source import Blocked, Broken, Source
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Site

URL = "https://milous.example/reviews"
ONE = b'<script type="application/ld+json">{"@type": "Review", "reviewBody": "fine"}</script>'
NONE = b'<script type="application/ld+json">{"@type": "Bakery", "name": "Milou\'s"}</script>'


def page(url: str = URL) -> Source[Options]:
    return sample.source("page", Options(url))


def test_a_damaged_block_is_named() -> None:
    batch = mentions(sample.look(sample.body("page", "shop.html"), url=URL), page(), NOW)
    assert [(each.where, each.reason) for each in batch.skipped] == [(f"{URL} block 2", "it is no JSON, or cut off")]


def test_robots_is_asked_first_and_honoured(site: Site, web: Web) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /private\n\nUser-agent: earlyword-tests\nDisallow: /reviews\n")
    site.answer("/reviews", ONE)
    with pytest.raises(Blocked, match=r"robots\.txt"):
        fetch(page(f"{site.url}/reviews"), {}, web)
    assert [seen.path for seen in site.seen] == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_may_be_read(site: Site, web: Web, status: int) -> None:
    site.answer("/robots.txt", status=status)
    site.answer("/reviews", ONE, content_type="text/html", headers={"ETag": '"1"'})
    payload = fetch(page(f"{site.url}/reviews"), {}, web)
    assert [mention.text for mention in mentions(payload, page(f"{site.url}/reviews"), NOW).mentions] == ["fine"]
    assert payload.cursor["reviews"] == 1


def test_a_robots_that_is_out_of_order_forbids(site: Site, web: Web) -> None:
    site.answer("/robots.txt", status=503)
    site.answer("/reviews", ONE)
    with pytest.raises(Broken):
        fetch(page(f"{site.url}/reviews"), {}, web)
    assert len(site.seen) == 1


def test_an_unchanged_page_brings_nothing_and_keeps_the_cursor(site: Site, web: Web) -> None:
    site.answer("/reviews", ONE, headers={"ETag": '"1"'})
    site.answer("/reviews", status=304)
    source = page(f"{site.url}/reviews")
    first = fetch(source, {}, web)
    second = fetch(source, first.cursor, web)
    assert second.parts == ()
    assert second.cursor == first.cursor
    assert site.seen[-1].headers["if-none-match"] == '"1"'


def test_reviews_that_vanish_are_broken_but_a_shop_without_any_is_not(site: Site, web: Web) -> None:
    site.answer("/reviews", NONE)
    source = page(f"{site.url}/reviews")
    assert mentions(fetch(source, {}, web), source, NOW).mentions == ()
    with pytest.raises(Broken, match="no longer"):
        fetch(source, {"reviews": 4}, web)


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b"", Broken, "nothing at all"),
        (b"<html><body><h1>Welcome</h1></body></html>", Broken, "without machine-readable reviews"),
        (b"<html><form><input type=password></form></html>", Blocked, "login"),
        (b'<html><script type="application/ld+json">{</script></html>', Broken, "damaged"),
        (b'{"json": 1}', Broken, "machine-readable"),
    ],
)
def test_a_page_of_another_kind_is_never_nothing_new(
    site: Site, web: Web, body: bytes, error: type[Exception], words: str
) -> None:
    site.answer("/reviews", body, content_type="text/html")
    with pytest.raises(error, match=words):
        fetch(page(f"{site.url}/reviews"), {}, web)


def test_pages_with_reviews_in_another_form_are_told(shared_data: Path) -> None:
    found = sorted((shared_data / "pages").glob("*.html"))
    assert found
    for path in found:
        with pytest.raises(Broken, match="without machine-readable reviews"):
            mentions(sample.look(path.read_bytes(), url=URL), page(), NOW)


def test_identity_stays_while_the_page_around_it_changes() -> None:
    before = mentions(sample.look(ONE, url=URL), page(), NOW).mentions[0]
    after = mentions(sample.look(NONE + ONE + b"<p>more</p>", url=f"{URL}?page=2"), page(), NOW).mentions[0]
    assert before.id == after.id
