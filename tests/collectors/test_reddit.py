"""Reddit: the real PRAW client against a server on loopback, well-behaved and not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.reddit import Options, fetch, fetch_again, mentions, own_id
from collectors.reddit_items import id_of, is_fullname, to_mention
from collectors.source import Blocked, Broken, Source, SourceError
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Seen, Site, Wire

TOKEN = "/api/v1/access_token"
SEARCH, NEW, COMMENTS, INFO = "/r/all/search/", "/r/askgeneva/new", "/r/askgeneva/comments/", "/api/info/"
T = NOW.timestamp()


def reddit(site: Site, *, keyed: bool = True, **options: Any) -> Source[Options]:
    secrets = {"client_id_env": "canary-id", "client_secret_env": "canary-secret"} if keyed else {}
    given = options or {"phrases": ("Milou's Spices",)}
    return sample.source("reddit", Options(base_url=site.url, **given), **secrets)


def with_token(site: Site) -> Site:
    site.json(TOKEN, {"access_token": "canary-access", "token_type": "bearer", "expires_in": 3600, "scope": "*"})
    return site


def listing(*items: Mapping[str, Any], after: str | None = None) -> dict[str, Any]:
    children = [{"kind": item["name"][:2], "data": item} for item in items]
    return {"kind": "Listing", "data": {"after": after, "before": None, "children": children}}


def sampled(name: str) -> dict[str, Any]:
    """The lines of a sample as Reddit lists them."""
    return listing(*(json.loads(line) for line in sample.body("reddit", name).splitlines()))


def post(number: int, age: float, **more: Any) -> dict[str, Any]:
    """A post `age` seconds old."""
    return {
        "id": f"p{number}", "name": f"t3_p{number}", "author": "ann", "title": f"Post {number}", "selftext": "words",
        "created_utc": T - age, "score": 3, "num_comments": 2, "permalink": f"/r/x/comments/p{number}/_/", **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("/r/x/comments/p1/a\ud800\nb/", "/r/x/comments/p1/ab/"),
        ("/r/x/comments/p1/" + "a" * 5_000, "/comments/p1/"),
        ("//evil.example/r/x/", "/comments/p1/"),
        (None, "/comments/p1/"),
    ],
)
def test_a_spoilt_permalink_still_gives_a_link_that_can_be_stored_and_opened(permalink: object, path: str) -> None:
    found = to_mention(post(1, 60, permalink=permalink), entity="Shop", source="s", seen=NOW)
    assert (found.url, own_id(found)) == (f"https://www.reddit.com{path}", "t3_p1")


def test_search_sample_through_praw(site: Site, web: Web) -> None:
    with_token(site).json(SEARCH, sampled("search.jsonl"))
    source = reddit(site)
    payload = fetch(source, {}, web)
    batch = mentions(payload, source, NOW)
    assert batch == mentions(sample.look(sample.body("reddit", "search.jsonl")), source, NOW)
    assert len(batch.mentions) == 2
    assert batch.gone == (id_of("t3_1abcd02"),)
    assert [(each.likes, each.replies) for each in batch.snapshots] == [(41, 12), (0, 1)]
    token, search = site.seen
    assert token.headers["authorization"].startswith("Basic ")
    assert search.query["q"] == '"Milou\'s Spices"'
    assert (search.query["sort"], search.query["t"]) == ("new", "month")
    assert search.headers["authorization"] == "bearer canary-access"
    assert "canary" not in repr(payload)


def test_named_subreddits_posts_and_comments(site: Site, web: Web) -> None:
    with_token(site).json(NEW, listing(post(1, 60)))
    site.json(COMMENTS, sampled("comments.jsonl"))
    source = reddit(site, subreddits=("askgeneva",))
    batch = mentions(fetch(source, {}, web), source, NOW)
    assert [mention.title or mention.text for mention in batch.mentions] == [
        "Post 1",
        "Same here, they were rude on the phone too.",
    ]
    assert batch.gone == (id_of("t1_mno0001"),)


def test_second_look_stops_where_the_first_one_ended(site: Site, web: Web) -> None:
    with_token(site).json(SEARCH, listing(post(2, 100), post(1, 200)))
    site.json(SEARCH, listing(post(3, 10), post(2, 100), post(0, 3 * 86_400), after="t3_p0"))
    source = reddit(site)
    first = fetch(source, {}, web)
    second = fetch(source, first.cursor, web)
    titles = [mention.title for mention in mentions(second, source, NOW).mentions]
    assert titles == ["Post 3", "Post 2"]  # a day of overlap, nothing older, and no further page
    assert site.seen[-1].query["t"] == "week"
    assert second.cursor == {"search Milou's Spices": T - 10}


def test_more_than_a_page_since_the_last_look_is_read_on(site: Site, web: Web) -> None:
    pages = [listing(*(post(n, n) for n in range(a, a + 100)), after=f"t3_p{a + 99}") for a in (0, 100)]

    def play(seen: Seen, wire: Wire) -> None:
        body = json.dumps(pages[1] if seen.query.get("after") == "t3_p99" else pages[0]).encode()
        wire.head(200, {"Content-Length": str(len(body)), "Content-Type": "application/json"})
        wire.send(body)

    with_token(site).on(SEARCH, play)
    source = reddit(site)
    payload = fetch(source, {"search Milou's Spices": T - 150 - 86_400}, web)
    assert len(mentions(payload, source, NOW).mentions) == 200


def test_paging_that_repeats_ends_and_says_that_it_is_not_whole(site: Site, web: Web) -> None:
    with_token(site).json(SEARCH, listing(*(post(n, n) for n in range(100)), after="t3_p99"))
    source = reddit(site)
    batch = mentions(fetch(source, {"search Milou's Spices": T - 9e6}, web), source, NOW)
    assert len(batch.mentions) == 100
    assert len(site.seen) < 12


def test_expired_token_is_renewed_once(site: Site, web: Web) -> None:
    with_token(site).json(SEARCH, {"message": "Unauthorized", "error": 401}, status=401)
    site.json(SEARCH, listing(post(1, 60)))
    source = reddit(site)
    assert len(mentions(fetch(source, {}, web), source, NOW).mentions) == 1
    assert [seen.path for seen in site.seen] == [TOKEN, SEARCH, TOKEN, SEARCH]


def test_no_key_says_what_works_without_one(site: Site, web: Web) -> None:
    with pytest.raises(Blocked, match="no Reddit key") as caught:
        fetch(reddit(site, keyed=False), {}, web)
    assert ".rss" in caught.value.next_step
    assert site.connections == 0


@pytest.mark.parametrize(
    ("status", "headers", "error", "wait"),
    [
        (403, {}, Blocked, None),
        (403, {"Retry-After": "600"}, Blocked, timedelta(minutes=10)),
        (429, {"Retry-After": "120"}, Blocked, timedelta(seconds=120)),
        (429, {"Retry-After": "99999999"}, Blocked, timedelta(hours=24)),
        (503, {}, Broken, None),
        (404, {}, Broken, None),
    ],
)
def test_refusals(
    site: Site, web: Web, status: int, headers: dict[str, str], error: type[SourceError], wait: timedelta | None
) -> None:
    with_token(site).answer(SEARCH, "no", status=status, headers=headers)
    with pytest.raises(error) as caught:
        fetch(reddit(site), {}, web)
    assert caught.value.retry_after == wait
    assert caught.value.next_step
    assert "canary" not in str(caught.value) + caught.value.next_step
    assert len(site.seen) == 2  # no retry of PRAW's own


@pytest.mark.parametrize("body", ["<html><body>Whoa there, pardner! log in</body></html>", ""])
def test_a_page_in_the_place_of_json(site: Site, web: Web, body: str) -> None:
    with_token(site).answer(SEARCH, body, content_type="text/html")
    with pytest.raises(SourceError):
        fetch(reddit(site), {}, web)


@pytest.mark.parametrize(
    "value",
    [{}, {"kind": "Listing"}, {"kind": "Listing", "data": {"children": [{"kind": "t3"}]}}, [], [1], {"data": 3}],
)
def test_json_of_another_shape_is_broken(site: Site, web: Web, value: Any) -> None:
    with_token(site).json(SEARCH, value)
    with pytest.raises(SourceError):
        fetch(reddit(site), {}, web)


@pytest.mark.parametrize(("status", "value"), [(401, {"error": 401}), (200, {"error": "invalid_grant"})])
def test_a_key_that_is_not_accepted(site: Site, web: Web, status: int, value: Any) -> None:
    site.json(TOKEN, value, status=status)
    with pytest.raises(Blocked, match="does not accept the key") as caught:
        fetch(reddit(site), {}, web)
    assert "approv" in caught.value.next_step
    assert "canary" not in str(caught.value)


def test_an_unknown_subreddit_does_not_take_the_others_along(site: Site, web: Web) -> None:
    with_token(site).json(NEW, listing(post(1, 60)))
    site.json(COMMENTS, listing())
    site.redirect("/r/nowhere/new", "/subreddits/search")
    site.redirect("/r/nowhere/comments/", "/subreddits/search")
    site.json("/subreddits/search", {"kind": "Listing", "data": {"after": None, "children": [
        {"kind": "t5", "data": {"id": "2qh0y", "name": "t5_2qh0y", "display_name": "python"}}]}})  # fmt: skip
    source = reddit(site, subreddits=("nowhere", "askgeneva"))
    batch = mentions(fetch(source, {}, web), source, NOW)
    assert [mention.title for mention in batch.mentions] == ["Post 1"]
    assert ["no such subreddit" in each.reason for each in batch.skipped] == [True, True]


def test_used_up_share_stops_the_look_without_sleeping(site: Site, web: Web) -> None:
    used_up = {"x-ratelimit-remaining": "0.0", "x-ratelimit-used": "600", "x-ratelimit-reset": "500"}
    with_token(site).json("/r/all/search/", listing(post(1, 60)), headers=used_up)
    source = reddit(site, phrases=("one", "two"))
    payload = fetch(source, {}, web)
    batch = mentions(payload, source, NOW)
    assert len(batch.mentions) == 1
    assert "share of Reddit's requests" in batch.skipped[0].reason
    assert payload.cursor == {"search one": T - 60}  # "two" was not looked at, so its cursor stays


def test_fetch_again_reports_growth_and_what_is_gone(site: Site, web: Web) -> None:
    with_token(site).json(
        INFO, listing(post(1, 60, score=90, num_comments=8), post(2, 60, author="[deleted]", selftext="[deleted]"))
    )
    source = reddit(site)
    batch = mentions(fetch_again(source, ["t3_p1", "t3_p2", "t1_c3", "nonsense"], web), source, NOW)
    assert [(each.mention, each.likes, each.replies) for each in batch.snapshots] == [(id_of("t3_p1"), 90, 8)]
    assert set(batch.gone) == {id_of("t3_p2"), id_of("t1_c3")}
    assert site.seen[-1].query["id"] == "t3_p1,t3_p2,t1_c3"


def test_fetch_again_asks_by_the_hundred(site: Site, web: Web) -> None:
    with_token(site).json(INFO, listing(post(1, 60)))
    fetch_again(reddit(site), [f"t3_a{n}" for n in range(250)], web)
    asked = [len(seen.query["id"].split(",")) for seen in site.seen if seen.path == INFO]
    assert asked == [100, 100, 50]


def test_an_empty_answer_is_never_all_deleted(site: Site, web: Web) -> None:
    with_token(site).json(INFO, listing())
    source = reddit(site)
    assert mentions(fetch_again(source, ["t3_p1"], web), source, NOW).gone == ()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.reddit.com/r/askgeneva/comments/1abcd01/milous_spices/", "t3_1abcd01"),
        ("https://www.reddit.com/r/askgeneva/comments/1abcd01/_/mno0002/", "t1_mno0002"),
        ("https://www.reddit.com/comments/1abcd01/", "t3_1abcd01"),
        ("https://example.org/", ""),
    ],
)
def test_own_id(url: str, name: str) -> None:
    mention = to_mention(post(1, 60), entity="Milou's", source="reddit", seen=NOW)
    assert own_id(replace(mention, url=url)) == name


@pytest.mark.parametrize("options", [{}, {"subreddits": ("r/x",)}, {"phrases": ('""',)}, {"subreddits": ("../x",)}])
def test_options_that_cannot_work(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"reddit needs|no subreddit|phrase"):
        Options(**options)


def recorded(shared_data: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every real listing in PRAW's own recordings."""
    found: list[tuple[str, dict[str, Any]]] = []
    for path in sorted((shared_data / "recorded" / "praw").glob("*.json")):
        for exchange in json.loads(path.read_text("utf-8"))["interactions"]:
            answer = json.loads(exchange["response"]["body"]["string"])
            values = answer if isinstance(answer, list) else [answer]
            found.extend((path.name, value) for value in values if value.get("kind") == "Listing")
    return found


def test_every_recorded_item_is_a_mention_or_gone(shared_data: Path, site: Site, web: Web) -> None:
    """Each real listing is served to the real PRAW; nothing in it may be lost without a word."""
    now: list[bytes] = []

    def play(_: Seen, wire: Wire) -> None:
        wire.head(200, {"Content-Length": str(len(now[-1])), "Content-Type": "application/json"})
        wire.send(now[-1])

    with_token(site).on(INFO, play)
    source = reddit(site)
    read = 0
    for name, value in recorded(shared_data):
        items = [child for child in value["data"]["children"] if child["kind"] in ("t1", "t3")]
        value["data"]["children"] = items
        wanted = [child["data"]["name"] for child in items if is_fullname(child["data"]["name"])]
        if not wanted:
            continue  # one recording holds an id made wrong on purpose
        now.append(json.dumps(value).encode())
        batch = mentions(fetch_again(source, wanted, web), source, NOW)
        known = {mention.id for mention in batch.mentions} | set(batch.gone)
        assert {id_of(each) for each in wanted} == known, name
        assert not batch.skipped, name
        read += len(wanted)
    assert read > 500
