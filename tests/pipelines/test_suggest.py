from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines import suggest


def test_a_shop_gets_news_reddit_and_its_tag() -> None:
    found = suggest.sources("Mossop & Mace", "Ollerford", "en", "Europe/London", "shop")
    by_name = {each.keys["name"]: each.keys for each in found}
    assert set(by_name) == {"google-news", "reddit-search", "reddit-town", "mastodon"}
    query = parse_qs(urlsplit(by_name["google-news"]["url"]).query)
    assert query == {
        "q": ['"Mossop & Mace" Ollerford when:7d'],
        "hl": ["en-GB"],
        "gl": ["GB"],
        "ceid": ["GB:en"],
    }
    assert by_name["reddit-town"]["url"] == "https://www.reddit.com/r/ollerford/new/.rss"
    assert by_name["mastodon"]["tag"] == "mossopandmace"


def test_a_software_firm_is_looked_for_on_hacker_news() -> None:
    found = suggest.sources("Tidy", "", "en", "UTC", "Software")
    assert [each.keys["query"] for each in found if each.keys["kind"] == "hackernews"] == ["Tidy"]


def test_subreddits_of_ones_own_replace_the_towns_and_none_is_none() -> None:
    def towns(subreddits: list[str]) -> list[str]:
        found = suggest.sources("X", "York", "en", "UTC", "", subreddits)
        return [each.keys["url"] for each in found if each.keys["name"] == "reddit-town"]

    assert towns(["r/pizza", "Leeds & York"]) == ["https://www.reddit.com/r/pizza+leedsandyork/new/.rss"]
    assert towns([]) == []


@pytest.mark.parametrize(
    ("name", "tag"), [("Café Zoë", "cafezoe"), ("O'Neill's #1", "oneills1"), ("寿司", ""), ("x" * 99, "x" * 40)]
)
def test_tags(name: str, tag: str) -> None:
    assert suggest.plain_tag(name) == tag


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/London", "GB"), ("America/Chicago", "US"), ("Europe/Vienna", "AT"), ("UTC", "US")]
)
def test_the_country_of_a_zone(zone: str, country: str) -> None:
    assert suggest.country_of(zone) == country


def test_quotes_in_a_name_do_not_break_the_phrase() -> None:
    (news, *_) = suggest.sources('The "Grill"', "", "de", "Europe/Berlin", "")
    assert parse_qs(urlsplit(news.keys["url"]).query)["q"] == ['"The Grill" when:7d']
