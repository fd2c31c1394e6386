"""Feeds: fetched politely, told apart from what is no feed, and every item known again."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime

import pytest

from collectors import feed
from collectors.source import Batch, Blocked, Broken, Part, Payload, Secret, Source, SourceError
from collectors.web import Web
from tests.collectors.conftest import NOW, Site

SOURCE = Source("the blog", "feed", "Shop", feed.Options(url="https://a.example/feed"))


def item(title: str = "t", link: str = "https://a.example/1", guid: str = "", text: str = "", extra: str = "") -> str:
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return f"<item><title>{title}</title><link>{link}</link>{named}<description>{text}</description>{extra}</item>"


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>c</title>{''.join(items)}</channel></rss>".encode()


def understood(body: bytes, content_type: str = "", url: str = "https://a.example/feed") -> Batch:
    return feed.mentions(Payload((Part(url, body, content_type),), {}, NOW), SOURCE, NOW)


def ids(*items: str) -> list[str]:
    return [mention.id for mention in understood(rss(*items)).mentions]


def test_fetch_brings_the_bytes_and_next_time_asks_whether_they_changed(site: Site, web: Web) -> None:
    url = site.answer("/feed", rss(item()), content_type="application/rss+xml", headers={"ETag": '"1"'})
    site.answer("/feed", status=304)
    source = Source("f", "feed", "Shop", feed.Options(url=url))
    first = feed.fetch(source, {}, web)
    assert len(feed.mentions(first, source, first.fetched).mentions) == 1
    second = feed.fetch(source, first.cursor, web)
    assert second.parts == ()
    assert second.cursor == first.cursor
    assert feed.mentions(second, source, NOW) == Batch()


def test_a_secret_address_is_used_and_never_shown(site: Site, web: Web) -> None:
    url = site.answer("/canary/feed", rss(item()))
    source = Source("f", "feed", "Shop", feed.Options(url_env="ALERTS"), secrets={"url_env": Secret(url)})
    payload = feed.fetch(source, {}, web)
    assert "canary" not in repr(payload)
    assert len(feed.mentions(payload, source, NOW).mentions) == 1


@pytest.mark.parametrize(("url", "url_env"), [("", ""), ("https://a.example", "X")])
def test_exactly_one_address_is_needed(url: str, url_env: str) -> None:
    with pytest.raises(ValueError, match="either url or url_env"):
        feed.Options(url=url, url_env=url_env)


LOGIN = b"<!doctype html><html><title>Sign in</title><form><input type='password'></form></html>"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", Broken),
        (b"   \n", Broken),
        (b"\0\0\0\0", Broken),
        (LOGIN, Blocked),
        (b"<html><body>Before you continue to Google</body></html>", Blocked),
        (b"<html><head><title>404</title></head><body>not here</body></html>", Broken),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>x</body></html>", Broken),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", Broken),
        (b'{"error": "no"}', Broken),
        (b"[]", Broken),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', Broken),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', Broken),
        (b"plain words", Broken),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Broken),
        (b"<rss version='2.0'><channel><title>cut he", Broken),
        (b"<rss version='2.0'><channel><item><title>cut he", Broken),
        (rss(item(title="", link="")), Broken),
        (rss(item(title="", link="javascript:x"), item(title="", link="data:,x")), Broken),
        (b"<?xml version='1.0' encoding='unicode_escape'?><rss version='2.0'><channel>\\ud800</channel></rss>", Broken),
    ],
)
def test_what_is_no_feed_is_an_error_and_never_nothing_new(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as raised:
        understood(body)
    assert type(raised.value) is error
    assert raised.value.next_step


def test_a_feed_without_items_is_nothing_new() -> None:
    assert understood(rss()) == Batch()


def test_bad_items_are_skipped_with_place_and_reason() -> None:
    batch = understood(rss(item(), item(title="", link="")))
    assert len(batch.mentions) == 1
    assert [(each.where, each.reason) for each in batch.skipped] == [("item 2", "it has no link, no title and no text")]


def test_a_new_guid_with_the_same_link_and_text_is_the_same_mention() -> None:
    assert ids(item(guid="a", text="x")) == ids(item(guid="b", text="x"))
    assert len(ids(item(guid="a", text="x"), item(guid="b", text="x"))) == 1


def test_a_reused_guid_with_another_text_is_two_mentions() -> None:
    assert len(ids(item(guid="a", text="x"), item(guid="a", text="y"))) == 2
    assert ids(item(guid="a", text="x")) != ids(item(guid="a", text="y"))


def test_without_a_link_the_guid_counts() -> None:
    assert ids(item(link="", guid="a")) != ids(item(link="", guid="b"))


def test_three_looks_add_nothing() -> None:
    body = rss(*(item(title=f"t{n}", link=f"https://a.example/{n}") for n in range(20)))
    assert len({mention.id for _ in range(3) for mention in understood(body).mentions}) == 20


def test_tracking_marks_and_spelling_of_the_link_do_not_matter() -> None:
    plain, marked = "https://www.a.example/1/", "http://a.example/1?utm_source=rss#top"
    assert ids(item(link=plain)) == ids(item(link=marked.replace("&", "&amp;")))


def test_the_same_page_in_two_feeds_is_one_mention() -> None:
    one, other = (
        understood(rss(item()), url=f"https://{host}/feed").mentions[0] for host in ("a.example", "b.example")
    )
    assert one.id == other.id


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#x110000;", "&#0;", "&#55296;", "&#99999999999999999999;", "&#xFFFF;"]
)
def test_an_impossible_character_costs_only_itself(reference: str) -> None:
    titles = [
        mention.title for mention in understood(rss(item("one"), item(f"two {reference} 2"), item("three"))).mentions
    ]
    assert titles == ["one", "two \ufffd 2", "three"]


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "yesterday-ish",
        "",
        "2026-13-45",
        "Sun, 22 Nov 2026 12:00:00 GMT",
    ],
)
def test_unbelievable_dates_are_no_dates_and_never_on_top(date: str) -> None:
    (mention,) = understood(rss(item(extra=f"<pubDate>{date}</pubDate>"))).mentions
    assert mention.published is None
    assert mention.when == NOW


def test_dates_are_read_in_utc() -> None:
    (mention,) = understood(rss(item(extra="<pubDate>Fri, 20 Nov 2026 10:00:00 +0530</pubDate>"))).mentions
    assert mention.published == datetime(2026, 11, 20, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("cut", range(1, 6))
def test_an_item_that_is_cut_off_is_not_half_a_mention(cut: int) -> None:
    whole = rss(item("one"), item("two", link="https://a.example/2", text="a long text about cumin"))
    end = whole.index(b"cumin") + cut
    batch = understood(whole[:end])
    assert [mention.title for mention in batch.mentions] == ["one"]
    assert "breaks off" in batch.skipped[0].reason


WORDS = "Würzig & schön – 香料"


@pytest.mark.parametrize(
    ("encode", "content_type"),
    [
        (lambda text: text.encode("utf-8"), ""),
        (lambda text: codecs.BOM_UTF8 + text.encode("utf-8"), "text/xml"),
        (lambda text: text.encode("utf-16"), ""),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "application/rss+xml"),
        (lambda text: text.encode("utf-32"), ""),
        (lambda text: text.encode("utf-8"), "application/xml; charset=utf-8"),
        (lambda text: ("<?xml version='1.0' encoding='gb18030'?>" + text).encode("gb18030"), ""),
        (lambda text: text.encode("utf-8"), "text/xml; charset=us-ascii"),
    ],
)
def test_encodings(encode: object, content_type: str) -> None:
    assert callable(encode)
    body = encode(rss(item(WORDS.replace("&", "&amp;"))).decode())
    assert [mention.title for mention in understood(body, content_type).mentions] == [WORDS]


def test_one_wrong_byte_does_not_spoil_all_accents() -> None:
    body = rss(item("Würzig", text="schön"), item("zwei", link="https://a.example/2")).replace(b"zwei", b"zw\xe9i")
    assert [mention.title for mention in understood(body).mentions] == ["Würzig", "zw\ufffdi"]


def test_a_feed_said_to_be_utf_8_that_is_latin_1() -> None:
    body = b"<?xml version='1.0' encoding='utf-8'?>" + rss(item("Gewürze für Jörg")).decode().encode("latin-1")
    assert understood(body).mentions[0].title == "Gewürze für Jörg"


def test_nul_bytes_and_markup_in_titles_leave_words() -> None:
    body = rss(item("a\0b &lt;img src=x onerror=alert(1)&gt; &lt;svg onload=alert(1)&gt;"))
    (mention,) = understood(body).mentions
    assert mention.title == "ab"


def test_files_and_addresses_inside_a_feed_are_never_opened(site: Site) -> None:
    url = site.answer("/x", "opened")
    body = f"<?xml version='1.0'?><?xml-stylesheet href='{url}'?><!DOCTYPE rss SYSTEM '{url}'>".encode() + rss(
        item(text=f"&lt;img src='{url}'&gt; seen"), item(title="file:///etc/passwd", link="file:///etc/passwd")
    )
    batch = understood(body)
    assert site.connections == 0
    assert [mention.url for mention in batch.mentions] == ["https://a.example/1", ""]


@pytest.mark.parametrize("kind", ["review", "comment"])
def test_the_owner_may_say_what_the_items_are(kind: str) -> None:
    options = feed.Options(url="https://a.example/feed", items="review" if kind == "review" else "comment")
    source = Source("f", "feed", "Shop", options)
    batch = feed.mentions(Payload((Part("https://a.example/feed", rss(item())),), {}, NOW), source, NOW)
    assert batch.mentions[0].kind == kind


def test_a_very_long_feed_keeps_its_first_five_thousand() -> None:
    batch = understood(rss(*(item(f"t{n}", f"https://a.example/{n}") for n in range(5_002))))
    assert len(batch.mentions) == 5_000
    assert "more than 5000" in batch.skipped[0].reason


@pytest.mark.parametrize("mail", ["ann@a.com", "ann@a.example", "ann@a.photography", "ann@mail.a.co.uk"])
def test_an_author_written_as_mail_and_name_is_called_by_the_name(mail: str) -> None:
    body = rss(f"<item><title>t</title><link>https://a.example/1</link><author>{mail} (Ann (the one))</author></item>")
    assert [mention.author for mention in understood(body).mentions] == ["Ann (the one)"]
