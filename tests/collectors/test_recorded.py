"""Real answers, recorded by others: every item of theirs becomes a mention. Skipped where the recordings are not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from collectors import bluesky, feed, hackernews, load, mastodon, stackexchange
from collectors.source import Part, Payload, Source, SourceError
from storage.model import Mention
from tests.collectors.conftest import NOW


def interactions(path: Path) -> Iterator[tuple[str, bytes]]:
    """Address and body of each answer in a cassette of either recorder."""
    told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    for each in told.get("interactions") or told.get("http_interactions"):
        body = each["response"]["body"].get("string") or ""
        yield each["request"]["uri"], body.encode() if isinstance(body, str) else body


def look(kind: str, options: Any, body: bytes, **meta: str) -> tuple[Mention, ...]:
    source: Source[Any] = Source("recorded", kind, "Shop", options)
    payload = Payload((Part("https://example.org/x", body, "", meta),), {}, NOW)
    batch = load(kind).mentions(payload, source, NOW)
    assert not batch.skipped
    return batch.mentions


def test_bluesky_posts(shared_data: Path) -> None:
    options = bluesky.Options("x", "x", "X")
    seen = Counter[str]()
    for path in sorted((shared_data / "recorded/bskyr_bluesky_vcr").glob("*.yml")):
        for address, body in interactions(path):
            method = address.partition("?")[0].rpartition(".")[2]
            if method in ("searchPosts", "getPosts", "getQuotes"):
                posts = json.loads(body)["posts"]
                found = look("bluesky", options, body)
                assert len(found) == len({post["uri"] for post in posts})
                assert all(mention.text and mention.author and mention.published for mention in found)
                assert all(bluesky.own_id(mention).startswith("at://did:") for mention in found)
                seen[method] += len(found)
    assert seen["searchPosts"] > 0
    assert seen["getPosts"] > 0


def test_mastodon_timelines_and_searches(shared_data: Path) -> None:
    seen = Counter[str]()
    for path in sorted((shared_data / "recorded/mastodon_py").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if "/timelines/tag/" not in text and "/api/v2/search" not in text:
            continue  # reading YAML is slow
        for address, body in interactions(path):
            if "/timelines/tag/" in address and body.startswith(b"["):
                options = mastodon.Options(tag="x")
            elif "/api/v2/search" in address and body.startswith(b"{"):
                options = mastodon.Options(search="x", token_env="X")
            else:
                continue
            value = json.loads(body)
            rows = value if isinstance(value, list) else value["statuses"]
            found = look("mastodon", options, body)
            assert len(found) == len({(row.get("reblog") or row)["uri"] for row in rows})
            assert all(mention.author and mention.published and mention.url for mention in found)
            seen["search" if isinstance(value, dict) else "tag"] += len(found)
    assert seen["tag"] > 0


def test_hackernews_hit(shared_data: Path) -> None:
    body = (shared_data / "recorded/hn_algolia/search_one_hit.json").read_bytes()
    (mention,) = look("hackernews", hackernews.Options("x"), body)
    assert hackernews.own_id(mention) == "13133437"
    assert mention.author == "anigbrowl"
    assert "<p>" not in mention.text
    assert "don't" in mention.text


def test_stackexchange_envelope_of_other_items_is_an_error(shared_data: Path) -> None:
    """The recorded answers are of sites and users: the envelope is right, and no item is one of ours."""
    for path in (shared_data / "recorded/stackexchange").iterdir():
        with pytest.raises(SourceError, match="not one of the"):
            look("stackexchange", stackexchange.Options("x"), path.read_bytes())


def test_every_real_feed_is_mentions_or_one_clear_error(shared_data: Path) -> None:
    source = Source("feed", "feed", "Shop", feed.Options(url="https://example.org/feed"))
    outcomes = Counter[str]()
    errors = []
    for path in sorted((shared_data / "feeds").glob("*/*")):
        payload = Payload((Part("https://example.org/feed", path.read_bytes()),), {}, NOW)
        try:
            batch = feed.mentions(payload, source, NOW)
        except SourceError as error:
            errors.append(error)
        else:
            outcomes["mentions" if batch.mentions else "empty feed"] += 1
            assert all(mention.published is None or mention.published <= NOW for mention in batch.mentions)
    assert all(str(error) and error.next_step and "\n" not in str(error) for error in errors)
    assert outcomes.total() + len(errors) == len(list((shared_data / "feeds").glob("*/*")))
    assert outcomes["mentions"] > 300
