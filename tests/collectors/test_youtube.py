"""YouTube against an API on loopback that refuses, repeats itself and runs out of quota."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.source import Blocked, Broken, Source
from collectors.web import Web
from collectors.youtube import Options, fetch, fetch_again, mentions, own_id
from tests.collectors import sample
from tests.collectors.conftest import NOW, Seen, Site, Wire

THREADS, SEARCH, COMMENTS, VIDEOS = (
    f"/youtube/v3/{name}" for name in ("commentThreads", "search", "comments", "videos")
)
OWN = "UC-own-channel"


def channel(site: Site | None = None, **options: Any) -> Source[Options]:
    given = options or {"channel": OWN}
    return sample.source(
        "youtube", Options("KEY", base_url=site.url if site else "https://api.example", **given), key_env="canary-key"
    )


def listing(kind: str, *items: dict[str, Any], token: str = "") -> dict[str, Any]:
    return {"kind": f"youtube#{kind}ListResponse", "items": list(items)} | ({"nextPageToken": token} if token else {})


def thread(own: str, days: float, video: str = "v1", **snippet: Any) -> dict[str, Any]:
    when = (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {"textOriginal": f"said {own}", "publishedAt": when, "updatedAt": when, "videoId": video} | snippet
    return {
        "id": own,
        "snippet": {"videoId": video, "topLevelComment": {"id": own, "snippet": said}, "totalReplyCount": 1},
    }


def error(reason: str, status: int = 403) -> tuple[dict[str, Any], int]:
    return {"error": {"code": status, "errors": [{"reason": reason, "domain": "youtube"}]}}, status


def by(choose: Callable[[Seen], tuple[dict[str, Any], int]]) -> Callable[[Seen, Wire], None]:
    def play(seen: Seen, wire: Wire) -> None:
        value, status = choose(seen)
        body = json.dumps(value).encode()
        wire.head(status, {"Content-Type": "application/json", "Content-Length": str(len(body))})
        wire.send(body)

    return play


def test_an_edited_comment_shows_its_words_as_they_are_now() -> None:
    first, second, _ = mentions(sample.look(sample.body("youtube", "threads.json")), channel(), NOW).snapshots
    assert first.text == "Found a stone in my rye loaf.\nTooth broken."
    assert second.text is None


def recorded(shared_data: Path, holds: str) -> list[Path]:
    found = sorted((shared_data / "recorded" / "youtube_api").glob(f"testdata__apidata__{holds}*.json"))
    assert found
    return found


def test_every_recorded_thread_becomes_a_mention(shared_data: Path) -> None:
    counted = 0
    for path in recorded(shared_data, "comment_threads__comment_thread"):
        answer = json.loads(path.read_bytes())
        batch = mentions(sample.look(path.read_bytes()), channel(), NOW)
        replies = sum(len(item.get("replies", {}).get("comments", ())) for item in answer["items"])
        assert len(batch.mentions) == len(answer["items"]) + replies, path.name
        assert not batch.skipped, path.name
        assert all(m.text and m.author and m.published and "lc=" in m.url for m in batch.mentions), path.name
        counted += len(batch.mentions)
    assert counted >= 20


def test_every_recorded_comment_becomes_a_snapshot(shared_data: Path) -> None:
    for path in recorded(shared_data, "comments__comments_"):
        batch = mentions(sample.look(path.read_bytes()), channel(), NOW)
        assert len(batch.snapshots) == len(json.loads(path.read_bytes())["items"]), path.name
        assert all(each.likes is not None for each in batch.snapshots)


def test_every_recorded_video_becomes_a_mention(shared_data: Path) -> None:
    for path in recorded(shared_data, "search__search_"):
        items = json.loads(path.read_bytes())["items"]
        videos = {item["id"]["videoId"] for item in items if "videoId" in item["id"]}
        batch = mentions(sample.look(path.read_bytes()), channel(), NOW)
        assert {own_id(mention) for mention in batch.mentions} == {f"video:{video}" for video in videos}, path.name
        assert len(batch.skipped) == sum("videoId" not in item["id"] for item in items), path.name
        assert all(m.title and m.author and m.published for m in batch.mentions), path.name


def test_recorded_permission_error_is_blocked(shared_data: Path, site: Site, web: Web) -> None:
    body = recorded(shared_data, "error_permission")[0].read_bytes()
    site.answer(THREADS, body, status=403, content_type="application/json")
    with pytest.raises(Blocked, match="does not let this key"):
        fetch(channel(site), {}, web)


def test_comments_are_walked_back_to_the_last_look(site: Site, web: Web) -> None:
    pages = {
        "": listing("commentThread", thread("a", 0.1), thread("b", 1), token="2"),
        "2": listing("commentThread", thread("c", 2), token="3"),
        "3": listing("commentThread", thread("d", 30), token="4"),
    }
    site.on(THREADS, by(lambda seen: (pages[seen.query.get("pageToken", "")], 200)))
    first = fetch(channel(site), {"newest": {OWN: (NOW - timedelta(days=3)).isoformat()}}, web)
    assert len(first.parts) == 3
    assert first.cursor["newest"] == {OWN: (NOW - timedelta(days=0.1)).isoformat()}
    assert site.seen[0].headers["x-goog-api-key"] == "canary-key"
    assert site.seen[0].query["allThreadsRelatedToChannelId"] == OWN
    assert "canary" not in "".join(part.url for part in first.parts)


def test_comments_switched_off_is_normal(site: Site, web: Web) -> None:
    site.on(
        THREADS,
        by(
            lambda seen: (
                error("commentsDisabled") if seen.query["videoId"] == "quiet" else (listing("commentThread"), 200)
            )
        ),
    )
    payload = fetch(channel(site, videos=("quiet", "loud")), {}, web)
    assert len(payload.parts) == 1


def test_a_quota_that_is_used_up_waits_for_pacific_midnight(site: Site, web: Web) -> None:
    site.on(THREADS, by(lambda _: error("quotaExceeded")))
    with pytest.raises(Blocked, match="quota") as raised:
        fetch(channel(site), {}, web)
    assert raised.value.retry_after == timedelta(hours=20)  # noon in UTC is four in the morning there


@pytest.mark.parametrize(
    ("reason", "status", "words"),
    [
        ("keyInvalid", 400, "does not know this key"),
        ("accessNotConfigured", 403, "switched off"),
        ("forbidden", 403, "does not let this key"),
        ("rateLimitExceeded", 403, "too often"),
    ],
)
def test_refusals_are_told_apart(site: Site, web: Web, reason: str, status: int, words: str) -> None:
    site.on(THREADS, by(lambda _: error(reason, status)))
    with pytest.raises(Blocked, match=words) as raised:
        fetch(channel(site), {}, web)
    assert "canary" not in str(raised.value)


def test_one_video_that_is_gone_does_not_hide_the_others(site: Site, web: Web) -> None:
    def choose(seen: Seen) -> tuple[dict[str, Any], int]:
        if seen.query["videoId"] == "gone":
            return error("videoNotFound", 404)
        return listing("commentThread", thread("a", 1)), 200

    site.on(THREADS, by(choose))
    source = channel(site, videos=("gone", "there"))
    batch = mentions(fetch(source, {}, web), source, NOW)
    assert [mention.text for mention in batch.mentions] == ["said a"]
    assert [each.where for each in batch.skipped] == ["gone"]
    with pytest.raises(Broken, match="no such video"):
        fetch(channel(site, videos=("gone",)), {}, web)


def test_search_takes_turns_and_counts_its_budget(site: Site, web: Web) -> None:
    video = json.loads(sample.body("youtube", "search.json"))["items"][0]
    site.on(SEARCH, by(lambda seen: (listing("search", video if seen.query["q"] == "two" else {}), 200)))
    site.on(THREADS, by(lambda seen: (listing("commentThread", thread("x", 0.5, seen.query["videoId"])), 200)))
    source = channel(site, search=("one", "two", "three"), searches_a_day=10)
    day = "2026-11-20"
    # Four in the morning at YouTube: a sixth of the day, plus an hour, of ten searches is three; one was made.
    payload = fetch(source, {"budget": {day: 1}}, web)
    assert [seen.query["q"] for seen in site.seen if seen.path == SEARCH] == ["one", "two"]
    assert payload.cursor["budget"] == {day: 3}
    assert payload.cursor["turn"] == 2
    assert payload.cursor["searched"] == {"one": NOW.isoformat(), "two": NOW.isoformat(), "three": None}
    assert payload.cursor["found"] == ["vid-rats01"]
    found = mentions(payload, source, NOW).mentions
    assert [mention.kind for mention in found] == ["post", "comment"]
    with pytest.raises(Blocked, match="searches a day") as raised:
        fetch(source, payload.cursor, web)
    assert timedelta() < (raised.value.retry_after or timedelta()) <= timedelta(hours=3)


def test_a_found_video_with_endless_comments_costs_five_pages(site: Site, web: Web) -> None:
    video = json.loads(sample.body("youtube", "search.json"))["items"][0]
    site.json(SEARCH, listing("search", video))
    site.on(THREADS, by(lambda seen: (listing("commentThread", thread("x", 1), token=str(len(site.seen))), 200)))
    fetch(channel(site, search=("one",)), {}, web)
    assert [seen.path for seen in site.seen] == [SEARCH, *[THREADS] * 5]


def test_search_looks_a_week_back_first_and_overlaps_later(site: Site, web: Web) -> None:
    site.json(SEARCH, listing("search"))
    source = channel(site, search=("one",))
    cursor = fetch(source, {}, web).cursor
    fetch(source, cursor, web)
    after = [seen.query["publishedAfter"] for seen in site.seen]
    assert after == ["2026-11-13T12:00:00Z", "2026-11-19T12:00:00Z"]


def test_an_answer_without_items_is_broken_not_empty(site: Site, web: Web) -> None:
    site.json(THREADS, {"kind": "youtube#commentThreadListResponse"})
    with pytest.raises(Broken, match="without a list"):
        fetch(channel(site), {}, web)


def test_second_look(site: Site, web: Web) -> None:
    source = channel(site)
    site.json(THREADS, listing("commentThread", thread("a", 1, likeCount=90)))
    reply = {"id": "a.r1", "snippet": {"likeCount": 7, "textOriginal": "new", "publishedAt": "x", "updatedAt": "y"}}
    site.json(COMMENTS, listing("comment", reply))
    counts = {"viewCount": "5200", "likeCount": "31", "commentCount": "8"}
    video = {"id": "v1", "snippet": {"title": "t", "channelTitle": "c"}, "statistics": counts}
    site.json(VIDEOS, listing("video", video))
    batch = mentions(fetch_again(source, ["a", "a.r1", "b", "video:v1", "video:v2"], web), source, NOW)
    assert [seen.query["id"] for seen in site.seen] == ["a,a.r1,b", "a.r1,b", "v1,v2"]
    thread_look, reply_look, video_look = batch.snapshots
    assert (thread_look.likes, thread_look.replies) == (90, 1)
    assert (reply_look.likes, reply_look.text) == (7, "new")
    assert (video_look.views, video_look.likes, video_look.replies) == (5200, 31, 8)
    gone = mentions(sample.look(json.dumps(listing("commentThread", thread("b", 1))).encode()), source, NOW)
    assert batch.gone[0] == gone.mentions[0].id
    assert len(batch.gone) == 2


def test_own_ids_come_back_from_mentions() -> None:
    source = channel()
    threads = mentions(sample.look(sample.body("youtube", "threads.json")), source, NOW)
    search = mentions(sample.look(sample.body("youtube", "search.json")), source, NOW)
    found = [own_id(mention) for mention in (*threads.mentions, *search.mentions)]
    assert found == ["Ugx1", "Ugx1.r1", "Ugx2", "video:vid-rats01"]


def test_a_source_must_say_where_to_look() -> None:
    with pytest.raises(ValueError, match="channel, videos or search"):
        Options("KEY")
