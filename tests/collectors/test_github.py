"""GitHub: pages, the ceiling of results, searches given up, and what became of an issue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from collectors import github
from collectors.source import Blocked, Secret, Source
from collectors.web import Web
from tests.collectors.conftest import NOW, Seen, Site, Wire

SEARCH = "/search/issues"


def source(site: Site) -> Source[github.Options]:
    return Source(
        "hub", "github", "Shop", github.Options('My "Shop"', "T", site.url), secrets={"token_env": Secret("canary")}
    )


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def issue(number: int, at: datetime) -> dict[str, Any]:
    return {
        "html_url": f"https://github.com/o/r/issues/{number}",
        "number": number,
        "title": f"i{number}",
        "created_at": stamp(at),
    }


def archive(site: Site, issues: list[dict[str, Any]]) -> None:
    """A server that searches like the real one: newest first, a hundred a page, a thousand at most."""

    def play(seen: Seen, wire: Wire) -> None:
        span = seen.query["q"].rpartition("created:")[2]
        low, _, high = span.removeprefix(">=").partition("..")
        found = [each for each in issues if low <= each["created_at"] <= (high or "9")]
        found.sort(key=lambda each: each["created_at"], reverse=True)
        start = (int(seen.query["page"]) - 1) * 100
        site.reply(
            wire, {"total_count": len(found), "incomplete_results": False, "items": found[:1000][start : start + 100]}
        )

    site.on(SEARCH, play)


def test_the_phrase_is_asked_for_with_the_token(site: Site, web: Web) -> None:
    archive(site, [])
    payload = github.fetch(source(site), {}, web)
    assert site.seen[0].query["q"] == '"My  Shop" is:issue created:>=2026-10-21T12:00:00Z'
    assert site.seen[0].headers["authorization"] == "Bearer canary"
    assert payload.cursor == {}
    assert "canary" not in repr(payload)


def test_a_look_that_meets_the_ceiling_goes_on_next_time(site: Site, web: Web) -> None:
    archive(site, [issue(n, NOW - timedelta(minutes=n)) for n in range(1_250)])
    first = github.fetch(source(site), {}, web)
    assert first.cursor["until"]
    second = github.fetch(source(site), first.cursor, web)
    found = {mention.title for each in (first, second) for mention in github.mentions(each, source(site), NOW).mentions}
    assert found == {f"i{n}" for n in range(1_250)}
    assert second.cursor == {"newest": stamp(NOW)}


def test_a_search_that_was_given_up_leaves_the_cursor(site: Site, web: Web) -> None:
    before = {"newest": stamp(NOW - timedelta(days=1))}
    site.json(SEARCH, {"incomplete_results": True, "items": [issue(1, NOW)]})
    payload = github.fetch(source(site), before, web)
    assert payload.cursor == before
    assert len(github.mentions(payload, source(site), NOW).mentions) == 1


def test_a_used_up_limit_is_blocked_until_its_reset(site: Site, web: Web) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 600)}
    site.json(SEARCH, {"message": "API rate limit exceeded"}, status=403, headers=headers)
    with pytest.raises(Blocked) as raised:
        github.fetch(source(site), {}, web)
    assert raised.value.retry_after == timedelta(minutes=10)


def test_growth_and_removal_are_seen_later(site: Site, web: Web) -> None:
    archive(site, [issue(n, NOW - timedelta(minutes=n)) for n in range(4)])
    found = github.mentions(github.fetch(source(site), {}, web), source(site), NOW).mentions
    own = [github.own_id(mention) for mention in found]
    assert own[0] == "o/r#0"
    site.json("/repos/o/r/issues/0", issue(0, NOW) | {"comments": 8, "reactions": {"total_count": 3}})
    site.json("/repos/o/r/issues/1", {"message": "This issue was deleted"}, status=410)
    site.json("/repos/o/r/issues/2", {"message": "Not Found"}, status=404)
    site.json("/repos/o/r/issues/3", {"something": "else"}, status=404)
    batch = github.mentions(github.fetch_again(source(site), own, web), source(site), NOW)
    assert [(each.mention, each.likes, each.replies) for each in batch.snapshots] == [(found[0].id, 3, 8)]
    assert batch.gone == (found[1].id, found[2].id)
