"""Kinds, their pages in docs/sources, the table there and their options hold together."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from collectors import KINDS, load
from collectors.coverage import NOT_COVERED

DOCS = Path(__file__).resolve().parents[2] / "docs" / "sources"
COMMON = {"name", "kind", "brand", "location", "about_us", "every"}
LEVEL_TWO = re.compile(r"^## (.+)$", re.MULTILINE)
ROW = re.compile(r"^\| \[`(\w+)`\]\((\w+)\.md\) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def page(kind: str) -> str:
    path = DOCS / f"{kind}.md"
    assert path.is_file(), f"docs/sources/{kind}.md is missing"
    return path.read_text("utf-8")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_says_what_it_must(kind: str) -> None:
    text = page(kind)
    assert text.startswith(f"# {kind}\n")
    headings = LEVEL_TWO.findall(text)
    assert any(each.startswith("How to ") for each in headings), headings
    for wanted in (("covers", "may hold"), ("limits",), ("privacy",)):
        assert any(word in each.lower() for each in headings for word in wanted), f"{wanted} in {headings}"
    assert f"kind: {kind}\n" in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_names_every_option(kind: str) -> None:
    options: Any = load(kind).Options
    text = page(kind)
    missing = [each.name for each in fields(options) if f"`{each.name}`" not in text]
    assert missing == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_option_is_shadowed_by_a_key_that_every_source_has(kind: str) -> None:
    options: Any = load(kind).Options
    assert COMMON.isdisjoint(each.name for each in fields(options))


def test_the_table_has_one_row_for_each_kind_and_there_is_no_other_page() -> None:
    rows = ROW.findall(page("README"))
    assert [kind for kind, *_ in rows] == [kind for _, kind, *_ in rows]
    assert sorted(kind for kind, *_ in rows) == sorted(KINDS)
    assert sorted(path.stem for path in DOCS.glob("*.md")) == sorted([*KINDS, "README"])


def test_the_table_says_when_a_key_is_needed() -> None:
    for kind, _, _, key, _ in ROW.findall(page("README")):
        if kind not in KINDS:
            continue  # the test above says so
        options: Any = load(kind).Options
        needed = [each.name for each in fields(options) if each.name.endswith("_env") and isinstance(each.default, str)]
        assert key.strip(), kind
        if any(each.name.endswith("_env") for each in fields(options)) and not needed:
            assert not key.startswith("no"), kind


def test_what_is_not_covered_is_told_beside_the_table() -> None:
    text = page("README")
    for place in NOT_COVERED:
        assert f"**{place.name}**" in text
        assert " ".join(place.why.split()) in " ".join(text.split())
        assert " ".join(place.how.split()) in " ".join(text.split())
