"""Mastodon: walking a tag back, searching with a token, instances that show nothing to strangers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collectors import mastodon
from collectors.source import Blocked, Secret, Source
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

TAG = "/api/v1/timelines/tag/shop"


def source(site: Site, **options: str) -> Source[mastodon.Options]:
    wanted = {"tag": "#shop"} | options
    secrets = {"token_env": Secret("canary")} if "token_env" in options else {}
    chosen = mastodon.Options(wanted["tag"], options.get("search", ""), options.get("token_env", ""), site.url)
    return Source("toots", "mastodon", "Shop", chosen, secrets=secrets)


def status(number: int, hours: float, **more: Any) -> dict[str, Any]:
    at = (NOW - timedelta(hours=hours)).isoformat()
    uri = f"https://far.example/s/{number}"
    return {
        "id": str(1000 + number),
        "uri": uri,
        "url": uri,
        "created_at": at,
        "content": f"<p>p{number}</p>",
        "account": {"acct": "a"},
    } | more


def timeline(site: Site, statuses: list[dict[str, Any]]) -> None:
    def play(seen: Seen, wire: Wire) -> None:
        top = int(seen.query.get("max_id", 10**9))
        site.reply(wire, [each for each in statuses if int(each["id"]) < top][: int(seen.query["limit"])])

    site.on(TAG, play)


def test_a_tag_is_walked_back_to_what_is_known(site: Site, web: Web) -> None:
    timeline(site, [status(n, hours=(200 - n) * 0.5) for n in range(200, 0, -1)])
    payload = mastodon.fetch(source(site), {"newest": (NOW - timedelta(hours=10)).isoformat()}, web)
    batch = mastodon.mentions(payload, source(site), payload.fetched)
    assert len(payload.parts) < 5
    assert {mention.text for mention in batch.mentions} >= {f"p{n}" for n in range(200, 200 - 68, -1)}
    assert payload.cursor == {"newest": NOW.isoformat()}


def test_a_post_that_two_instances_show_is_one_mention(site: Site, web: Web) -> None:
    ids = set[str]()
    for local in ("7", "8888"):
        site.json(TAG, [status(1, 1, id=local)])
        site.json(TAG, [])
        payload = mastodon.fetch(source(site), {}, web)
        ids.update(mention.id for mention in mastodon.mentions(payload, source(site), NOW).mentions)
    assert len(ids) == 1


def test_a_boost_counts_as_what_it_boosts(site: Site, web: Web) -> None:
    site.json(TAG, [status(2, 1, reblog=status(1, 5)), status(1, 5)])
    site.json(TAG, [])
    payload = mastodon.fetch(source(site), {}, web)
    assert [mention.text for mention in mastodon.mentions(payload, source(site), NOW).mentions] == ["p1"]


def test_a_search_needs_and_sends_a_token(site: Site, web: Web) -> None:
    site.json("/api/v2/search", {"accounts": [], "statuses": [status(1, 1)], "hashtags": []})
    asked = source(site, tag="", search="my shop", token_env="X")
    payload = mastodon.fetch(asked, {}, web)
    assert site.seen[0].headers["authorization"] == "Bearer canary"
    assert site.seen[0].query["type"] == "statuses"
    assert len(mastodon.mentions(payload, asked, NOW).mentions) == 1
    with pytest.raises(ValueError, match="needs token_env"):
        mastodon.Options(search="x")
    with pytest.raises(ValueError, match="either tag or search"):
        mastodon.Options()


@pytest.mark.parametrize("refusal", [401, 422])
def test_members_only_is_blocked(refusal: int, site: Site, web: Web) -> None:
    site.json(TAG, {"error": "This method requires an authenticated user"}, status=refusal)
    with pytest.raises(Blocked, match="members only"):
        mastodon.fetch(source(site), {}, web)


def test_growth_edits_and_removal_are_seen_later(site: Site, web: Web) -> None:
    site.json(TAG, [status(1, 1), status(2, 2), status(3, 3)])
    site.json(TAG, [])
    payload = mastodon.fetch(source(site), {}, web)
    first = mastodon.mentions(payload, source(site), NOW).mentions
    edited = {"content": "<p>sorry</p>", "edited_at": NOW.isoformat(), "favourites_count": 9}
    site.json("/api/v1/statuses/1001", status(1, 1, **edited))
    site.json("/api/v1/statuses/1002", {"error": "Record not found"}, status=404)
    site.answer("/api/v1/statuses/1003", "{}", status=404)
    again = mastodon.fetch_again(source(site), [mastodon.own_id(mention) for mention in first], web)
    batch = mastodon.mentions(again, source(site), NOW)
    assert [(each.mention, each.likes, each.text) for each in batch.snapshots] == [(first[0].id, 9, "sorry")]
    assert batch.gone == (first[1].id,)
