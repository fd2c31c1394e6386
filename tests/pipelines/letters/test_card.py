from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.letters.card import card, clock, safe_link, shortened, span, spoken_rating
from storage.model import Mention

NOW = datetime(2026, 5, 4, 9, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rating", "scale", "spoken"),
    [
        (0.0, "1-5", ("★☆☆☆☆", "1 of 5")),
        (1.0, "1-5", ("★★★★★", "5 of 5")),
        (0.625, "1-5", ("★★★★☆", "3.5 of 5")),
        (0.25, "0-10", ("", "2.5 of 10")),
        (0.4, "10-50", ("", "26 of 50")),
        (0.2, "6-1", ("", "5 (best 1, worst 6)")),
        (0.5, "thumbs", ("", "50 %")),
        (0.5, None, ("★★★☆☆", "3 of 5")),
        (None, "1-5", ("", "")),
    ],
)
def test_ratings_as_they_were_given(rating: float | None, scale: str | None, spoken: tuple[str, str]) -> None:
    assert spoken_rating(rating, scale) == spoken


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.com/x",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com/ x",
        'https://example.com/"onmouseover="x',
        "https://example.com/\nX",
        "https://exаmple.com/",  # a Cyrillic а
        "https://[broken/",
        "https://example.com/" + "x" * 3000,
        "",
    ],
)
def test_links_that_are_not_safe_to_follow_are_left_out(url: str) -> None:
    assert safe_link(url) == ""


def test_an_ordinary_link_stays() -> None:
    assert safe_link("https://example.com/r/1?a=b&c=%20#x") == "https://example.com/r/1?a=b&c=%20#x"


def test_both_clocks_and_our_own_part() -> None:
    mention = Mention(
        "1", "Shop", "news", "review", "", "", "", "Cold food", NOW - timedelta(hours=3), NOW - timedelta(seconds=9)
    )
    shown = card(mention, None, ZoneInfo("Europe/London"), NOW, letters=100)
    assert shown.posted == "Monday 4 May 2026, 07:31"
    assert shown.first_seen == "Monday 4 May 2026, 10:31"
    assert shown.delay == "3 hours"
    assert shown.took == "9 seconds"
    assert (shown.author, shown.link) == ("no name given", "")


def test_a_source_that_tells_no_time_and_one_from_the_future() -> None:
    mention = Mention("1", "Shop", "news", "review", "", "Ann", "", "Cold", None, NOW)
    assert card(mention, None, ZoneInfo("UTC"), NOW, letters=100).posted == "the source does not say when"
    assert card(mention, None, ZoneInfo("UTC"), NOW - timedelta(hours=1), letters=100).took == "under a second"


def test_the_clock_keeps_to_summer_time() -> None:
    assert clock(datetime(2026, 1, 4, 9, 0, tzinfo=UTC), ZoneInfo("Europe/London")) == "Sunday 4 January 2026, 09:00"


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "under a second"), (150, "2 minutes"), (86400 * 40, "40 days")])
def test_spans(seconds: float, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words


def test_long_words_are_cut() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("x" * 50, 10) == "x" * 10 + " …"
    assert shortened("short", 10) == "short"
