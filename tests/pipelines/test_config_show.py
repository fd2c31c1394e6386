from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import config_show
from pipelines.config import load
from tests.pipelines.conftest import SHOP, Configured

SECRETIVE = (
    SHOP
    + """
sources:
  - {name: a, kind: feed, url: "https://user:canary-1@example.com/f?q=x&api_key=canary-2"}
  - {name: b, kind: feed, url: "https://www.google.com/alerts/feeds/canary-3/4"}
  - {name: c, kind: feed, url_env: FEED_URL}
  - {name: d, kind: feed, url: "https://example.com/canary-4711/feed"}
mail: {from: a@b.org, smtp: {host: localhost, user: u, password_env: MAIL_PASSWORD}}
"""
)


def test_no_secret_is_shown_wherever_it_was_written(configured: Configured) -> None:
    env = {"FEED_URL": "https://example.com/canary-5", "MAIL_PASSWORD": "canary-4711"}
    text = config_show.shown(configured(SECRETIVE, env), env)
    assert "canary" not in text
    assert "FEED_URL" in text
    assert "q=x" in text


def test_what_is_shown_is_a_configuration_again(configured: Configured, tmp_path: Path) -> None:
    text = SHOP + (
        'topics: {figs: ["fig", "no"]}\npeople: [{name: A, email: a@b.org}]\n'
        "sources: [{name: x, kind: feed, url: https://example.com/, every: 90 minutes}]\n"
    )
    text = text.replace("}\n", ", hours: {mon: '09:00-13:00, 18:00-01:00'}, holidays: [2026-12-25]}\n", 1)
    before = configured(text)
    again = tmp_path / "again.yaml"
    again.write_text(config_show.shown(before, {}), "utf-8")
    assert load(again, {}).model_dump() == before.model_dump()


@pytest.mark.parametrize("url", ["https://[broken", "https://example.com/a?token=canary&x=1", "ftp://u:canary@h/"])
def test_addresses_lose_what_is_secret(url: str) -> None:
    assert "canary" not in config_show.masked_url(url)
