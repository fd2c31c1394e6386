"""Hacker News: slices of time without gaps, and what happens to an item later."""

from __future__ import annotations

import re
from typing import Any

from collectors import hackernews
from collectors.source import Source
from collectors.web import Web
from storage.model import Mention
from tests.collectors.conftest import NOW, Seen, Site, Wire

NOON = int(NOW.timestamp())


def source(site: Site) -> Source[hackernews.Options]:
    return Source("hn", "hackernews", "Shop", hackernews.Options('My "Shop"', site.url, site.url + "/v0"))


def hit(number: int, at: int) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "title": f"t{number}",
        "author": "a",
        "created_at_i": at,
        "points": 1,
        "num_comments": 2,
    }


def archive(site: Site, hits: list[dict[str, Any]]) -> None:
    """A server that searches like the real one: newest first, a hundred at most, by time."""

    def play(seen: Seen, wire: Wire) -> None:
        low, high = 0, 2**40
        for sign, bound in re.findall(r"created_at_i([<>]=)(\d+)", seen.query["numericFilters"]):
            low, high = (max(low, int(bound)), high) if sign == ">=" else (low, min(high, int(bound)))
        found = sorted(
            (each for each in hits if low <= each["created_at_i"] <= high), key=lambda each: -each["created_at_i"]
        )
        site.reply(wire, {"hits": found[:100]})

    site.on("/search_by_date", play)


def look(site: Site, cursor: Any, web: Web) -> tuple[tuple[Mention, ...], Any]:
    payload = hackernews.fetch(source(site), cursor, web)
    return hackernews.mentions(payload, source(site), payload.fetched).mentions, payload.cursor


def test_the_phrase_is_asked_for_and_the_first_look_goes_back_a_month(site: Site, web: Web) -> None:
    archive(site, [])
    found, cursor = look(site, {}, web)
    assert (found, cursor) == ((), {})
    assert site.seen[0].query["query"] == '"My  Shop"'
    assert site.seen[0].query["tags"] == "(story,comment)"
    assert site.seen[0].query["numericFilters"] == f"created_at_i>={NOON - 30 * 86_400}"


def test_more_hits_than_one_answer_shows_all_come(site: Site, web: Web) -> None:
    archive(site, [hit(n, NOON - 60 * n) for n in range(250)])
    found, cursor = look(site, {}, web)
    assert len(found) == 250
    assert cursor == {"newest": NOON}


def test_the_next_look_overlaps_by_a_day(site: Site, web: Web) -> None:
    archive(site, [hit(1, NOON - 3600), hit(2, NOON - 2 * 86_400)])
    found, cursor = look(site, {"newest": NOON}, web)
    assert [mention.title for mention in found] == ["t1"]
    assert cursor == {"newest": NOON}


def test_a_crowd_within_one_second_does_not_stop_the_walk(site: Site, web: Web) -> None:
    archive(site, [hit(n, NOON - 10) for n in range(150)] + [hit(1000, NOON - 20)])
    found, _ = look(site, {}, web)
    assert "t1000" in {mention.title for mention in found}


def test_a_walk_that_is_too_long_is_taken_up_by_the_next_look(site: Site, web: Web) -> None:
    archive(site, [hit(n, NOON - 60 * n) for n in range(3_300)])
    first, cursor = look(site, {"newest": NOON - 3 * 86_400}, web)
    assert cursor["until"]
    assert cursor["newest"] == NOON - 3 * 86_400
    second, cursor = look(site, cursor, web)
    assert {mention.title for mention in first + second} == {f"t{n}" for n in range(3_300)}
    assert cursor == {"newest": NOON}


def test_growth_and_removal_are_seen_later(site: Site, web: Web) -> None:
    archive(site, [hit(1, NOON), hit(2, NOON - 1), hit(3, NOON - 2)])
    found, _ = look(site, {}, web)
    site.json("/v0/item/1.json", {"id": 1, "score": 90, "descendants": 41, "type": "story"})
    site.json("/v0/item/2.json", {"id": 2, "dead": True, "type": "story"})
    site.json("/v0/item/3.json", None)
    again = hackernews.fetch_again(source(site), [hackernews.own_id(mention) for mention in found], web)
    batch = hackernews.mentions(again, source(site), NOW)
    assert [(each.mention, each.likes, each.replies) for each in batch.snapshots] == [(found[0].id, 90, 41)]
    assert batch.gone == (found[1].id,)
