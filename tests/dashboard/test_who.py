"""Who is at the page: the first of the team, whoever is picked, and never a viewer by accident."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PEOPLE = """
business: {name: Test Shop}
people:
  - {name: Vi, email: vi@example.com, role: viewer}
  - {name: Ada, email: ada@example.com, role: owner}
  - {name: Ben, email: ben@example.com, role: staff}
"""
ALONE = "business: {name: Test Shop}\npeople: [{name: Ada, email: ada@example.com}]\n"
ONLOOKERS = "business: {name: Test Shop}\npeople: [{name: Vi, email: vi@example.com, role: viewer}]\n"


def page_that_says_who() -> None:
    import streamlit as st

    from dashboard import who
    from dashboard.app import frame_of, settings

    frame = frame_of(settings())
    who.corner(frame)
    st.text(f"{who.who(frame)} {who.may_change(frame)}")


def said(test: AppTest) -> str:
    assert not test.exception
    return str(test.text[0].value)


@pytest.fixture
def page(home: Path) -> AppTest:
    (home / "config.yaml").write_text(PEOPLE, "utf-8")
    return AppTest.from_function(page_that_says_who, default_timeout=90)


def test_the_first_who_may_change_something_is_at_the_page(page: AppTest) -> None:
    assert said(page.run()) == "Ada True"
    assert page.selectbox[0].options == ["Ada", "Ben"]


def test_a_pick_is_kept_and_stands_in_the_address(page: AppTest) -> None:
    page.run().selectbox[0].select("Ben").run()
    assert said(page) == "Ben True"
    assert page.query_params["as"] == "Ben"
    assert said(page.run()) == "Ben True"
    page.selectbox[0].select("Ada").run()
    assert "as" not in page.query_params


@pytest.mark.parametrize(("asked", "expected"), [("Ben", "Ben True"), ("Vi", "Ada True"), ("<b>Eve", "Ada True")])
def test_the_address_names_a_colleague_or_nobody(page: AppTest, asked: str, expected: str) -> None:
    page.query_params["as"] = asked
    assert said(page.run()) == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [(ALONE, "Ada True"), (ONLOOKERS, "Vi False"), ("business: {name: Test Shop}\n", "owner True")],
    ids=["one", "only a viewer", "nobody named"],
)
def test_where_there_is_nothing_to_choose_nothing_is_asked(
    page: AppTest, home: Path, config: str, expected: str
) -> None:
    (home / "config.yaml").write_text(config, "utf-8")
    assert said(page.run()) == expected
    assert not page.selectbox
