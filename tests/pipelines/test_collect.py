from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.source import Part, Payload
from collectors.web import Web
from pipelines import collect
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.payloads import header, payload_of
from storage import mentions, polls
from storage.model import Poll
from tests.collectors.conftest import Site, new_site, site  # noqa: F401 - fixtures

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>'
    "<item><guid>{0}</guid><link>https://example.com/{0}</link><title>About {0}</title></item></channel></rss>"
)

Opened = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path, site: Site) -> Opened:
    def build(*paths: str) -> Desk:
        sources = "".join(f"  - {{name: '{path}', kind: feed, url: '{site.url}/{path}'}}\n" for path in paths)
        (tmp_path / "config.yaml").write_text(
            f"business: {{name: Pepperwick}}\nweb: {{allow_loopback: true}}\nsources:\n{sources}", encoding="utf-8"
        )
        return open_desk(load(tmp_path / "config.yaml", {}), {})

    return build


def look(desk: Desk, at: datetime = NOW) -> dict[str, Poll]:
    with Web(user_agent="test", allow_loopback=True, now=lambda: at, deadline=5) as web:
        sources = desk.config.source_objects({})
        return {poll.source: poll for poll in collect.collect(desk, sources, web, now=at, tell=lambda _: None)}


def stored(desk: Desk) -> int:
    with desk.record.session("count") as con:
        return mentions.count(con)


def test_new_known_blocked_and_broken_are_four_different_things(opened: Opened, site: Site) -> None:
    desk = opened("good", "same", "shut", "down", "page")
    for path in ("good", "same"):
        site.answer(f"/{path}", RSS.format(path), content_type="application/rss+xml")
    site.answer("/shut", "no", status=403)
    site.answer("/down", "oops", status=503)
    site.answer("/page", "<!doctype html><html><body>Sign in</body></html>", content_type="text/html")
    look(desk)
    site.answer("/good", RSS.format("newer"), content_type="application/rss+xml")
    look(desk, NOW + timedelta(hours=1))  # the first answer comes once more
    again = look(desk, NOW + timedelta(hours=2))
    assert {name: poll.status for name, poll in again.items()} == {
        "good": "ok",
        "same": "nothing_new",
        "shut": "blocked",
        "down": "broken",
        "page": again["page"].status,
    }
    assert again["page"].status in ("blocked", "broken")
    assert all(again[name].error and again[name].next_step for name in ("shut", "down", "page"))
    assert [again[name].failures for name in ("good", "shut", "down")] == [0, 3, 3]
    assert stored(desk) == 3


def test_a_failed_look_keeps_the_cursor_of_the_last_good_one(opened: Opened, site: Site) -> None:
    desk = opened("feed")
    site.answer("/feed", RSS.format("a"), content_type="application/rss+xml", headers={"ETag": '"one"'})
    site.answer("/feed", "{", content_type="application/json", headers={"ETag": '"two"'})
    good, bad = look(desk)["feed"], look(desk, NOW + timedelta(hours=1))["feed"]
    assert good.status == "ok"
    assert bad.status == "broken"
    assert bad.cursor == good.cursor
    assert desk.spool.pending() == []


def test_a_source_that_waits_for_its_secret_says_which(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "business: {name: Pepperwick}\nsources: [{name: alerts, kind: feed, url_env: ALERTS_URL}]\n", encoding="utf-8"
    )
    poll = look(open_desk(load(tmp_path / "config.yaml", {}), {}))["alerts"]
    assert poll.status == "broken"
    assert "ALERTS_URL" in f"{poll.error} {poll.next_step}"


def test_what_was_fetched_before_a_crash_is_kept_by_the_next_round(opened: Opened) -> None:
    desk = opened("feed")
    payload = Payload((Part("https://example.com/feed", RSS.format("saved").encode()),), {"etag": "x"}, NOW)
    desk.spool.put("feed", header("feed", payload), [part.body for part in payload.parts])
    assert collect.keep_pending(desk) == 1
    assert (collect.keep_pending(desk), stored(desk)) == (0, 1)


def test_what_nobody_configures_any_more_is_set_aside_and_not_deleted(opened: Opened) -> None:
    desk = opened("feed")
    payload = Payload((Part("https://example.com/x", RSS.format("old").encode()),), {}, NOW)
    desk.spool.put("former", header("feed", payload), [part.body for part in payload.parts])
    assert collect.keep_pending(desk) == 0
    assert [path.suffix for path in desk.spool.folder.iterdir()] == [".failed"]


def test_a_payload_comes_back_from_the_spool_as_it_went_in(opened: Opened) -> None:
    desk = opened("feed")
    payload = Payload(
        (Part("https://example.com/a", b"\x00\xff", "text/xml", {"n": "1"}), Part("https://example.com/b", b"")),
        {"etag": "x", "page": 3, "list": [1, None]},
        NOW,
    )
    entry = desk.spool.put("feed", header("feed", payload), [part.body for part in payload.parts])
    (read,) = desk.spool.pending()
    assert payload_of(entry) == payload_of(read) == payload


def test_only_what_is_due_is_looked_at(opened: Opened, site: Site) -> None:
    desk = opened("one", "two")
    for path in ("one", "two"):
        site.answer(f"/{path}", RSS.format(path), content_type="application/rss+xml")
    look(desk)
    with desk.record.session("read") as con:
        last = polls.last(con)
    sources = desk.config.source_objects({})
    assert collect.due(sources, last, desk.config.every, NOW + timedelta(minutes=5)) == []
    assert len(collect.due(sources, last, desk.config.every, NOW + timedelta(days=3))) == 2
    assert [each.name for each in collect.due(sources, {"one": last["one"]}, desk.config.every, NOW)] == ["two"]
