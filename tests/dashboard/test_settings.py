"""The page Settings: each part writes config.yaml, keeps its comments, and says what it refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import look_now
from storage.lock import waiting_line
from tests.dashboard.test_views import Fill, Reader, html, page, words

CONFIG = """# our shop
business:
  name: Mossop & Mace # as on the sign
  timezone: Europe/London
brands:
  - name: Mossop & Mace
    aliases: [The Mace] # what regulars say
people:
  - {name: Ines, email: ines@example.com, role: owner}
  - {name: Tom, email: tom@example.com, role: staff}
sources:
  - {name: exports, kind: files, path: in} # by hand
  - {name: alerts, kind: feed, url_env: EARLYWORD_TEST_FEED}
topics: {late: [late]}
"""


@pytest.fixture
def shop(home: Path) -> Path:
    (home / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (home / "data").mkdir(exist_ok=True)
    return home


def text(shop: Path) -> str:
    return (shop / "config.yaml").read_text("utf-8")


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click()
    return test.run()


def typed(test: AppTest, label: str, value: str) -> None:
    fields = [*test.text_input, *test.text_area]
    next(field for field in fields if field.label == label).set_value(value)


@pytest.mark.parametrize(
    ("part", "label", "value", "before", "after"),
    [
        ("shop", "Town", "York", "  timezone: Europe/London\n", "  timezone: Europe/London\n  town: York\n"),
        ("shop", "Monday", "09:00-17:00", "brands:", '  hours:\n    mon: "09:00-17:00"\nbrands:'),
        ("names", "Also called", "The Mace, Mossops", "[The Mace] # what", "[The Mace, Mossops] # what"),
        ("topics", "late", "late, tardy", "{late: [late]}", "{late: [late, tardy]}"),
        ("team", "Own shifts", "tue-wed 09:00-12:00", "role: owner}",
         'role: owner, hours: {tue: "09:00-12:00", wed: "09:00-12:00"}}'),
        ("letters", "The morning’s letter, at", "06:45", "{late: [late]}\n",
         '{late: [late]}\n\ndigest:\n  at: "06:45"\n'),
    ],
)  # fmt: skip
def test_one_field_changes_one_line(shop: Path, part: str, label: str, value: str, before: str, after: str) -> None:
    test = page("settings", part=part)
    typed(test, label, value)
    press(test, "Save")
    assert "Saved; what stood there before is in config.yaml." in words(test)
    assert text(shop) == CONFIG.replace(before, after, 1)


def test_what_would_be_refused_is_said_and_nothing_written(shop: Path) -> None:
    test = page("settings", part="shop")
    typed(test, "Time zone", "Mars/Olympus")
    press(test, "Save")
    assert "config.yaml line 4, business.timezone: is no time zone" in words(test)
    assert text(shop) == CONFIG


def test_somebody_elses_change_is_shown_and_not_overwritten(shop: Path) -> None:
    test = page("settings", part="shop")
    theirs = CONFIG.replace("Europe/London", "Europe/Paris")
    (shop / "config.yaml").write_text(theirs, encoding="utf-8")
    typed(test, "Town", "York")
    press(test, "Save")
    read = words(test)
    assert "nothing was saved" in read
    assert "+  timezone: Europe/Paris" in read
    assert text(shop) == theirs
    press(test, "Show what stands there now")
    assert next(field for field in test.text_input if field.label == "Time zone").value == "Europe/Paris"


def test_staff_may_not_change_settings_whatever_the_page_shows(shop: Path) -> None:
    test = page("settings", part="shop", **{"as": "Tom"})
    typed(test, "Town", "York")
    press(test, "Save")
    assert "Tom (staff) may not change the settings" in words(test)
    assert text(shop) == CONFIG


def test_secrets_are_names_and_whether_they_are_set(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "EARLYWORD_TEST_FEEDnot set" in words(page("settings", part="sources"))
    monkeypatch.setenv("EARLYWORD_TEST_FEED", "https://example.com/very-secret-feed")
    read = words(page("settings", part="sources"))
    assert "EARLYWORD_TEST_FEEDset" in read
    assert "very-secret" not in read


def test_a_source_is_added_tried_and_removed(shop: Path) -> None:
    (shop / "in").mkdir()
    trick = "<img src=x onerror=alert(1)>"
    (shop / "in" / "a.csv").write_text(f"text,date\nlate again {trick},2026-05-01\n", encoding="utf-8")
    test = page("settings", part="sources")
    typed(test, "Name", "news")
    typed(test, "url", "https://example.com/feed")
    press(test, "Add it")
    assert '  - name: news\n    kind: feed\n    url: "https://example.com/feed"\n' in text(shop)
    test.default_timeout = 100
    press(test, "Try it once")
    written = html(test)
    assert "It answers." in Reader(written).words
    assert "late again" in Reader(written).words
    assert "img" not in {tag for tag, _ in Reader(written).seen}
    press(test, "Yes, remove it")
    assert "exports" not in text(shop)


def test_the_budget_says_what_it_would_have_meant(shop: Path, fill: Fill, now: datetime) -> None:
    fill(shop / "data", now)
    test = page("settings", part="budget")
    test.default_timeout = 100
    assert "This would have rung" in words(test)
    test.number_input[0].set_value(1)
    press(test.run(), "Save")
    assert "warn:\n  interruptions_per_week: 1\n" in text(shop)


def test_the_sample_business_becomes_ones_own(home: Path) -> None:
    test = page("settings")
    typed(test, "Name of the business, as on the sign", "Zaytoun")
    typed(test, "Your name", "Nadia")
    press(test, "Write config.yaml")
    assert 'name: "Zaytoun"' in text(home)
    assert "Settings" in words(page("settings"))


def test_the_page_of_sources_says_what_is_not_covered_and_how_each_day_went(
    home: Path, fill: Fill, now: datetime
) -> None:
    fill(home / "data" / "sample", now, trouble=True)
    read = words(page("sources"))
    assert "What people write to each other in private is theirs." in read
    assert "; blocked at some look" in read
    assert "; broken at some look" in read


def test_a_source_that_cannot_wait_is_looked_at_now(shop: Path, fill_empty: Fill, now: datetime) -> None:
    fill_empty(shop / "data", now)
    test = page("sources")
    test.selectbox[0].set_value("alerts")
    read = words(press(test, "Look now"))
    assert "Nobody is collecting at the moment, so alerts is looked at when the next round starts." in read
    with waiting_line(shop / "data" / "service", "serving the page", timedelta(0)):
        assert "Looking at alerts now" in words(test.run())
    for wish in look_now.wishes(shop / "data"):  # the round has looked
        look_now.kept([wish])
    assert "Looking at" not in words(test.run())


def test_whoever_may_change_nothing_is_offered_no_look(shop: Path, fill_empty: Fill, now: datetime) -> None:
    viewer = CONFIG.replace("role: owner", "role: viewer").replace("role: staff", "role: viewer")
    (shop / "config.yaml").write_text(viewer, encoding="utf-8")
    fill_empty(shop / "data", now)
    assert [button.label for button in page("sources").button] == []
