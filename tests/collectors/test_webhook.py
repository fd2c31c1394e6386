"""The webhook's signature, its caps, and what a post becomes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.source import Secret, Source
from collectors.web import Web
from collectors.webhook import MAX_BODY, SIGNATURE, Options, Rejected, fetch, items, mentions, received, sign, verify
from tests.collectors import sample
from tests.collectors.conftest import NOW

SECRET = Secret("canary-secret")
OPENSSL = "14ae880db771b109ced561746400961bbbb95f3fbb1d24da52e0bb4dfcb7cf13"
BODY = b'{"mentions": [{"id": "1", "text": "hello"}]}'


def hook(**options: Any) -> Source[Options]:
    return sample.source("webhook", Options(**options))


def test_one_bad_item_does_not_take_the_others_along() -> None:
    batch = mentions(received(sample.body("webhook", "post.json"), NOW), hook(), NOW)
    assert [each.entity for each in batch.mentions] == ["Milou's", "Milou's", "Milou's / Harbour"]
    assert [each.where for each in batch.skipped] == ["mention 4", "mention 5", "mention 6"]
    assert "outside the scale 1-5" in batch.skipped[0].reason
    assert "'txt'" in batch.skipped[1].reason


def test_a_fresh_signature_is_accepted_whatever_the_case_of_the_header() -> None:
    verify({"X-Earlyword-Signature": sign(BODY, SECRET, NOW)}, BODY, SECRET, NOW + timedelta(minutes=4))
    verify({SIGNATURE: sign(BODY, SECRET, NOW)}, BODY, SECRET, NOW - timedelta(minutes=4))


def test_the_signature_is_what_the_documentation_says() -> None:
    """Against the digest `printf '1795176000.{}' | openssl dgst -sha256 -hmac k` prints."""
    told = "t=1795176000,v1=" + OPENSSL
    verify({SIGNATURE: told}, b"{}", Secret("k"), NOW)


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({}, "missing"),
        ({SIGNATURE: ""}, "missing"),
        ({SIGNATURE: "v1=00"}, "missing"),
        ({SIGNATURE: "t=1,v1=" + "0" * 64}, "does not fit"),
        ({SIGNATURE: sign(BODY + b" ", SECRET, NOW)}, "does not fit"),
        ({SIGNATURE: sign(BODY, Secret("other"), NOW)}, "does not fit"),
        ({SIGNATURE: sign(BODY, SECRET, NOW - timedelta(minutes=6))}, "five minutes"),
        ({SIGNATURE: sign(BODY, SECRET, NOW + timedelta(minutes=6))}, "five minutes"),
        ({SIGNATURE: sign(BODY, SECRET, NOW).replace("t=1", "t=2")}, "does not fit"),
    ],
)
def test_bad_signatures_are_401_in_words(headers: dict[str, str], says: str) -> None:
    with pytest.raises(Rejected, match=says) as caught:
        verify(headers, BODY, SECRET, NOW)
    assert caught.value.status == 401
    assert "canary" not in str(caught.value)


def test_without_a_secret_nothing_is_taken() -> None:
    with pytest.raises(Rejected, match="no secret") as caught:
        verify({SIGNATURE: sign(BODY, Secret(""), NOW)}, BODY, Secret(""), NOW)
    assert caught.value.status == 401


def test_too_large_is_413_before_anything_is_computed() -> None:
    with pytest.raises(Rejected) as caught:
        verify({}, b"x" * (MAX_BODY + 1), SECRET, NOW)
    assert caught.value.status == 413


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"hello", 422),
        (b"\xff\xfe\x00", 422),
        (b"[]", 422),
        (b'{"mentions": []}', 422),
        (b'{"mentions": 3}', 422),
        (b"[" * 100_000, 422),
        (b"3", 422),
        (json.dumps([{"text": "x"}] * 1001).encode(), 413),
    ],
)
def test_bodies_without_mentions(body: bytes, status: int) -> None:
    with pytest.raises(Rejected) as caught:
        received(body, NOW)
    assert caught.value.status == status


def test_a_post_with_nothing_usable_is_422_with_the_reason() -> None:
    with pytest.raises(Rejected, match="neither words nor a rating") as caught:
        mentions(received(b'{"id": "1"}', NOW), hook(), NOW)
    assert caught.value.status == 422


@pytest.mark.parametrize(
    "body", [BODY, b'[{"id": "1", "text": "hello"}]', b'{"id": 1, "text": "hello"}\n{"id": "1", "text": "hello"}\n']
)
def test_forms_of_a_body_and_repetition_are_the_same_mention(body: bytes) -> None:
    batch = mentions(received(body, NOW), hook(), NOW)
    again = mentions(received(body, NOW), hook(), NOW + timedelta(days=1))
    (mention,) = batch.mentions
    assert [mention.id] == [each.id for each in again.mentions]
    assert mention.id == mentions(received(BODY, NOW), hook(), NOW).mentions[0].id


def test_without_an_id_the_words_are_the_id() -> None:
    def of(*texts: str) -> set[str]:
        body = json.dumps([{"text": text, "author": "a"} for text in texts]).encode()
        return {mention.id for mention in mentions(received(body, NOW), hook(), NOW).mentions}

    assert len(of("one", "two", "one")) == 2
    assert of("one") < of("one", "two")


def test_nothing_is_polled(web: Web) -> None:
    assert fetch(hook(), {}, web).parts == ()


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["id", "text", "rating", "published", "url", "kind"]), inner)
        ),
    )
)
def test_any_json_is_mentions_or_a_rejection(value: Any) -> None:
    body = json.dumps({"mentions": [value]}).encode()
    try:
        kept = len(mentions(received(body, NOW), hook(), NOW).mentions)
    except Rejected as error:
        kept = error.status
    assert kept in (1, 422)
    assert len(items(body)) == 1
