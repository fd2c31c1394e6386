"""The App Store's feed of reviews, with its empty pages, lone reviews and missing dates."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from collectors.app_store import Options, entries, fetch, mentions
from collectors.source import Blocked, Broken, Part, Source
from collectors.web import Web
from tests.collectors import sample
from tests.collectors.conftest import NOW, Site

GB = {"country": "gb"}


def app(site: Site | None = None, **options: Any) -> Source[Options]:
    url = site.url if site else "https://itunes.example"
    return sample.source("app_store", Options(123456789, ("gb",), base_url=url, **options))


def page(*numbers: int) -> str:
    """A page of reviews with these ids, behind the app itself."""
    entry = "<entry><id>{0}</id><im:rating>4</im:rating><title>t{0}</title><content type='text'>w</content></entry>"
    inside = "".join(entry.format(number) for number in numbers)
    spaces = "xmlns='http://www.w3.org/2005/Atom' xmlns:im='http://itunes.apple.com/rss'"
    return f"<feed {spaces}><entry><id>1</id><im:name>the app</im:name></entry>{inside}</feed>"


def path(number: int, form: str = "xml") -> str:
    return f"/gb/rss/customerreviews/page={number}/id=123456789/sortby=mostrecent/{form}"


def serve(site: Site, *pages: str) -> None:
    for number in range(1, 11):
        site.answer(path(number), pages[number - 1] if number <= len(pages) else page(), content_type="text/xml")


def test_a_review_without_a_date_counts_from_when_it_was_seen() -> None:
    batch = mentions(sample.look(sample.body("app_store", "one_review.json"), meta=GB), app(), NOW)
    assert (batch.mentions[0].published, batch.mentions[0].when) == (None, NOW)


def test_recorded_json(shared_data: Path) -> None:
    body = (shared_data / "recorded" / "itunes_reviews" / "customerreviews_1.json").read_bytes()
    wanted = json.loads(body)["feed"]["entry"]
    batch = mentions(sample.look(body), app(), NOW)
    assert len(batch.mentions) == len(wanted) == 50
    assert not batch.skipped
    assert all(m.text and m.author and m.rating is not None and m.published is None for m in batch.mentions)


def test_recorded_xml_has_dates(shared_data: Path) -> None:
    swift = (shared_data / "recorded" / "itunes_reviews" / "Tests__ReviewerTests__Fixture.swift").read_text("utf-8")
    texts = [
        text.strip().replace("\\n", "\n").replace('\\"', '"') for text in re.findall(r'"""(.*?)"""', swift, re.DOTALL)
    ]
    feeds = [text for text in texts if text.startswith("<?xml")]
    assert feeds
    for feed in feeds:
        batch = mentions(sample.look(feed.encode()), app(), NOW)
        assert len(batch.mentions) == feed.count("<im:rating>") > 0
        assert not batch.skipped
        for mention in batch.mentions:
            assert mention.text
            assert mention.published is not None
            assert datetime(2020, 1, 1, tzinfo=UTC) < mention.published < datetime(2021, 1, 1, tzinfo=UTC)


def test_a_first_look_reads_to_the_end(site: Site, web: Web) -> None:
    serve(site, page(90, 89), page(70))
    payload = fetch(app(site), {}, web)
    assert [seen.path for seen in site.seen] == [path(number) for number in (1, 2, 3, 4)]
    assert payload.cursor == {"newest": {"gb": 90}}
    assert len(mentions(payload, app(site), NOW).mentions) == 3


def test_a_later_look_ends_where_all_is_known_even_behind_an_edited_review(site: Site, web: Web) -> None:
    serve(site, page(99, 12, 98), page(97), page(90, 89), page(70))
    payload = fetch(app(site), {"newest": {"gb": 90}}, web)
    assert len(payload.parts) == 3
    assert payload.cursor == {"newest": {"gb": 99}}


def test_a_page_that_is_empty_at_random_keeps_the_cursor(site: Site, web: Web) -> None:
    serve(site, page(99, 98), page(), page(90, 89))
    payload = fetch(app(site), {"newest": {"gb": 90}}, web)
    assert payload.cursor == {"newest": {"gb": 90}}
    assert len(mentions(payload, app(site), NOW).mentions) == 4


def test_nothing_at_all_is_never_all_deleted_nor_nothing_new(site: Site, web: Web) -> None:
    serve(site)
    with pytest.raises(Broken, match="empty list for gb"):
        fetch(app(site), {"newest": {"gb": 90}}, web)
    assert fetch(app(site), {}, web).cursor == {"newest": {"gb": 0}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><p>Sorry</p></body></html>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b"<rss></rss>",
        b"{}",
        b'{"feed": [',
        b"\0\1\2",
        b'<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>',
        b'<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>',
    ],
)
def test_another_answer_is_an_error(body: bytes) -> None:
    with pytest.raises((Blocked, Broken)):
        entries(Part("https://itunes.example/x", body))


def test_countries_are_checked() -> None:
    with pytest.raises(ValueError, match="two small letters"):
        Options(1, ("../x",))
