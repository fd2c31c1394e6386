from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines import verdicts
from storage.corrections import Correction

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def folded(*said: tuple[str, str]) -> verdicts.Verdicts:
    return verdicts.fold(
        Correction(mention, what, f"Person {n}", NOW + timedelta(minutes=n)) for n, (mention, what) in enumerate(said)
    )


def test_the_latest_word_of_each_kind_counts() -> None:
    said = folded(
        ("a", "label:negative/was:none"), ("a", "label:not-negative/was:flag"), ("b", "relevant:no/was:flag"),
        ("c", "alert:useful"), ("c", "alert:not-useful"),
    )  # fmt: skip
    assert said.negative == {"a": False}
    assert said.about_us == {"b": False}
    assert said.useful == {"c": False}
    assert said.was == {"a": "none", "b": "flag"}
    assert said.who["a"] == "Person 1"
    assert (said.judged, said.count) == ({"a", "b"}, 5)


def test_pairs_have_no_direction_and_may_be_joined_again() -> None:
    said = folded(("b", "story:same:a"), ("a", "story:apart:b"), ("c", "story:apart:d"), ("d", "story:same:c"))
    assert said.apart == {("a", "b")}
    assert said.same == {("c", "d")}


def test_what_is_taken_back_counts_no_more() -> None:
    said = folded(
        ("a", "label:not-negative/was:flag"), ("a", "back:label:not-negative"), ("b", "relevant:no"),
        ("a", "story:same:b"), ("b", "back:story:same:a"), ("c", "story:apart:d"),
    )  # fmt: skip
    assert said.negative == {}
    assert said.about_us == {"b": False}
    assert said.same == frozenset()
    assert said.apart == {("c", "d")}


def test_a_slip_that_is_taken_back_leaves_what_a_colleague_had_said() -> None:
    said = folded(
        ("a", "label:negative/was:none"), ("a", "label:not-negative/was:flag"), ("a", "back:label:not-negative"),
    )  # fmt: skip
    assert said.negative == {"a": True}
    assert said.who["a"] == "Person 0"
    assert folded(("a", "back:label:negative")).negative == {}


def test_words_of_a_later_version_are_passed_over() -> None:
    said = folded(("a", "colour:red"), ("b", "label:purple"))
    assert said.negative == {}
    assert said.count == 2
