"""JSON in the forms exports have."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from collectors.jsonrows import json_rows
from collectors.rows import Row
from collectors.source import Broken

ITEMS: list[dict[str, Any]] = [{"text": "fine", "n": 1}, {"text": "bad", "who": {"name": "Ann", "deep": {"x": None}}}]
FLAT = [{"text": "fine", "n": 1}, {"text": "bad", "who.name": "Ann", "who.deep.x": None}]


def read(text: str) -> list[Row]:
    return list(json_rows(io.StringIO(text), text[:1_000]))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEMS),
        "\ufeff" + json.dumps(ITEMS, indent=4),
        json.dumps({"reviews": ITEMS}),
        json.dumps({"meta": {"page": 1}, "answer": {"list": ITEMS}}, indent=1),
        "".join(json.dumps(item) + "\n" for item in ITEMS),
        "\n".join(json.dumps(item) for item in ITEMS),
    ],
)
def test_forms(text: str) -> None:
    assert [row.values for row in read(text)] == FLAT


def test_one_object_alone() -> None:
    assert [row.values for row in read('{"text": "fine"}')] == [{"text": "fine"}]
    assert [row.values for row in read('{\n "text": "fine"\n}')] == [{"text": "fine"}]
    assert [row.values for row in read('{"feed": {"entry": {"title": "one"}}}')] == [{"title": "one"}]


def test_items_across_the_window() -> None:
    items = [{"text": "ä" * (n * 37 % 9_000), "n": n} for n in range(300)]
    assert [row.values["n"] for row in read(json.dumps(items))] == list(range(300))


def test_cut_files_keep_what_is_whole() -> None:
    text = json.dumps(ITEMS * 10)[:-20]
    found = read(text)
    assert len([row for row in found if not row.problem]) == 19
    assert "cut off" in found[-1].problem
    lines = "".join(json.dumps(item) + "\n" for item in ITEMS) + '{"text": "ha'
    assert read(lines)[-1] == Row(3, problem="the last row is cut off")


def test_bad_items_are_named() -> None:
    assert [row.problem for row in read('[1, "x", null, {"text": "y"}]')][:3] == [
        "this is no object with named values"
    ] * 3
    assert [row.problem for row in read('{"a": 1}\nnonsense\n{"a": 2}\n')] == ["", "this line is no JSON", ""]
    assert "broken" in read('[{"a": 1}, nonsense]')[-1].problem
    assert "too long" in read('[{"a": "' + "x" * 12_000_000)[-1].problem


@pytest.mark.parametrize("text", ["{", '{"a": ', "{]", '{"a": 1} x' + "{" * 50])
def test_what_is_no_json_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        read(text)


def test_depth_is_survived() -> None:
    assert "nested too deeply" in read("[" * 200_000)[-1].problem
    assert "no JSON" in read('{"a": 1}\n' + '{"a":' * 100_000 + "\n")[-1].problem
    deep = json.dumps({"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}, "x": 1}})
    assert read(f"[{deep}]")[0].values == {"a.x": 1}


def test_width_is_bounded() -> None:
    wide = json.dumps({f"k{n}": n for n in range(5_000)})
    assert len(read(f"[{wide}]")[0].values) == 500
