"""Trustpilot against an API on loopback."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from collectors.source import Blocked, Broken, Source
from collectors.trustpilot import PER_PAGE, Options, fetch, fetch_again, mentions, own_id
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Seen, Site, Wire

REVIEWS = "/v1/business-units/5a01/reviews"


def unit(site: Site | None = None) -> Source[Options]:
    options = Options("5a01", "KEY", base_url=site.url if site else "https://api.example")
    return sample.source("trustpilot", options, key_env="canary-key")


def review(number: int, days: float) -> dict[str, Any]:
    return {"id": f"t{number}", "stars": 2, "createdAt": (NOW - timedelta(days=days)).isoformat()}


def test_only_an_edited_review_shows_words_and_stars_as_they_are_now() -> None:
    first, second = mentions(sample.look(sample.body("trustpilot", "reviews.json")), unit(), NOW).snapshots
    assert (first.rating, first.text) == (None, None)
    assert (second.rating, second.text) == (1.0, "De fandt kagen, alt godt nu.")


def test_pages_are_walked_back_to_the_last_look(site: Site, web: Web) -> None:
    def play(seen: Seen, wire: Wire) -> None:
        start = (int(seen.query["page"]) - 1) * PER_PAGE
        body = json.dumps({"reviews": [review(start + n, (start + n) / 50) for n in range(PER_PAGE)]}).encode()
        wire.head(200, {"Content-Length": str(len(body))})
        wire.send(body)

    site.on(REVIEWS, play)
    payload = fetch(unit(site), {"created": (NOW - timedelta(days=4)).isoformat()}, web)
    assert len(payload.parts) == 4  # two days a page: the fourth begins at six days, older than four and one
    assert payload.cursor == {"created": NOW.isoformat()}
    assert {seen.headers["apikey"] for seen in site.seen} == {"canary-key"}
    assert all("canary" not in part.url for part in payload.parts)


def test_a_wrong_key_is_blocked(site: Site, web: Web) -> None:
    site.json(REVIEWS, {"fault": "canary-key"}, status=401)
    with pytest.raises(Blocked) as raised:
        fetch(unit(site), {}, web)
    assert "canary" not in f"{raised.value} {raised.value.next_step}"


@pytest.mark.parametrize("answer", ["{}", '{"reviews": null}', "<html><p>x</p></html>", "", '{"reviews": ['])
def test_another_answer_is_never_nothing_new(site: Site, web: Web, answer: str) -> None:
    site.answer(REVIEWS, answer)
    with pytest.raises((Blocked, Broken)):
        fetch(unit(site), {}, web)


def test_reviews_that_all_vanish_are_reported(site: Site, web: Web) -> None:
    site.json(REVIEWS, {"reviews": []})
    assert mentions(fetch(unit(site), {}, web), unit(), NOW).mentions == ()
    with pytest.raises(Broken, match="no reviews at all"):
        fetch(unit(site), {"created": NOW.isoformat()}, web)


def test_second_look_sees_edits_and_removal(site: Site, web: Web) -> None:
    known = mentions(sample.look(json.dumps({"reviews": [review(1, 1), review(2, 1)]}).encode()), unit(), NOW).mentions
    site.json(
        "/v1/reviews/t1", review(1, 1) | {"stars": 5, "updatedAt": NOW.isoformat(), "companyReply": {"text": "ok"}}
    )
    site.json("/v1/reviews/t2", {"message": "Not found"}, status=404)
    batch = mentions(fetch_again(unit(site), [own_id(mention) for mention in known], web), unit(), NOW)
    assert (batch.snapshots[0].rating, batch.snapshots[0].reply) == (1.0, "ok")
    assert batch.gone == (known[1].id,)
