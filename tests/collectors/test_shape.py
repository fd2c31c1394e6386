"""Walking JSON of an unknown shape never fails."""

from __future__ import annotations

import pytest

from collectors.shape import count_at, field, json_of, object_of, rows_at, text_at
from collectors.source import Broken, Part
from storage.model import Json

VALUE: Json = {"a": {"b": [1, {"c": "x\u202e\ud800y"}]}, "n": "12", "m": -3, "t": True}


def test_the_way_breaks_off_quietly() -> None:
    assert field(VALUE, "a", "b", 1, "c") == "x\u202e\ud800y"
    assert field(VALUE, "a", "b", -1) == field(VALUE, "a", "b", 1)
    for path in (("a", 0), ("a", "b", "c"), ("a", "b", 7), ("a", "b", -7), ("n", "x"), ("zz",)):
        assert field(VALUE, *path) is None


def test_words_are_cleaned_and_only_words_and_numbers_count() -> None:
    assert text_at(VALUE, "a", "b", 1, "c") == "xy"
    assert (text_at(VALUE, "m"), text_at(VALUE, "t"), text_at(VALUE, "a")) == ("-3", "", "")


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("12", 12),
        (7, 7),
        (0, 0),
        (-3, None),
        (True, None),
        ("1e9", None),
        ("٣", None),
        (10**30, None),
        ("9" * 5000, None),
    ],
)
def test_counts(value: Json, count: int | None) -> None:
    assert count_at(value) == count


def test_a_lone_object_is_a_list_of_one() -> None:
    assert rows_at({"e": {"x": 1}}, "e") == [{"x": 1}]
    assert rows_at({"e": "x"}, "e") == []


def test_an_answer_of_another_kind_raises() -> None:
    assert json_of(Part("u", b"[1]")) == [1]
    for body in (b"", b"[" * 100_000, b'{"a":', b"<html></html>"):
        with pytest.raises(Broken):
            json_of(Part("u", body))
    with pytest.raises(Broken):
        object_of(Part("u", b"[1]"))
