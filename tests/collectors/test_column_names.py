"""The names themselves."""

from __future__ import annotations

import pytest

from collectors.column_names import FIELDS, NAMES, known, plain_name, rank


def test_every_field_has_names_and_every_name_is_folded() -> None:
    assert set(NAMES) == set(FIELDS)
    for names in NAMES.values():
        assert [plain_name(name) for name in names] == list(names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("reviewCreatedAt", "published"),
        ("Review_created-at", "published"),
        ("Passenger Review Text", "text"),
        ("REZENSION", "text"),
        ("Reseña", "text"),
        ("review_rating", "rating"),
        ("thumbsUpCount", "likes"),
        ("reviewer.displayName", "author"),
        ("reviewReply.comment", "reply"),
        ("im:rating.label", "rating"),
    ],
)
def test_ways_to_write_a_name(name: str, field: str) -> None:
    assert rank(field, name) is not None
    assert known(name)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("venue_rating", "rating"),
        ("Airline Average Rating", "rating"),
        ("sentiment_score", "rating"),
        ("replyContent", "text"),
        ("repliedAt", "published"),
        ("place_id", "id"),
        ("tweet_location", "entity"),
        ("profile_url", "url"),
    ],
)
def test_names_that_only_look_like_it(name: str, field: str) -> None:
    assert rank(field, name) is None
