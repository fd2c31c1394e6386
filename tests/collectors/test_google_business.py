"""Google reviews, against a token server and an API on loopback that behave badly on purpose."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.google_business import Options, fetch, fetch_again, mentions, original, own_id
from collectors.source import Blocked, Broken, Source
from collectors.web import Web
from storage.model import mention_id
from tests.collectors import sample
from tests.collectors.conftest import NOW, Seen, Site, Wire

REVIEWS = "/v4/accounts/1001/locations/2002/reviews"
SECRETS = {"client_secret_env": "canary-client", "refresh_token_env": "canary-refresh"}


def listing(site: Site | None = None) -> Source[Options]:
    url = site.url if site else "https://api.example"
    options = Options(
        "1001", "2002", "me.apps", "CLIENT_SECRET", "REFRESH_TOKEN", base_url=url, token_url=f"{url}/token"
    )
    return sample.source("google_business", options, **SECRETS)


def token(site: Site, name: str = "canary-access") -> None:
    site.json("/token", {"access_token": name, "expires_in": 3599, "token_type": "Bearer"})


def review(number: int, updated: datetime) -> dict[str, Any]:
    when = updated.isoformat().replace("+00:00", "Z")
    return {"reviewId": f"r{number}", "starRating": "FIVE", "createTime": when, "updateTime": when}


def test_the_id_is_made_of_listing_and_review() -> None:
    batch = mentions(sample.look(sample.body("google_business", "reviews.json")), listing(), NOW)
    assert [each.reason for each in batch.skipped] == ["it has no reviewId"]
    assert batch.mentions[0].id == mention_id("google_business", "accounts/1001/locations/2002", "r-edited")


def test_reply_and_edit_are_snapshots() -> None:
    batch = mentions(sample.look(sample.body("google_business", "reviews.json")), listing(), NOW)
    edited, translated, refused, _ = batch.snapshots
    assert (edited.reply, edited.rating) == ("Thank you for giving us a second chance, Ines.", 0.75)
    assert edited.text == batch.mentions[0].text
    assert (translated.reply, translated.rating, translated.text) == (None, None, None)
    assert refused.reply is None  # Google did not let it through, so nobody has read it


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("plain", "plain"),
        ("", ""),
        ("(Translated by Google) only this came", "only this came"),
        ("(Translated by Google) a\n\n(Original)\nb (Original) c", "b (Original) c"),
        ("b\n\n(Translated by Google)\na", "b"),
    ],
)
def test_the_original_words_are_kept(comment: str, words: str) -> None:
    assert original(comment) == words


def test_recorded_answer(shared_data: Path) -> None:
    body = (shared_data / "recorded" / "google_business_profile" / "reviews_list.json").read_bytes()
    batch = mentions(sample.look(body), listing(), NOW)
    assert len(batch.mentions) == len(json.loads(body)["reviews"]) == 2
    assert not batch.skipped
    silent, translated = batch.mentions
    assert (silent.rating, silent.text) == (0.0, "")
    assert translated.rating == 1.0
    assert "Translated" not in translated.text
    assert translated.text
    assert batch.snapshots[1].reply


def test_pages_until_what_is_known(site: Site, web: Web) -> None:
    token(site)
    days = [NOW - timedelta(days=n) for n in range(6)]
    pages = {
        "": {"reviews": [review(0, days[0]), review(1, days[1])], "nextPageToken": "p2"},
        "p2": {"reviews": [review(2, days[2]), review(3, days[3])], "nextPageToken": "p3"},
        "p3": {"reviews": [review(4, days[4]), review(5, days[5])], "nextPageToken": "p4"},
    }
    site.on(REVIEWS, lambda seen, wire: say(wire, pages[seen.query.get("pageToken", "")]))
    payload = fetch(listing(site), {"updated": (NOW - timedelta(days=1, hours=1)).isoformat()}, web)
    assert len(payload.parts) == 3  # the third page is the first that is older than the known, less a day
    assert payload.cursor == {"updated": NOW.isoformat()}
    asked = site.seen[1]
    assert asked.headers["authorization"] == "Bearer canary-access"
    assert asked.query == {"pageSize": "50", "orderBy": "updateTime desc"}
    sent = site.seen[0].body.decode()
    assert "refresh_token=canary-refresh" in sent
    assert "grant_type=refresh_token" in sent


def say(wire: Wire, value: Any, status: int = 200) -> None:
    body = json.dumps(value).encode()
    wire.head(status, {"Content-Type": "application/json", "Content-Length": str(len(body))})
    wire.send(body)


def test_paging_that_repeats_ends_and_keeps_the_cursor(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {"reviews": [review(0, NOW)], "nextPageToken": "again"})
    before = {"updated": datetime(2026, 11, 1, tzinfo=UTC).isoformat()}
    payload = fetch(listing(site), before, web)
    assert payload.cursor == before
    assert len(mentions(payload, listing(site), NOW).mentions) == 1


def test_a_time_in_the_far_future_does_not_move_the_cursor(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {"reviews": [review(0, datetime(9999, 1, 1, tzinfo=UTC)), review(1, NOW - timedelta(days=3))]})
    assert fetch(listing(site), {}, web).cursor == {"updated": (NOW - timedelta(days=3)).isoformat()}


def test_access_not_approved_yet(site: Site, web: Web) -> None:
    token(site)
    quota = {
        "reason": "RATE_LIMIT_EXCEEDED",
        "metadata": {"quota_limit_value": "0", "service": "mybusiness.googleapis.com"},
    }
    site.json(REVIEWS, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [quota]}}, status=429)
    with pytest.raises(Blocked, match="has not approved access") as raised:
        fetch(listing(site), {}, web)
    assert raised.value.retry_after == timedelta(hours=24)
    assert "mailbox" in raised.value.next_step


def test_too_fast_is_told_apart_from_not_approved(site: Site, web: Web) -> None:
    token(site)
    quota = {"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit_value": "300"}}
    site.json(REVIEWS, {"error": {"details": [quota]}}, status=429, headers={"Retry-After": "90"})
    with pytest.raises(Blocked, match="slow down") as raised:
        fetch(listing(site), {}, web)
    assert raised.value.retry_after == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, {"details": [{"reason": "SERVICE_DISABLED"}]}, "switched off"),
        (403, {"message": "Google My Business API has not been used in project 1 before"}, "switched off"),
        (403, {"status": "PERMISSION_DENIED"}, "does not let this account"),
    ],
)
def test_refusals(site: Site, web: Web, status: int, error: dict[str, Any], words: str) -> None:
    token(site)
    site.json(REVIEWS, {"error": error}, status=status)
    with pytest.raises(Blocked, match=words):
        fetch(listing(site), {}, web)


def test_an_unknown_listing_is_broken(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {"error": {"status": "NOT_FOUND"}}, status=404)
    with pytest.raises(Broken, match="no such listing"):
        fetch(listing(site), {}, web)


def test_a_revoked_refresh_token_is_blocked_and_no_secret_is_told(site: Site, web: Web) -> None:
    site.json("/token", {"error": "invalid_grant", "error_description": "canary-refresh has been revoked"}, status=400)
    with pytest.raises(Blocked, match="did not accept the sign-in") as raised:
        fetch(listing(site), {}, web)
    assert "canary" not in f"{raised.value!r} {raised.value.next_step}"
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_sign_in_that_answers_with_a_web_page(site: Site, web: Web) -> None:
    site.answer("/token", "<html><body>Sign in</body></html>", content_type="text/html")
    with pytest.raises((Blocked, Broken)):
        fetch(listing(site), {}, web)


def test_a_token_that_expires_on_the_way_is_renewed_once(site: Site, web: Web) -> None:
    token(site, "first")
    token(site, "second")

    def answer(seen: Seen, wire: Wire) -> None:
        if seen.headers["authorization"] == "Bearer second":
            say(wire, {"reviews": [review(0, NOW)]})
        else:
            say(wire, {"error": {"status": "UNAUTHENTICATED"}}, status=401)

    site.on(REVIEWS, answer)
    assert len(fetch(listing(site), {}, web).parts) == 1
    assert [seen.path for seen in site.seen] == ["/token", REVIEWS, "/token", REVIEWS]


def test_a_token_that_never_works_is_blocked(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {"error": {"status": "UNAUTHENTICATED"}}, status=401)
    with pytest.raises(Blocked):
        fetch(listing(site), {}, web)
    assert len(site.seen) == 4


def test_a_listing_that_is_suddenly_empty_is_not_nothing_new(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {})
    assert fetch(listing(site), {}, web).cursor == {"updated": None}
    with pytest.raises(Broken, match="no reviews at all"):
        fetch(listing(site), {"updated": NOW.isoformat()}, web)


def test_second_look_finds_growth_edit_and_removal(site: Site, web: Web) -> None:
    token(site)
    source = listing(site)
    site.json(REVIEWS, {"reviews": [review(1, NOW)]})
    site.json(f"{REVIEWS}/r2", review(2, NOW) | {"starRating": "TWO", "createTime": "2026-11-01T00:00:00Z"})
    site.json(f"{REVIEWS}/r3", {"error": {"code": 404, "status": "NOT_FOUND"}}, status=404)
    site.answer(f"{REVIEWS}/r4", "<html>404</html>", status=404, content_type="text/html")
    known = mentions(sample.look(json.dumps({"reviews": [review(n, NOW) for n in (1, 2, 3)]}).encode()), source, NOW)
    ids = [own_id(mention) for mention in known.mentions]
    assert ids == ["r1", "r2", "r3"]
    batch = mentions(fetch_again(source, ids, web), source, NOW)
    assert [mention.id for mention in batch.mentions] == [known.mentions[0].id, known.mentions[1].id]
    assert batch.snapshots[1].rating == 0.25
    assert batch.gone == (known.mentions[2].id,)


def test_a_404_page_of_somebody_else_is_no_removal(site: Site, web: Web) -> None:
    token(site)
    site.json(REVIEWS, {"reviews": [review(1, NOW)]})
    site.answer(f"{REVIEWS}/r4", "<html><p>Not found</p></html>", status=404, content_type="text/html")
    with pytest.raises((Blocked, Broken)):
        fetch_again(listing(site), ["r4"], web)


def test_answers_of_another_kind_are_broken_not_empty() -> None:
    for body in (b"", b"<html><p>hello</p></html>", b'{"reviews": [', b"[1]"):
        with pytest.raises((Blocked, Broken)):
            mentions(sample.look(body), listing(), NOW)


def test_numbers_are_numbers() -> None:
    with pytest.raises(ValueError, match="are numbers"):
        Options("accounts/1", "2", "c", "X", "Y")
