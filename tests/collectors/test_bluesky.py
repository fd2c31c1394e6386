"""Bluesky: signing in rarely, tokens that run out, pages that repeat, posts that vanish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collectors import bluesky
from collectors.source import Blocked, Broken, Secret, Source
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

SIGN_IN = "/xrpc/com.atproto.server.createSession"
SEARCH = "/xrpc/app.bsky.feed.searchPosts"
PROFILES = "/xrpc/app.bsky.actor.getProfiles"
POSTS = "/xrpc/app.bsky.feed.getPosts"


def source(site: Site) -> Source[bluesky.Options]:
    options = bluesky.Options('My "Shop"', "shop.example", "X", site.url)
    return Source("sky", "bluesky", "Shop", options, secrets={"password_env": Secret("canary-password")})


def post(number: int, hours: float = 1.0, **more: Any) -> dict[str, Any]:
    at = (NOW - timedelta(hours=hours)).isoformat()
    uri = f"at://did:plc:a/app.bsky.feed.post/{number}"
    return {
        "uri": uri,
        "indexedAt": at,
        "author": {"handle": "h"},
        "record": {"text": f"p{number}", "createdAt": at},
    } | more


def sign_in(site: Site, token: str = "t1") -> None:
    site.json(SIGN_IN, {"accessJwt": token, "refreshJwt": "r", "did": "did:plc:x", "handle": "shop.example"})


def test_one_sign_in_serves_many_looks(site: Site, web: Web) -> None:
    sign_in(site)
    site.json(SEARCH, {"posts": [post(1)]})
    for _ in range(3):
        payload = bluesky.fetch(source(site), {}, web)
    asked = [seen for seen in site.seen if seen.path == SEARCH]
    assert len(site.seen) == 4
    assert site.seen[0].json() == {"identifier": "shop.example", "password": "canary-password"}
    assert asked[0].headers["authorization"] == "Bearer t1"
    assert asked[0].query["q"] == '"My  Shop"'
    assert asked[0].query["since"] == "2026-10-20T12:00:00Z"
    assert "canary" not in repr(payload)
    assert payload.cursor == {"newest": (NOW - timedelta(hours=1)).isoformat()}


def test_an_expired_token_is_renewed_once(site: Site, web: Web) -> None:
    site.json(SIGN_IN, {"accessJwt": "old"})
    site.json(SIGN_IN, {"accessJwt": "new"})

    def play(seen: Seen, wire: Wire) -> None:
        if seen.headers["authorization"] == "Bearer new":
            site.reply(wire, {"posts": [post(1)]})
        else:
            site.reply(wire, {"error": "ExpiredToken", "message": "Token has expired"}, 400)

    site.on(SEARCH, play)
    payload = bluesky.fetch(source(site), {}, web)
    assert len(bluesky.mentions(payload, source(site), NOW).mentions) == 1
    assert [seen.path for seen in site.seen].count(SIGN_IN) == 2


def test_a_token_that_never_works_does_not_loop(site: Site, web: Web) -> None:
    sign_in(site)
    site.json(SEARCH, {"error": "ExpiredToken"}, status=400)
    with pytest.raises(Broken, match="ExpiredToken"):
        bluesky.fetch(source(site), {}, web)
    assert len(site.seen) == 4


@pytest.mark.parametrize("status", [400, 401, 200])
def test_a_wrong_password_is_blocked_with_the_next_step(status: int, site: Site, web: Web) -> None:
    site.json(SIGN_IN, {"error": "AuthenticationRequired"}, status=status)
    with pytest.raises(Blocked, match="app password") as raised:
        bluesky.fetch(source(site), {}, web)
    assert "canary" not in str(raised.value) + raised.value.next_step


def test_pages_are_walked_and_a_page_that_repeats_ends_the_walk_without_a_gap(site: Site, web: Web) -> None:
    sign_in(site)
    site.json(SEARCH, {"posts": [post(n) for n in range(3)], "cursor": "a"})
    site.json(SEARCH, {"posts": [post(n) for n in range(3, 6)], "cursor": "b"})
    site.json(SEARCH, {"posts": [post(0)], "cursor": "a"})
    payload = bluesky.fetch(source(site), {"newest": (NOW - timedelta(days=2)).isoformat()}, web)
    assert len(bluesky.mentions(payload, source(site), NOW).mentions) == 6
    assert payload.cursor == {"newest": (NOW - timedelta(days=2)).isoformat()}


def test_how_many_follow_an_author_is_asked_once_for_all_and_may_fail(site: Site, web: Web) -> None:
    sign_in(site)
    known = {"handle": "h", "did": "did:plc:a"}
    site.json(SEARCH, {"posts": [post(1, author=known), post(2, author=known), post(3)]})
    site.json(PROFILES, {"profiles": [{"did": "did:plc:a", "handle": "h", "followersCount": 52_000}]})
    site.answer(PROFILES, status=502)
    payload = bluesky.fetch(source(site), {}, web)
    batch = bluesky.mentions(payload, source(site), NOW)
    assert [each.followers for each in batch.snapshots] == [52_000, 52_000]
    assert len(batch.mentions) == 3
    payload = bluesky.fetch(source(site), {}, web)
    assert len(bluesky.mentions(payload, source(site), NOW).mentions) == 3


def test_growth_is_seen_later_and_what_is_missing_is_gone(site: Site, web: Web) -> None:
    sign_in(site)
    site.json(SEARCH, {"posts": [post(1), post(2)]})
    payload = bluesky.fetch(source(site), {}, web)
    first = bluesky.mentions(payload, source(site), NOW).mentions
    site.json(POSTS, {"posts": [post(1, likeCount=7, replyCount=1, repostCount=2, quoteCount=1)]})
    again = bluesky.fetch_again(source(site), [bluesky.own_id(mention) for mention in first], web)
    batch = bluesky.mentions(again, source(site), NOW)
    assert [(each.mention, each.likes, each.shares) for each in batch.snapshots] == [(first[0].id, 7, 3)]
    assert batch.gone == (first[1].id,)


def test_an_empty_answer_does_not_mean_that_all_were_deleted(site: Site, web: Web) -> None:
    sign_in(site)
    site.json(POSTS, {"posts": []})
    again = bluesky.fetch_again(source(site), [f"at://did:plc:a/app.bsky.feed.post/{n}" for n in range(20)], web)
    assert bluesky.mentions(again, source(site), NOW).gone == ()
