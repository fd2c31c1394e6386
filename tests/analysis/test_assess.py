"""The composed judgement: what is kept of each mention, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.assess import VERSION, Rules, assess
from analysis.brand import Brand
from analysis.judge import Cut
from analysis.topics import TRADES
from storage.model import Mention

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = Rules({"Spice": Brand("Saffron & Salt")}, TRADES["restaurant"])


def said(text: str, **changes: object) -> Mention:
    base = Mention("1", "Spice", "reviews", "review", "", "Ann", "", text, NOW, NOW)
    return replace(base, **changes)  # type: ignore[arg-type]  # fields by name


def test_a_complaint_about_us() -> None:
    found = assess(said("Saffron & Salt: waited 55 minutes, two mains never came"), RULES, at=NOW, about_us=False)
    assert (found.relevant, found.flag, found.label, found.language) == (True, "flag", "negative", "en")
    assert found.urgency == "today"
    assert found.reasons[0].startswith("something never came")
    assert 'names "Saffron & Salt"' in found.reasons
    assert {t.topic for t in found.topics} >= {"waiting"}
    assert (found.version, found.at, found.mention) == (VERSION, NOW, "1")


def test_what_is_not_about_us_is_judged_but_never_urgent() -> None:
    found = assess(said("Food poisoning at the pizza place"), RULES, at=NOW, about_us=False)
    assert not found.relevant
    assert found.urgency == "none"
    assert found.flag == "flag"
    assert found.reasons == ('does not name "Saffron & Salt"',)


def test_a_source_about_us_needs_no_name_unless_relevance_is_checked() -> None:
    mention = said("Food poisoning at the pizza place")
    assert assess(mention, RULES, at=NOW, about_us=True).relevant
    assert not assess(mention, replace(RULES, check_relevance=True), at=NOW, about_us=True).relevant


def test_the_most_urgent_reason_comes_first() -> None:
    found = assess(said("Glass in my salad, staff were rude"), RULES, at=NOW, about_us=True, reach=50_000)
    assert found.urgency == "now"
    assert found.reasons[0].startswith("safety or health")
    assert found.reasons[1].startswith("great reach")


def test_a_location_is_named_like_its_brand() -> None:
    found = assess(said("Saffron & Salt was lovely", entity="Spice / Harbour"), RULES, at=NOW, about_us=False)
    assert found.relevant


def test_the_cut_of_the_source_counts() -> None:
    mention = said("The soup was a little cold")
    strict = replace(RULES, cuts={"reviews": Cut(0.01, 0.005)})
    mild = replace(RULES, cuts={"reviews": Cut(0.999, 0.998)})
    assert assess(mention, strict, at=NOW, about_us=True).flag == "flag"
    assert assess(mention, mild, at=NOW, about_us=True).flag == "none"


def test_a_few_words_are_taken_for_the_language_of_the_business() -> None:
    rules = replace(RULES, languages=("de", "en"))
    assert assess(said("Nie wieder!"), rules, at=NOW, about_us=True).flag == "flag"
    assert assess(said("Nie wieder!"), rules, at=NOW, about_us=True).language == "de"


def test_stars_count_where_words_cannot_be_read() -> None:
    found = assess(said("Zupa była zimna, a kelner bardzo niegrzeczny", rating=0.0), RULES, at=NOW, about_us=True)
    assert (found.language, found.label, found.flag) == ("pl", "negative", "flag")
    silent = assess(said("Zupa była zimna, a kelner bardzo niegrzeczny"), RULES, at=NOW, about_us=True)
    assert (silent.label, silent.complaint, silent.flag) == ("unscored", None, "none")


def test_the_same_mention_is_always_judged_the_same() -> None:
    mention = said("Never again! Saffron & Salt overcharged us twice.")
    assert assess(mention, RULES, at=NOW, about_us=False) == assess(mention, RULES, at=NOW, about_us=False)


def test_a_competitor_is_counted_and_never_ours() -> None:
    rules = replace(RULES, rivals=frozenset({"Spice"}))
    found = assess(said("Saffron & Salt: glass in my salad, never again"), rules, at=NOW, about_us=False)
    assert (found.rival, found.relevant, found.urgency, found.label) == (True, False, "none", "negative")
    assert found.reasons == ("about Spice, a competitor: counted for the share of voice only",)


def test_what_does_not_name_the_competitor_is_not_counted_for_it() -> None:
    rules = replace(RULES, rivals=frozenset({"Spice"}))
    found = assess(said("Food poisoning at the pizza place"), rules, at=NOW, about_us=False)
    assert (found.rival, found.relevant) == (False, False)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
@example("😡😡😡", "")
@example("\x00\x00", "\x00")
@example("\ud800 bad \udfff", "\ud800")
@example("İıßẞﬃ", "Ω" * 20)
@example("'" * 90, "((((")
@example("no " * 40 + "but " * 40, "never")
def test_no_text_is_too_odd_to_be_judged(text: str, title: str) -> None:
    found = assess(said(text, title=title, language="en"), RULES, at=NOW, about_us=False)
    assert found.complaint is None or 0 <= found.complaint <= 1
    assert -1 <= found.compound <= 1


@pytest.mark.parametrize("text", ["bad. " * 12_000, "x" * 300_000, "\n" * 300_000, "not " * 15_000, "1.5 " * 15_000])
def test_a_huge_text_is_judged(text: str) -> None:
    found = assess(said(text, language="en"), RULES, at=NOW, about_us=True)
    assert found.label in ("negative", "neutral", "unscored")


@pytest.mark.parametrize("word", ["(a+)+$", "(", "[", "\\", "*", "", "|", ".*"])
def test_signs_in_the_owners_words_are_only_signs(word: str) -> None:
    rules = Rules({"Spice": Brand("Saffron", (word,), (word,), (word,))}, {"odd": (word, "soup")})
    found = assess(said("a" * 5_000 + "! The soup was cold"), rules, at=NOW, about_us=True)
    assert [hit.topic for hit in found.topics] == ["odd"]
