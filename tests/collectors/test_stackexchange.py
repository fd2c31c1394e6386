"""Stack Exchange: pages, pauses, throttling, and what became of a question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collectors import stackexchange
from collectors.source import Blocked, Broken, Secret, Source
from collectors.web import Web
from tests.collectors.conftest import NOW, Site

SEARCH = "/search/excerpts"


def source(site: Site, key: bool = False) -> Source[stackexchange.Options]:
    options = stackexchange.Options("My Shop", "cooking", "KEY" if key else "", site.url)
    return Source("stack", "stackexchange", "Shop", options, secrets={"key_env": Secret("canary")} if key else {})


def item(number: int) -> dict[str, Any]:
    return {
        "item_type": "question",
        "question_id": number,
        "title": f"q{number}",
        "creation_date": int(NOW.timestamp()) - number,
    }


def test_pages_are_walked_gzip_is_read_and_the_key_is_masked(site: Site, web: Web) -> None:
    site.json(SEARCH, {"items": [item(1)], "has_more": True})
    site.json(SEARCH, {"items": [item(2)], "has_more": False})
    payload = stackexchange.fetch(source(site, key=True), {}, web)
    assert len(stackexchange.mentions(payload, source(site), NOW).mentions) == 2
    assert [seen.query["page"] for seen in site.seen] == ["1", "2"]
    assert site.seen[0].query["key"] == "canary"
    assert site.seen[0].query["site"] == "cooking"
    assert "gzip" in site.seen[0].headers["accept-encoding"]
    assert "canary" not in repr(payload)


def test_throttling_is_blocked_for_as_long_as_it_says(site: Site, web: Web) -> None:
    words = "too many requests from this IP, more requests available in 7200 seconds"
    site.json(SEARCH, {"error_id": 502, "error_name": "throttle_violation", "error_message": words}, status=400)
    with pytest.raises(Blocked, match="used up") as raised:
        stackexchange.fetch(source(site), {}, web)
    assert raised.value.retry_after == timedelta(hours=2)


def test_other_errors_are_broken(site: Site, web: Web) -> None:
    site.json(SEARCH, {"error_id": 400, "error_name": "bad_parameter", "error_message": "site"}, status=400)
    with pytest.raises(Broken, match="bad_parameter"):
        stackexchange.fetch(source(site), {}, web)


def test_an_ordered_pause_is_kept(site: Site) -> None:
    site.json(SEARCH, {"items": [], "has_more": False, "backoff": 40})
    options = stackexchange.Options("x", base_url=f"http://api.example:{site.port}")
    asked = Source("stack", "stackexchange", "Shop", options)
    with Web(
        user_agent="t", now=lambda: NOW, allow_loopback=True, gap=0.0, resolve=lambda host, port: ["127.0.0.1"]
    ) as web:
        stackexchange.fetch(asked, {}, web)
        with pytest.raises(Blocked, match="stay away"):
            stackexchange.fetch(asked, {}, web)
    assert len(site.seen) == 1


def test_votes_and_removal_are_seen_later(site: Site, web: Web) -> None:
    answer = {"item_type": "answer", "answer_id": 9, "question_id": 1, "title": "q1"}
    site.json(SEARCH, {"items": [item(1), item(2), answer], "has_more": False})
    found = stackexchange.mentions(stackexchange.fetch(source(site), {}, web), source(site), NOW).mentions
    own = [stackexchange.own_id(mention) for mention in found]
    assert own == ["q1", "q2", "a9"]
    site.json("/questions/1;2", {"items": [{"question_id": 2, "score": 5, "answer_count": 3, "view_count": 900}]})
    site.json("/answers/9", {"items": [{"answer_id": 9, "question_id": 1, "score": 2}]})
    batch = stackexchange.mentions(stackexchange.fetch_again(source(site), own, web), source(site), NOW)
    assert [(each.mention, each.likes, each.views) for each in batch.snapshots] == [
        (found[1].id, 5, 900),
        (found[2].id, 2, None),
    ]
    assert batch.gone == (found[0].id,)


@pytest.mark.parametrize(
    ("site_name", "host"),
    [
        ("stackoverflow", "stackoverflow.com"),
        ("cooking", "cooking.stackexchange.com"),
        ("meta.superuser.com", "meta.superuser.com"),
    ],
)
def test_domains(site_name: str, host: str) -> None:
    assert stackexchange.domain(site_name) == host


def test_a_site_is_a_name() -> None:
    with pytest.raises(ValueError, match="site must be"):
        stackexchange.Options("x", "evil.example/x?")
