"""Every source tried once: ok, nothing new, blocked and broken are four different things."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipelines import check
from pipelines.access.passwords import Passwords
from pipelines.door import door
from pipelines.exits import Exit
from pipelines.terminal import Complaint
from tests.pipelines.conftest import NOW, SHOP, Configured, Spoken

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><title>Cold soup</title><link>https://example.com/1</link><guid>1</guid>
<pubDate>Mon, 04 May 2026 08:00:00 GMT</pubDate><description>never again</description></item></channel></rss>"""
EMPTY = '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title></channel></rss>'
ANSWERS = {"/ok": (200, FEED), "/empty": (200, EMPTY), "/blocked": (403, ""), "/broken": (500, "")}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_each_answer_has_its_own_word(configured: Configured, site: str, spoken: Spoken, tmp_path: Path) -> None:
    lines = [f"  - {{name: {name}, kind: feed, url: '{site}/{name}'}}" for name in ("ok", "empty", "blocked", "broken")]
    lines += ["  - {name: secret, kind: feed, url_env: FEED_URL}", "  - {name: file, kind: files, path: in.csv}"]
    (tmp_path / "in.csv").write_text("review,stars\nCold soup and rude staff,1\n", "utf-8")
    os.utime(tmp_path / "in.csv", (NOW.timestamp() - 60,) * 2)
    config = configured(SHOP + "web: {allow_loopback: true}\nsources:\n" + "\n".join(lines) + "\n")
    heard = []
    with door(config, lambda: NOW) as web:
        found = check.run(config, web, {}, tell=lambda each: heard.append(each.source))
    assert [(each.source, each.status, each.found) for each in found] == [
        ("ok", "ok", 1),
        ("empty", "nothing_new", 0),
        ("blocked", "blocked", 0),
        ("broken", "broken", 0),
        ("secret", "broken", 0),
        ("file", "ok", 1),
    ]
    assert sorted(heard) == sorted(each.source for each in found)
    assert "FEED_URL" in found[4].message
    assert all(each.next_step for each in found if each.failed)

    assert check.show(found, spoken.terminal) == Exit.LOOK
    assert "2 of 6 ok; 1 of 6 nothing new; 1 of 6 blocked; 2 of 6 broken" in spoken.out.getvalue()


COUNTED_ON = """
mail: {from: a@b.org, smtp: {host: mail.example.org, user: u, password_env: MAIL}}
heartbeat: {url_env: PULSE}
people:
  - {name: Ada Byte, email: ada@example.org, notify_env: [CHAT]}
  - {name: Tom, email: tom@example.org}
dashboard: {sign_in: password}
"""


def test_what_is_counted_on_and_not_set_is_named_and_never_shown(configured: Configured, spoken: Spoken) -> None:
    config = configured(SHOP + COUNTED_ON)
    found = check.counted_on(config, {"PULSE": "canary"})
    assert [(each.source, each.message) for each in found] == [
        ("mail", "MAIL is not set"),
        ("messages to Ada Byte", "CHAT is not set"),
        ("sign-in", "nobody has a password, so nobody can sign in"),
    ]
    assert found[-1].next_step == "Set one: earlyword password 'Ada Byte'"
    assert check.show(found, spoken.terminal) == Exit.LOOK
    assert "canary" not in spoken.out.getvalue()
    Passwords(config.data).put("Tom", "correct horse battery")
    assert check.counted_on(config, dict.fromkeys(("PULSE", "MAIL", "CHAT"), "canary")) == []


def test_as_json_one_object_a_line(spoken: Spoken) -> None:
    found = [check.Checked("a", "feed", "ok", found=3, newest=NOW), check.Checked("b", "feed", "nothing_new")]
    assert check.show(found, spoken.terminal, as_json=True) == Exit.FINE
    first, second = map(json.loads, spoken.out.getvalue().splitlines())
    assert (first["source"], first["status"], first["newest"]) == ("a", "ok", NOW.isoformat())
    assert second["newest"] is None


def test_no_source_at_all_is_fine_and_said(configured: Configured, spoken: Spoken) -> None:
    config = configured()
    with door(config, lambda: NOW) as web:
        assert check.show(check.run(config, web, {}), spoken.terminal) == Exit.FINE
    assert "names no source" in spoken.out.getvalue()


def test_only_the_named_sources_are_tried(configured: Configured, site: str) -> None:
    config = configured(
        f"{SHOP}web: {{allow_loopback: true}}\nsources:\n  - {{name: a, kind: feed, url: '{site}/ok'}}\n"
        f"  - {{name: b, kind: feed, url: '{site}/broken'}}\n"
    )
    with door(config, lambda: NOW) as web:
        assert [each.source for each in check.run(config, web, {}, only=["a"])] == ["a"]
        with pytest.raises(Complaint, match="no source called nope"):
            check.run(config, web, {}, only=["nope"])
