"""Edits to a YAML text: what was asked for changes, and not a byte besides."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.yaml_edit import CannotEdit, edited
from pipelines.yaml_lines import parse

TEXT = """# how we listen
business:
  name: Zaytoun # as on the sign
  town:   # not said yet
  hours: {mon: "09:00-13:00", sat: closed}
# brands start here
brands:
  # the first
  - name: Zaytoun
    aliases: ["@zaytoun", Z] # nicknames
    # after the first
  - name: Olive # the second
people:
- {name: Nadia, email: nadia@zaytoun.example}
- name: Sam
  email: sam@zaytoun.example
  # after Sam

# when to ring
warn: {interruptions_per_week: 5} # few
topics:
  figs: [fig]
  # the end"""
COMMENTS = [line[line.index("#") :] for line in TEXT.splitlines() if "#" in line]


def values() -> dict[str, Any]:
    return parse(TEXT.encode()).value


def lines_changed(change: Callable[[dict[str, Any]], object]) -> tuple[list[str], list[str]]:
    """Lines that are gone, and lines that are new."""
    target = values()
    change(target)
    before, after = TEXT.splitlines(), edited(TEXT, target).splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before and line]


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (lambda v: v["business"].update(name="Z & Co"), ["  name: Zaytoun # as on the sign"],
         ['  name: "Z & Co" # as on the sign']),
        (lambda v: v["business"].update(town="York"), ["  town:   # not said yet"], ["  town: York   # not said yet"]),
        (lambda v: v["business"].update(trade="shop"), [], ["  trade: shop"]),
        (lambda v: v["business"]["hours"].update(tue="10:00-12:00"),
         ['  hours: {mon: "09:00-13:00", sat: closed}'],
         ['  hours: {mon: "09:00-13:00", sat: closed, tue: "10:00-12:00"}']),
        (lambda v: v["brands"][0]["aliases"].append("no"), ['    aliases: ["@zaytoun", Z] # nicknames'],
         ['    aliases: ["@zaytoun", Z, "no"] # nicknames']),
        (lambda v: v["brands"].pop(0), ["  - name: Zaytoun", '    aliases: ["@zaytoun", Z] # nicknames'], []),
        (lambda v: v["brands"].insert(1, {"name": "Fig", "near": ["york"]}), [], ["  - name: Fig", "    near: [york]"]),
        (lambda v: v["people"].append({"name": "Ada", "email": "a@b.example"}), [],
         ["- name: Ada", "  email: a@b.example"]),
        (lambda v: v.update(sources=[{"name": "news", "kind": "feed"}]), [],
         ["sources:", "  - name: news", "    kind: feed"]),
        (lambda v: v.pop("topics"), ["topics:", "  figs: [fig]"], []),
        (lambda v: v["topics"].update(figs=[]), ["topics:", "  figs: [fig]"], []),
        (lambda v: v.update(warn={"great_reach": 9}), ["warn: {interruptions_per_week: 5} # few"],
         ["warn: {great_reach: 9} # few"]),
    ],
)  # fmt: skip
def test_an_edit_changes_its_own_lines(
    change: Callable[[dict[str, Any]], object], gone: list[str], new: list[str]
) -> None:
    assert lines_changed(change) == (gone, new)


def test_windows_lines_and_an_empty_file() -> None:
    assert edited("a: 1\r\nb: 2\r\n", {"a": 3, "b": 2}) == "a: 3\r\nb: 2\r\n"
    assert edited("# nothing yet\n", {"a": {"b": "c"}}) == "# nothing yet\n\na:\n  b: c\n"


def test_what_an_alias_shares_is_not_changed_in_two_places() -> None:
    text = "a: &x [one]\nb: *x\n"
    with pytest.raises(CannotEdit):
        edited(text, {"a": ["one"], "b": ["two"]})


def test_comments_between_words_are_never_lost() -> None:
    text = "words: [\n  one, # the first\n  two,\n]\n"
    with pytest.raises(CannotEdit, match="words holds comments"):
        edited(text, {"words": ["one"]})


BLOCK, QUOTED = "  waiting: |\n    Dear {name},\n\n    sorry: it 🙂\n", r'waiting: "Dear {name},\n\nsorry: it 🙂\n"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("books:\n  any: Hello # short\n", f"books:\n  any: Hello # short\n{BLOCK}"),
        ("books: {any: Hello}\n", f"books: {{any: Hello, {QUOTED}}}\n"),
        ("a: 1 # one\n", f"a: 1 # one\n\nbooks:\n{BLOCK}"),
        ("books:\n  waiting: short\na: 1 # one\n", f"books:\n{BLOCK}a: 1 # one\n"),
        ("books:\n  waiting: short # why\n", f"books:\n  {QUOTED} # why\n"),
        ("books:\n  waiting: |\n    Old\n    words\n  any: Hello\n", f"books:\n{BLOCK}  any: Hello\n"),
    ],
)
def test_several_lines_are_written_as_lines(before: str, after: str) -> None:
    target = parse(before.encode()).value
    target.setdefault("books", {})["waiting"] = "Dear {name},\n\nsorry: it 🙂\n"
    assert edited(before, target) == after


letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(deadline=None, max_examples=80)
@given(first=letters, second=letters, inline=st.booleans())
def test_any_letter_reads_back_and_leaves_its_neighbours_alone(first: str, second: str, inline: bool) -> None:
    text = "a: {b: 1} # one\n" + ("" if inline else "books:\n  old: |\n    x\n    y\n  # after\nend: 2 # two\n")
    target = parse(text.encode()).value | {"books": {"old": first, "new": f"{second}\n{first}"}}
    fresh = edited(text, target)
    assert {"old": "", **parse(fresh.encode()).value["books"]} == target["books"]
    assert [each for each in ("# one", "# after", "# two") if each in text and each not in fresh] == []


names = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["C", "Z"]), min_size=1,
                max_size=8)  # fmt: skip
word_lists = st.lists(names, max_size=4)


@settings(deadline=None, max_examples=60)
@given(
    name=names, town=names, aliases=word_lists, topics=st.dictionaries(names, word_lists, max_size=4),
    brands=st.permutations([0, 1]), people=st.lists(names, max_size=3, unique=True), budget=st.integers(0, 99),
)  # fmt: skip
def test_any_edit_reads_back_and_keeps_the_comments_of_what_stays(
    name: str, town: str, aliases: list[str], topics: dict[str, list[str]], brands: list[int], people: list[str],
    budget: int,
) -> None:  # fmt: skip
    target = values()
    target["business"] |= {"name": name, "town": town}
    target["brands"][0]["aliases"] = aliases
    target["topics"] = topics
    target["people"] += [{"name": each, "email": "x@y.example"} for each in people]
    target["warn"]["interruptions_per_week"] = budget
    expected = copy.deepcopy(target)
    fresh = edited(TEXT, target)
    read = parse(fresh.encode()).value
    assert read["business"] == expected["business"]
    assert read["brands"][0].get("aliases", []) == aliases
    assert read.get("topics", {}) == {topic: found for topic, found in topics.items() if found}
    assert read["people"] == expected["people"]
    kept = [each for each in COMMENTS if each != "# nicknames" or aliases]
    assert [each for each in kept if each not in fresh] == []
