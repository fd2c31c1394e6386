"""The page Search, read from a real record through Streamlit's own test runner."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.dashboard.test_views import HOSTILE, Fill, Reader, hostile_mention, html, page, words

CONFIG = """business: {name: Mossop & Mace, timezone: Europe/London} # ours
people:
  - {name: Ines, email: ines@example.com, role: owner}
  - {name: Vera, email: vera@example.com, role: viewer}
sources:
  - {name: sample-posts, kind: files, path: in}
"""


def test_words_in_the_address_find_and_are_marked(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    written = html(page("search", q='weevil "smoked paprika"'))
    assert "<mark>smoked paprika</mark>" in written
    assert "<mark>weevils</mark>" in written.lower()
    nothing = words(page("search", q="hovercraft"))
    assert "Nothing was found." in nothing
    assert "Take a word away" in nothing


def test_every_choice_stands_in_the_address(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    all_, few = page("search", person="maureen tulley"), page("search", person="maureen tulley", time="7", stars="1")
    assert "2 mentions." in words(all_)
    assert "1 mention." in words(few)
    assert "All the words have to be there" in words(page("search"))
    assert "1 mention." not in words(page("search", person="maureen tulley", label="positive"))
    assert "At most 10 words" in words(page("search", q=" ".join("abcdefghijk")))


def test_hostile_words_are_only_words(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now, [hostile_mention(text, now) for text in HOSTILE])
    for asked in ("late again", "alert", "evil", "<script>", "'; DROP TABLE mention; --", "{{7*7}}", "%"):
        read = Reader(html(page("search", q=asked, time="7")))
        assert {tag for tag, _ in read.seen}.isdisjoint({"script", "img", "iframe", "svg", "style", "object", "form"})
        assert not [key for _, attributes in read.seen for key in attributes if key.startswith("on")]
    found = words(page("search", q="late again", time="7"))
    for text in HOSTILE:
        assert f"late again {text}" in found


@pytest.fixture
def shop(home: Path, fill: Fill, now: datetime) -> Path:
    (home / "config.yaml").write_text(CONFIG, encoding="utf-8")
    fill(home / "data", now)
    return home


def test_a_search_is_replayed_and_saved_as_a_rule(shop: Path) -> None:
    test = page("search", q="weevils", stars="2")
    assert "It would have rung" in words(test)
    test.text_input[-1].set_value("vermin")
    test.button[-1].click().run()
    assert "The rule “vermin” is saved" in words(test)
    text = (shop / "config.yaml").read_text("utf-8")
    assert text.startswith(CONFIG)
    assert "- name: vermin\n    words: weevils\n    stars: 2\n    ring: now\n" in text


def test_a_rule_without_a_name_is_refused_in_a_sentence(shop: Path) -> None:
    test = page("search", q="weevils")
    test.button[-1].click().run()
    assert "rules[0].name: is missing" in words(test)
    assert (shop / "config.yaml").read_text("utf-8") == CONFIG
