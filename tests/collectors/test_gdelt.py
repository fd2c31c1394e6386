"""GDELT: errors spoken with status 200, JSON that is not quite, and a span that covers the time away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collectors import gdelt
from collectors.source import Blocked, Broken, Source, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Site


def source(site: Site, language: str = "") -> Source[gdelt.Options]:
    return Source("world", "gdelt", "Shop", gdelt.Options('My "Shop"', language, site.url + "/doc"))


def test_the_phrase_is_asked_for(site: Site, web: Web) -> None:
    site.answer("/doc", "{}")
    payload = gdelt.fetch(source(site, "Spanish"), {}, web)
    assert gdelt.mentions(payload, source(site), NOW).mentions == ()
    assert site.seen[0].query["query"] == '"My  Shop" sourcelang:spanish'
    assert site.seen[0].query["timespan"] == "72h"
    assert payload.cursor == {"looked": NOW.isoformat()}


@pytest.mark.parametrize(("away", "span"), [(1, "72h"), (3, "96h"), (90, "336h")])
def test_the_span_covers_the_time_away(away: int, span: str, site: Site, web: Web) -> None:
    site.answer("/doc", "{}")
    gdelt.fetch(source(site), {"looked": (NOW - timedelta(days=away)).isoformat()}, web)
    assert site.seen[0].query["timespan"] == span


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ("The specified phrase is too short.", Broken, "phrase is too short"),
        ("Please limit requests to one every 5 seconds or contact ...", Blocked, "too often"),
        ("", Broken, "nothing at all"),
        ("<html><body>Service unavailable</body></html>", Broken, "web page"),
        ('{"articles": [{"url":', Broken, "JSON"),
        ("[]", Broken, "JSON"),
        ("[" * 100_000, Broken, "JSON"),
    ],
)
def test_spoken_errors(body: str, error: type[SourceError], words: str, site: Site, web: Web) -> None:
    site.answer("/doc", body)
    with pytest.raises(error, match=words) as raised:
        gdelt.fetch(source(site), {}, web)
    assert type(raised.value) is error
    assert raised.value.next_step


def test_right_escapes_stay_right(site: Site, web: Web) -> None:
    site.answer("/doc", r'{"articles": [{"url": "https:\/\/a.example\/1", "title": "\\x \"q\" \u00e9 \\\\ \d"}]}')
    (mention,) = gdelt.mentions(gdelt.fetch(source(site), {}, web), source(site), NOW).mentions
    assert mention.url == "https://a.example/1"
    assert mention.title == r'\x "q" é \\ \d'
