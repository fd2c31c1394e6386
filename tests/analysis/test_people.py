"""Who says it, and have they complained before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analysis.people import full_name, newspaper, numbers, person_key, second_complaint
from storage.model import Mention

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(id: str, author: str, text: str = "cold soup", *, source: str = "reviews", days: float = 0) -> Mention:
    when = NOW - timedelta(days=days)
    return Mention(id, "Spice", source, "review", "", author, "", text, when, when)


def test_the_same_author_at_the_same_source() -> None:
    found = second_complaint(said("2", "Jane Doe"), [said("1", " jane  DOE", days=9)])
    assert found is not None
    assert (found.first, found.how) == ("1", "same_author")
    assert "9 days later" in found.reason


@pytest.mark.parametrize(
    "author", ["", "Anonymous", "A Google user", "[deleted]", "u/[deleted]", "Guest", "Verified Buyer", "user"]
)
def test_names_that_many_share_tell_nothing(author: str) -> None:
    assert person_key(said("1", author)) == ""
    assert second_complaint(said("2", author), [said("1", author, days=1)]) is None


def test_a_full_name_is_known_elsewhere_and_a_first_name_is_not() -> None:
    elsewhere = said("1", "Maria del Carmen", source="maps", days=3)
    found = second_complaint(said("2", "Maria del Carmen"), [elsewhere])
    assert found is not None
    assert found.how == "same_name"
    assert second_complaint(said("2", "Maria"), [said("1", "Maria", source="maps", days=3)]) is None
    assert full_name("foodie_99") == ""
    assert full_name("Dr. Ann Lee") == full_name("ann lee")


def test_the_same_order_number_under_another_name() -> None:
    first = said("1", "Ann", "Order #A-48213 never came", source="x", days=5)
    found = second_complaint(said("2", "Bob", "Still nothing about order no. A48213!"), [first])
    assert found is not None
    assert found.how == "same_number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("booking ref: XK93Q7 cancelled", {"xk93q7"}),
        ("my order 12345678 is lost", {"12345678"}),
        ("pedido nº 998877", {"998877"}),
        ("Bestellnummer 4711-0815", {"47110815"}),
        ("ordered two pizzas in 2024, order arrived cold", set()),
        ("order 66", set()),
    ],
)
def test_numbers(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "author", ["JetBlueNews", "@BritishAirNews", "News 4 Leeds", "WKRB News", "Leeds_Newsroom", "The Sun Herald"]
)
def test_the_account_of_a_newspaper_is_no_person(author: str) -> None:
    assert newspaper(author)


@pytest.mark.parametrize("author", ["Ann Newsome", "Matthews", "Jane Doe", "", "newshound_bob", "Harold"])
def test_people_with_such_names_are_people(author: str) -> None:
    assert not newspaper(author)


def test_the_latest_that_fits_best_and_nothing_later_older_or_of_another_shop() -> None:
    earlier = [said("old", "Jane Doe", days=400), said("a", "Jane Doe", days=40), said("b", "Jane Doe", days=4)]
    later = said("late", "Jane Doe", days=-1)
    found = second_complaint(said("2", "Jane Doe"), [*earlier, later, said("2", "Jane Doe")])
    assert found is not None
    assert found.first == "b"
    assert second_complaint(said("2", "Jane Doe"), [earlier[0], later]) is None
