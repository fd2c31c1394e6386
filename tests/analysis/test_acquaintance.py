from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analysis.acquaintance import same_name, same_person
from storage.model import Mention

NOW = datetime(2026, 5, 5, tzinfo=UTC)


def said(id_: str, author: str, source: str, text: str = "Cold soup.") -> Mention:
    return Mention(id_, "Shop", source, "review", "", author, "", text, NOW, NOW)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("rosa77", "reviews", "a"), ("Rosa77", "reviews", "b"), True),
        (("rosa77", "reviews", "a"), ("rosa77", "posts", "b"), False),  # a nickname at another place
        (("Rosa Vane", "reviews", "a"), ("rosa vane", "posts", "b"), True),
        (("A Google User", "reviews", "a"), ("A Google User", "reviews", "b"), False),
        (("", "reviews", "Order number 44871 never came"), ("x", "posts", "my order 44871 is lost"), True),
    ],
)
def test_the_account_the_full_name_or_a_number_tell_a_person(
    one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    a, b = said("1", *one), said("2", *other)
    assert (same_person(a, b), same_person(b, a)) == (same, same)


def test_a_name_typed_in_after_a_call_fits_an_author() -> None:
    assert same_name("Rosa Vane", "Mrs. rosa vane")
    assert not same_name("Rosa", "Rosa")
