"""Sources that need no key and make sense for a business, from what its owner said. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import quote, urlencode

ELSEWHERE = "US"  # country of the news search when the time zone names none
SOFTWARE = ("software", "app", "saas")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One source as it would stand in config.yaml."""

    keys: Mapping[str, str]  # name, kind and the kind's own, in this order
    comment: str


def sources(
    name: str, town: str, language: str, timezone: str, trade: str, subreddits: Sequence[str] | None = None
) -> list[Suggestion]:
    """`subreddits` None takes the town's; an empty one takes none."""
    phrase = '"' + name.replace('"', "") + '"'
    country = country_of(timezone)
    found = [
        Suggestion(
            {"name": "google-news", "kind": "feed", "url": news_search(f"{phrase} {town}".strip(), language, country)},
            "News that names you, through Google News.",
        ),
        Suggestion(
            {"name": "reddit-search", "kind": "feed", "url": reddit_search(phrase), "every": "1 hour"},
            "Posts anywhere on Reddit that name you. Reddit takes about one question a minute, so this stays slow.",
        ),
    ]
    chosen = [plain_tag(town)] if subreddits is None else [plain_tag(each.removeprefix("r/")) for each in subreddits]
    if joined := "+".join(each for each in chosen if each):
        address = f"https://www.reddit.com/r/{joined}/new/.rss"
        comment = "What is new where your town talks; only posts that name you are kept in view."
        found.append(Suggestion({"name": "reddit-town", "kind": "feed", "url": address, "every": "1 hour"}, comment))
    if tag := plain_tag(name):
        found.append(Suggestion({"name": "mastodon", "kind": "mastodon", "tag": tag}, "Posts tagged with your name."))
    if any(word in trade.casefold().split() for word in SOFTWARE):
        comment = "Stories and comments on Hacker News that name you."
        found.append(Suggestion({"name": "hacker-news", "kind": "hackernews", "query": name.replace('"', "")}, comment))
    return found


def news_search(query: str, language: str, country: str) -> str:
    """Address of a Google News search of the last week, in one language and edition."""
    edition = {"hl": f"{language}-{country}", "gl": country, "ceid": f"{country}:{language}"}
    return "https://news.google.com/rss/search?" + urlencode({"q": f"{query} when:7d", **edition}, quote_via=quote)


def reddit_search(phrase: str) -> str:
    return "https://www.reddit.com/search.rss?" + urlencode({"q": phrase, "sort": "new"}, quote_via=quote)


def plain_tag(text: str) -> str:
    """Letters and digits only, without accents: how a name is written as a tag or a subreddit."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and "))
    return re.sub(r"[^A-Za-z0-9_]", "", plain)[:40].lower()


@cache
def _countries() -> Mapping[str, str]:
    """Time zone -> country, from the zone table that ships with the time zones."""
    table = resources.files("tzdata.zoneinfo") / "zone.tab"
    rows = (row.split("\t") for row in table.read_text(encoding="utf-8").splitlines() if not row.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) >= 3}


def country_of(timezone: str) -> str:
    """Two-letter country of a time zone; `ELSEWHERE` for one that belongs to none, such as UTC."""
    return _countries().get(timezone, ELSEWHERE)
