"""A source without code: any JSON endpoint, described by JMESPath expressions."""

from __future__ import annotations

from typing import Any

import pytest

from collectors.json_api import Options, fetch, mentions
from collectors.source import Blocked, Broken, Source
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Site

PORTAL = {
    "items": "data.entries",
    "id": "uuid",
    "text": "opinion.html",
}


def portal(url: str = "https://portal.example/api/opinions", key: bool = False, **more: Any) -> Source[Options]:
    options = Options(url, **(PORTAL | more), key_env="KEY" if key else "")
    return sample.source("json_api", options, **({"key_env": "canary-key"} if key else {}))


def entry(number: int) -> dict[str, Any]:
    return {"uuid": f"p-{number}", "opinion": {"html": f"words {number}"}}


def test_an_item_without_an_id_is_named() -> None:
    batch = mentions(sample.look(sample.body("json_api", "portal.json")), portal(), NOW)
    assert [each.reason for each in batch.skipped] == ["`id` (uuid) finds nothing"]


def test_a_list_on_its_own(site: Site, web: Web) -> None:
    url = site.json("/x", [{"n": 1, "t": "one"}, {"n": 2, "t": "two"}])
    source = sample.source("json_api", Options(url, items="@", id="n", text="t"))
    assert [mention.text for mention in mentions(fetch(source, {}, web), source, NOW).mentions] == ["one", "two"]


def test_next_as_an_address(site: Site, web: Web) -> None:
    url = site.json("/a", {"data": {"entries": [entry(1)]}, "paging": {"next": "/b?cursor=2"}})
    site.json("/b", {"data": {"entries": [entry(2)]}, "paging": {"next": "/b?cursor=2"}})
    source = portal(url, next="paging.next")
    assert len(mentions(fetch(source, {}, web), source, NOW).mentions) == 2
    assert len(site.seen) == 2  # the second page leads to itself


def test_next_as_a_token(site: Site, web: Web) -> None:
    url = site.json("/a", {"data": {"entries": [entry(1)]}, "more": 2})
    site.json("/a", {"data": {"entries": [entry(2)]}, "more": None})
    source = portal(url, next="more", next_param="page", params={"shop": "7"})
    assert len(fetch(source, {}, web).parts) == 2
    assert [seen.query for seen in site.seen] == [{"shop": "7"}, {"shop": "7", "page": "2"}]


def test_at_most_so_many_pages(site: Site, web: Web) -> None:
    for number in range(1, 9):
        site.json("/a", {"data": {"entries": [entry(number)]}, "more": number})
    assert len(fetch(portal(f"{site.url}/a", next="more", next_param="page", pages=3), {}, web).parts) == 3


def test_a_next_page_elsewhere_is_refused_and_the_key_stays_here(site: Site, new_site: Any, web: Web) -> None:
    other = new_site()
    url = site.json("/a", {"data": {"entries": [entry(1)]}, "more": f"{other.url}/steal"})
    with pytest.raises(Broken, match="another site"):
        fetch(portal(url, key=True, next="more", key_header="X-Api-Key"), {}, web)
    assert other.seen == []


def test_the_key_in_a_header_or_a_parameter(site: Site, web: Web) -> None:
    url = site.json("/a", {"data": {"entries": [entry(1)]}})
    fetch(portal(url, key=True, key_header="Authorization", key_prefix="Bearer "), {}, web)
    payload = fetch(portal(url, key=True, key_param="token"), {}, web)
    assert site.seen[0].headers["authorization"] == "Bearer canary-key"
    assert site.seen[1].query == {"token": "canary-key"}
    assert "canary" not in payload.parts[0].url


def test_unchanged_means_nothing_new(site: Site, web: Web) -> None:
    url = site.json("/a", {"data": {"entries": [entry(1)]}}, headers={"ETag": '"1"'})
    site.answer("/a", status=304)
    cursor = fetch(portal(url), {}, web).cursor
    assert fetch(portal(url), cursor, web).parts == ()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "quota"}, "finds no list"),
        ({"data": {"entries": {"a": 1}}}, "finds no list"),
        ([], "finds no list"),
    ],
)
def test_an_answer_of_another_shape_is_broken(site: Site, web: Web, answer: Any, words: str) -> None:
    with pytest.raises(Broken, match=words):
        fetch(portal(site.json("/a", answer)), {}, web)


@pytest.mark.parametrize("body", ["", "<html><p>Log in</p></html>", "{", "[" * 100_000])
def test_an_answer_that_is_no_json(site: Site, web: Web, body: str) -> None:
    with pytest.raises((Blocked, Broken)):
        fetch(portal(site.answer("/a", body)), {}, web)


def test_an_empty_list_is_nothing_new_but_items_without_ids_are_broken(site: Site, web: Web) -> None:
    assert mentions(fetch(portal(site.json("/a", {"data": {"entries": []}})), {}, web), portal(), NOW).mentions == ()
    with pytest.raises(Broken, match="none of the 2 items"):
        mentions(sample.look(b'{"data": {"entries": [{"id": 1}, 7]}}'), portal(), NOW)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"text": "a..b"}, "text is no JMESPath"),
        ({"items": "data["}, "items is no JMESPath"),
        ({"scale": "five"}, "scale"),
        ({"pages": 0}, "pages"),
        ({"key_env": "KEY"}, "key_header or key_param"),
    ],
)
def test_mistakes_in_the_configuration_are_named(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Options("https://x.example", **(PORTAL | options))


def test_an_expression_that_an_item_makes_impossible_finds_nothing() -> None:
    source = portal(title="join('', opinion.words)", reply="to_number(person)")
    batch = mentions(
        sample.look(b'{"data": {"entries": [{"uuid": 1, "opinion": {"html": "x", "words": 5}}]}}'), source, NOW
    )
    assert (batch.mentions[0].title, batch.mentions[0].text) == ("", "x")
