"""config.yaml as nobody means it: read for what it plainly says, or refused with line and key; never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.config import Config, ConfigError, load

SHOP = "business: {name: Shop, timezone: Europe/London}\n"
FEED = SHOP + "sources:\n  - {name: news, kind: feed, url: 'https://example.org/'}\n"


def read(folder: Path, text: str | bytes) -> Config:
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return load(path, {})


@pytest.mark.parametrize(
    "text",
    [
        FEED.replace("\n", "\r\n"),
        FEED.replace("\n", "\r"),
        b"\xef\xbb\xbf" + FEED.encode(),
        "%YAML 1.1\n---\n" + FEED,
        FEED + "...\n",
        "business: &unused\n  name: Shop\nsources: [{name: news, kind: feed, url: 'HTTPS://example.org/'}]\n",
        '"business": {\'name\': "Shop",}\n' + FEED.removeprefix(SHOP),
    ],
)
def test_unusual_files_that_say_one_thing(text: str | bytes, tmp_path: Path) -> None:
    config = read(tmp_path, text)
    assert (config.business.name, [source.name for source in config.sources]) == ("Shop", ["news"])


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("x: &x {name: Shop}\nbusiness:\n  <<: *x\n", "line 3, business.<<", "unknown key"),
        (SHOP + "warn: {great_reach: 0o14}\n", "line 2, warn.great_reach", "whole number"),
        (SHOP + "warn: {great_reach: 014}\n", "line 2, warn.great_reach", "quotes"),
        (SHOP + "warn: {great_reach: 0x10}\n", "line 2, warn.great_reach", "whole number"),
        (SHOP + "warn: {false_alarms_per_week: .inf}\n", "line 2, warn.false_alarms_per_week", "number"),
        (SHOP + "warn: {false_alarms_per_week: .nan}\n", "line 2, warn.false_alarms_per_week", "number"),
        (SHOP + "warn: {great_reach: 1e400}\n", "line 2, warn.great_reach", "number"),
        (SHOP + "warn: {great_reach: " + "9" * 5000 + "}\n", "line 2, warn.great_reach", "number"),
        (FEED.encode("utf-16"), "line 1", "UTF-8"),
        (FEED.encode("utf-16-le"), "line 1", "character"),
        (FEED.encode("utf-32"), "line 1", "UTF-8"),
        ("business: {name: Café}\n".encode("latin-1"), "line 1", "UTF-8"),
        (FEED.replace("\n", "\x85", 1), "line 1", "YAML"),
        (SHOP + "---\n" + SHOP, "line 2", "second document"),
        ("? [a, b]\n: 1\n" + SHOP, "line 1", "key"),
        ("~: 1\n" + SHOP, "line 1, ~", "unknown key"),
        ("notes (old): 1\n" + SHOP, "line 1, notes (old)", "unknown key"),
        (SHOP + "topics: {parts (spare): 7}\n", "line 2, topics.parts (spare)", "list"),
        ("business: *nope\n", "line 1, business", "nothing above"),
        ("business: {name: !!binary aGVsbG8=}\n", "line 1, business.name", "tags"),
        (SHOP + "topics: " + "[" * 2000 + "]" * 2000, "line 2", "levels"),
        ("business: {name: " + 81 * "x" + "}\n", "line 1, business.name", "80 characters"),  # a brand is called so too
        ('business: {name: "\\ud800"}\n', "line 1, business.name", "valid"),
        ('business: {name: "a\\x1b[31m"}\n', "line 1, business.name", "printable"),
        ("business: {name: X, timezone: /etc/localtime}\n", "line 1, business.timezone", "time zone"),
        ("business: {name: X, holidays: [2026-02-30]}\n", "line 1, business.holidays[0]", "2026-12-25"),
        ("business: {name: X, holidays: [20260301]}\n", "line 1, business.holidays[0]", "should be a date"),
        (SHOP + "digest: {at: 7:30}\n", "line 2, digest.at", "quotes"),
        (SHOP + "topics: {late: [" + ", ".join(f"w{n}" for n in range(1001)) + "]}\n", "line 2, topics.late", "1,000"),
        (SHOP + "brands: [{name: Shop, aliases: ['(a+)+$', '']}]\n", "line 2, brands[0].aliases[1]", "empty"),
        (FEED + "  - {name: NEWS, kind: feed, url: 'https://example.net/'}\n", "line 4, sources[1].name", "sources[0]"),
        (
            SHOP + "people:\n  - {name: Ada, email: a@example.org}\n  - {name: ADA, email: b@example.org}\n",
            "line 4, people[1].name",
            "people[0]",
        ),
        (SHOP + "sources: [{name: a, kind: feed, url: 'file:///etc/passwd'}]\n", "line 2, sources[0].url", "https://"),
        (SHOP + "sources: [{name: a, kind: feed, url: /etc/passwd}]\n", "line 2, sources[0].url", "https://"),
        (SHOP + "sources: [{name: a, kind: page, url: example.org}]\n", "line 2, sources[0].url", "https://"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(
    text: str | bytes, where: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as told:
        read(tmp_path, text)
    said = str(told.value)
    assert f"config.yaml {where}" in said
    assert words in said
    assert "Traceback" not in said
