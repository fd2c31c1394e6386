"""The sample business: alive at any date, the same whenever it is written, and marked as a sample everywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import sample

START = datetime(2031, 3, 9, 7, 30, tzinfo=UTC)


def everything(at: datetime) -> list[dict[str, object]]:
    return [dict(entry) for entries in sample.lines(START, at).values() for entry in entries]


@pytest.mark.parametrize("year", [2024, 2031, 2040])
def test_it_is_alive_at_any_date(year: int) -> None:
    now = datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    times = sorted(
        datetime.fromisoformat(str(entry["published"]))
        for entries in sample.lines(now, now).values()
        for entry in entries
    )
    assert timedelta(0) < now - times[-1] < timedelta(minutes=15)
    assert timedelta(days=28) < now - times[0] < timedelta(days=42)
    assert 120 <= len(times) <= 160


def test_everything_is_marked_as_a_sample() -> None:
    config = sample.business()
    shop = config["business"]
    assert isinstance(shop, dict)
    assert shop["sample"] is True
    assert all(name.startswith("sample-") for name in sample.lines(START, START))
    assert all(str(entry["url"]).startswith("https://example.com/sample/") for entry in everything(START))
    people = config["people"]
    assert isinstance(people, list)
    assert people
    assert all(isinstance(person, dict) and str(person["email"]).endswith("@example.com") for person in people)


def test_it_holds_what_the_page_has_to_show() -> None:
    entries = everything(START)
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert {entry["rating"] for entry in entries if "rating" in entry} == {1, 2, 3, 4, 5}
    passes = [e for e in entries if "smoked paprika" in str(e["text"]).lower() and "moving" in str(e["text"])]
    oldest = min(datetime.fromisoformat(str(entry["published"])) for entry in passes)
    assert len(passes) >= 8
    assert START - oldest < timedelta(hours=30)
    assert sum(entry["author"] == "Maureen Tulley" and entry["rating"] in (1, 2) for entry in entries) == 2
    assert any("allergic" in str(entry["text"]) for entry in entries)
    assert any("Solicitors" in str(entry["text"]) for entry in entries)
    german = {"der", "die", "das", "und", "sehr", "war"}
    assert sum(len(german & set(str(entry["text"]).lower().split())) >= 1 for entry in entries) >= 5


def test_written_once_it_keeps_its_start_and_only_grows(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    paths = sample.write(folder, START)
    first = {path: (path.read_text(encoding="utf-8"), path.stat().st_mtime_ns) for path in paths}
    assert sample.write(folder, START + timedelta(minutes=1)) == paths
    assert {path: (path.read_text(encoding="utf-8"), path.stat().st_mtime_ns) for path in paths} == first

    sample.write(folder, START + timedelta(days=1))
    assert all(path.stat().st_mtime < (START + timedelta(days=1)).timestamp() - 120 for path in paths)
    for path in paths:
        before = [json.loads(line) for line in first[path][0].splitlines()]
        after = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert [(e["id"], e["published"]) for e in after[: len(before)]] == [(e["id"], e["published"]) for e in before]
        assert all(new.get("shares", 0) >= old.get("shares", 0) for old, new in zip(before, after, strict=False))
    assert len(everything(START + timedelta(days=1))) > len(everything(START))


def test_a_post_is_passed_on_more_with_every_hour() -> None:
    def shares(at: datetime) -> int:
        return sum(int(str(entry.get("shares", 0))) for entry in everything(at) if entry["id"] == "post-035")

    counted = [shares(START + timedelta(hours=hour)) for hour in range(0, 30, 3)]
    assert counted == sorted(counted)
    assert counted[-1] > counted[0]
