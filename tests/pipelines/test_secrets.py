"""Canaries: secrets wherever an owner may put them are in no output, no file of ours, no letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines import heartbeat
from tests.collectors.conftest import Site, new_site, site  # noqa: F401 - fixtures
from tests.pipelines.commands.conftest import Earlyword, earlyword  # noqa: F401 - fixture

# one of the many services the library of channels knows brings a module that Python retires
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
CANARIES = ("canary-user", "canary-pass", "canary-query", "canary-env", "canary-dotenv", "canary-mail", "canary-beat")
CONFIG = """
business: {{name: Pepperwick}}
web: {{allow_loopback: true}}
people: [{{name: Ada, email: ada@example.org, notify_env: [CHAT]}}]
sources:
  - {{name: in-url, kind: feed, url: "http://canary-user:canary-pass@127.0.0.1:{port}/in-url?api_key=canary-query"}}
  - {{name: in-env, kind: feed, url_env: FEED}}
  - {{name: in-dotenv, kind: feed, url_env: OTHER}}
  - {{name: moved, kind: feed, url: "http://127.0.0.1:{port}/moved?token=canary-query"}}
  - {{name: nowhere, kind: feed, url: "http://canary-user:canary-pass@127.0.0.1:1/x?secret=canary-query"}}
mail: {{from: a@b.org, smtp: {{host: 127.0.0.1, port: 1, security: none, user: ada, password_env: MAIL}}}}
heartbeat: {{url_env: BEAT}}
"""
COMMANDS: list[list[str]] = [
    ["run"],
    ["check"],
    ["doctor", "--json"],
    ["sources"],
    ["outbox"],
    ["config", "show"],
    ["sources", "try", "in-env"],
    ["sql", "SELECT * FROM source_health"],
]
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><guid>1</guid><link>{link}</link>'
    "<title>Pepperwick made me sick, food poisoning, hospital</title></item></channel></rss>"
)


@pytest.fixture
def env(site: Site) -> dict[str, str]:
    here = f"http://127.0.0.1:{site.port}"
    return {
        "FEED": f"{here}/in-env/canary-env/feed?key=canary-env",
        "MAIL": "canary-mail",
        "BEAT": f"{here}/canary-beat",
        "CHAT": "json://127.0.0.1:1/canary-env",
    }


def test_no_secret_leaves(earlyword: Earlyword, site: Site, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG.format(port=site.port), "utf-8")
    (tmp_path / ".env").write_text(f"OTHER=http://127.0.0.1:{site.port}/in-dotenv/canary-dotenv\n", "utf-8")
    site.answer("/in-url", "no", status=500)
    site.answer("/in-env/canary-env/feed", RSS.format(link="https://example.com/1"), content_type="application/rss+xml")
    site.answer("/in-dotenv/canary-dotenv", "<html>Sign in", content_type="text/html")
    site.answer("/moved", "", status=302, headers={"location": "http://10.0.0.1/next?token=canary-query"})
    site.answer("/canary-beat", "no", status=500)
    said = []
    for words in COMMANDS:
        done = earlyword(*words, env=env)
        assert done.code in (0, 1), words
        said.append((words, done.out + done.err))
    asked = {seen.path for seen in site.seen}
    assert {"/in-url", "/in-env/canary-env/feed", "/in-dotenv/canary-dotenv", "/canary-beat"} <= asked  # really used
    leaks = [(words, canary) for words, text in said for canary in CANARIES if canary in text]
    assert leaks == []
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in ("config.yaml", ".env")]
    assert {path.suffix for path in kept} >= {".duckdb", ".seq"}
    assert [(path.name, c) for path in kept for c in CANARIES if c.encode() in path.read_bytes()] == []
    assert json.loads((tmp_path / "data" / heartbeat.FILE).read_text("utf-8"))


def test_what_a_round_says_on_its_way_names_sources_and_no_customers(
    earlyword: Earlyword, site: Site, env: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What ends in a service's log: standard error, and what libraries log."""
    (tmp_path / "config.yaml").write_text(CONFIG.format(port=site.port), "utf-8")
    site.answer("/in-env/canary-env/feed", RSS.format(link="https://example.com/1"), content_type="application/rss+xml")
    done = earlyword("run", "--json", "--source", "in-env", env=env)
    assert json.loads(done.out)["sources"][0]["new"] == 1
    logged = done.err + caplog.text
    assert "food poisoning" not in logged
    assert "hospital" not in logged
    assert not [canary for canary in CANARIES if canary in logged]
