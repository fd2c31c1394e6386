"""Reviews in ld+json blocks, however they are nested, damaged or meant to hurt."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.schema_reviews import blocks, reviews

PIECES = ["<script", ">", " ", "</script", "<!--", "-->", "{", "}", '"', "application/ld+json", "é"]
KEYS = ["@type", "review", "reviews", "@graph", "author", "reviewRating", "ratingValue", "bestRating", "@id", "name"]
PAGE = "https://shop.example/reviews?p=2"


def _json(value: Any) -> str:
    return json.dumps(value).replace("</", "<\\/")


def page(*values: Any) -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{_json(value)}</script>' for value in values)
    return f"<html><head>{scripts}</head></html>".encode()


def rating(value: Any) -> tuple[float, str] | None:
    found = reviews(page({"@type": "Review", "reviewBody": "x", "reviewRating": value}), PAGE).reviews
    return found[0].rating


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ({"ratingValue": "4"}, (0.75, "1-5")),
        ({"ratingValue": 4, "bestRating": "5", "worstRating": "1"}, (0.75, "1-5")),
        ({"ratingValue": "8", "bestRating": "10", "worstRating": 0}, (0.8, "0-10")),
        ({"ratingValue": "10", "bestRating": 10}, (1.0, "1-10")),
        ({"ratingValue": "0.5", "bestRating": "5"}, (0.1, "0-5")),
        ({"ratingValue": "1", "bestRating": "1", "worstRating": "6"}, (1.0, "6-1")),
        ({"ratingValue": "4,5/5"}, (0.875, "1-5")),
        ([{"ratingValue": "3"}], (0.5, "1-5")),
        ("2", (0.25, "1-5")),
        ({"ratingValue": "8"}, None),
        ({"ratingValue": "great"}, None),
        ({"ratingValue": True}, None),
        ({"ratingValue": None, "bestRating": 5}, None),
        ({"ratingValue": 3, "bestRating": 1, "worstRating": 1}, None),
        ({"ratingValue": {"@value": "3"}}, None),
        ({"ratingValue": 10**400}, None),
    ],
)
def test_ratings(value: Any, share: tuple[float, str] | None) -> None:
    found = rating(value)
    assert (found and found[1]) == (share and share[1])
    if found and share:
        assert found[0] == pytest.approx(share[0])


def test_two_reviews_under_one_id_are_two() -> None:
    one, two = (
        {"@type": "Review", "@id": "#r", "reviewBody": "one"},
        {"@type": "Review", "@id": "#r", "reviewBody": "two"},
    )
    found = reviews(page([one, two, one]), PAGE).reviews
    assert [each.text for each in found] == ["one", "two"]
    assert found[0].own == f"{PAGE}#r"


def test_the_same_review_in_two_blocks_is_one() -> None:
    review = {"@type": "Review", "author": "A", "datePublished": "2026-01-01", "reviewBody": "x"}
    assert len(reviews(page(review, {"@graph": [review]}), PAGE).reviews) == 1


def test_what_is_no_review() -> None:
    nothing = [
        {"@type": "AggregateRating", "ratingValue": 3},
        {"@type": "ClaimReview", "reviewBody": "x"},
        {"review": "see below"},
    ]
    assert reviews(page(*nothing, None, 7, "x"), PAGE).reviews == ()


def test_a_review_inside_a_review_is_its_own() -> None:
    inner = {"@type": "Review", "reviewBody": "inner"}
    outer = {"@type": "Review", "reviewBody": "outer", "itemReviewed": {"@type": "Product", "review": [inner]}}
    assert [each.text for each in reviews(page(outer), PAGE).reviews] == ["outer", "inner"]


def test_words_are_plain_and_addresses_are_not_believed() -> None:
    review = {
        "@type": "Review",
        "author": "<b onclick=x>A</b>",
        "reviewBody": "<script>alert(1)</script>hi\u202e",
        "@id": "http://[",
    }
    found = reviews(page(review), PAGE).reviews[0]
    assert (found.author, found.text) == ("A", "hi")


def test_other_encodings() -> None:
    body = page({"@type": "Review", "reviewBody": "Käse"}).decode().replace("K\\u00e4se", "Käse")
    for name in ("utf-8", "latin-1", "utf-16"):
        assert reviews(body.encode(name), PAGE).reviews[0].text == "Käse", name
    named = body.replace("<head>", "<head><meta charset=windows-1252>").encode("cp1252")
    assert reviews(named, PAGE).reviews[0].text == "Käse"
    assert reviews(body.encode("utf-8"), PAGE, "text/html; charset=nonsense").reviews[0].text == "Käse"


def test_deep_blocks_are_named_and_cost_nothing_else() -> None:
    deep = b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script>"
    found = reviews(deep + page({"@type": "Review", "reviewBody": "kept"}), PAGE)
    assert [each.text for each in found.reviews] == ["kept"]
    assert found.bad == ((1, "it is nested too deep"),)


@pytest.mark.parametrize(
    "piece",
    [b"<script ", b"<!--", b"<script type=application/ld+json>", b"<div>", b"</script", b"<script>{"],
)
def test_hostile_pages_take_no_time(piece: bytes) -> None:
    began = time.monotonic()
    reviews(piece * (2_000_000 // len(piece)), PAGE)
    assert time.monotonic() - began < 5


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_page_raises(text: str) -> None:
    assert len(list(blocks(text))) <= text.count("<script")
    reviews(text.encode(), PAGE)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(KEYS),
                inner | st.just("Review"),
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_value_raises(value: Any) -> None:
    found = reviews(page(value), PAGE)
    assert found.bad == ()
    assert all(each.rating is None or 0 <= each.rating[0] <= 1 for each in found.reviews)


def test_real_pages(shared_data: Path) -> None:
    counted = stated = 0
    for path in sorted((shared_data / "pages").glob("*.testhtml")):
        body = path.read_bytes()
        found = reviews(body, PAGE)
        assert found.bad == (), path.name
        assert all(each.author and each.published and each.rating for each in found.reviews), path.name
        counted += len(found.reviews)
        stated += body.count(b'"@type":"Review"') + body.count(b'"@type": "Review"')
    assert stated - 1 == counted > 100  # one page states the very same review twice
