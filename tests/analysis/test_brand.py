"""Is it about us: whole words, any spelling, plain words from the owner, linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.brand import Brand, about

OURS = Brand("Saffron & Salt", aliases=("@saffronsalt", "S&S Spices"), not_us=("Saffron Walden",))
COMMON = Brand("Target", aliases=("@targetshop",), near=("store", "high street"))


@pytest.mark.parametrize(
    "text",
    [
        "We went to Saffron & Salt today",
        "saffron and salt was lovely",
        "SAFFRON＆SALT",
        "Sáffron & Sålt",
        "Saffron & Salt's staff",
        "the Saffron & Salt’s saffron",
        "love #SaffronAndSalt",
        "#saffronsalt",
        "@saffronsalt where is my order",
        "hey @Saffron_Salt",
        "order from saffronsalt.com",
        "(Saffron & Salt)",
        "s&s spices",
    ],
)
def test_our_name_in_any_spelling(text: str) -> None:
    found = about(OURS, "", text)
    assert found.relevant, text
    assert found.reason.startswith('names "')


@pytest.mark.parametrize("text", ["saffron saltier", "a pinch of saffron, some salt", "saffron and salted fish", ""])
def test_not_our_name(text: str) -> None:
    assert not about(OURS, "", text).relevant


def test_a_name_with_an_apostrophe_is_found_without_it_and_the_other_way_round() -> None:
    assert about(Brand("Joe's Pizza"), "", "Joes pizza rocks").relevant
    assert about(Brand("Joes Pizza"), "", "Joe’s Pizza rocks").relevant
    assert not about(Brand("Joe's Pizza"), "", "joe likes pizza").relevant


def test_a_name_does_not_reach_from_the_title_into_the_text() -> None:
    assert not about(OURS, "Buy saffron", "and salt").relevant
    assert about(OURS, "Saffron & Salt opens", "").relevant


def test_somebody_else_wins() -> None:
    found = about(OURS, "", "Saffron & Salt? I was in Saffron Walden")
    assert not found.relevant
    assert "Saffron Walden" in found.reason


def test_a_common_word_needs_one_of_ours_near_it() -> None:
    assert not about(COMMON, "", "we are on target this year").relevant
    assert about(COMMON, "", "the Target store was a mess").relevant
    assert about(COMMON, "", "Target on the high street").relevant
    assert about(COMMON, "", "@targetshop no reply for days").relevant
    assert about(COMMON, "", "@target no reply for days").relevant
    assert not about(COMMON, "", "#target of the year").relevant


@pytest.mark.parametrize("name", ["a.*b", "(", "[x", "C++", "\\d+", "?", "$$$"])
def test_names_are_words_not_patterns(name: str) -> None:
    assert not about(Brand(name), "", "a quick brown zebra").relevant


def test_names_in_scripts_without_spaces() -> None:
    assert about(Brand("鼎泰豐"), "", "我昨天去鼎泰豐吃飯").relevant
    assert not about(Brand("鼎泰豐"), "", "我昨天去吃飯").relevant


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=60))
def test_any_name_and_any_text_give_an_answer(name: str, text: str) -> None:
    found = about(Brand(name), "", text)
    assert found.reason
    assert about(Brand(name), "", text) == found


def test_ten_thousand_aliases_cost_what_one_costs() -> None:
    big = Brand("x", aliases=tuple(f"alpha beta{n}" for n in range(10_000)))
    text = "alpha " * 2_000
    about(big, "", "warm")
    start = time.perf_counter()
    about(big, "", text)
    assert time.perf_counter() - start < 1.0
