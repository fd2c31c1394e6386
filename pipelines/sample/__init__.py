"""The sample business: a spice shop that does not exist, and the weeks of mentions written for it.

It stands in until the owner names a real business, so that the first page is alive and offline. It enters like any
other business: as sources of kind `files`, through the same door, judgement and record. Every source is named
`sample-...`, every link leads to example.com, and `business.sample` is true, so that nobody mistakes it for the world.

The texts keep their age, not their date (`hours_ago`, relative to the first start). A few lie in the future: they
arrive in the days after the first start, and likes and shares grow, so that the page stays alive while somebody tries
it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from storage.model import Json

# source name -> (file in this package, kind of mention)
SOURCES: Mapping[str, tuple[str, str]] = {
    "sample-reviews": ("reviews.jsonl", "review"),
    "sample-posts": ("posts.jsonl", "post"),
    "sample-comments": ("comments.jsonl", "comment"),
    "sample-news": ("news.jsonl", "article"),
}
COUNTS = ("likes", "replies", "shares")
# A post gathers two thirds of its likes and shares in its first ten hours: seen growing in one sitting.
GROWTH_HOURS = 10.0
STARTED = "started.txt"
FINISHED = timedelta(minutes=5)


def business(folder: Path = Path("data/sample")) -> dict[str, Json]:
    """The whole configuration of the sample business, in the shape of config.yaml.

    `folder` is where `write` puts the mentions.
    """
    text = resources.files(__package__).joinpath("business.json").read_text(encoding="utf-8")
    config: dict[str, Json] = json.loads(text)
    sources: list[Json] = [
        {
            "name": name,
            "kind": "files",
            "path": str(folder / f"{name}.jsonl"),
            "about_us": name == "sample-reviews",
            "every": "5m",
        }
        for name in SOURCES
    ]
    return {**config, "sources": sources}


def lines(start: datetime, now: datetime) -> dict[str, list[dict[str, Json]]]:
    """What each sample source shows at `now` when the sample was first started at `start`, oldest first.

    Times are absolute ISO 8601 in UTC. What lies after `now` is not there yet; counts grow with whole hours of age.
    """
    shown: dict[str, list[dict[str, Json]]] = {}
    for name, (file, kind) in SOURCES.items():
        text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
        entries = (_entry(json.loads(line), kind, start, now) for line in text.splitlines())
        shown[name] = [entry for entry in entries if entry is not None]
    return shown


def write(folder: Path, now: datetime) -> list[Path]:
    """Put the sample's files into `folder` as they stand at `now`; returns them all.

    The first call fixes the start; later calls, in any process, add what has fallen due since and leave a file alone
    when it would not change. Calling it before every round is right and cheap.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / STARTED
    if not marker.exists():
        _replace(marker, now.astimezone(UTC).isoformat(), now)
    start = datetime.fromisoformat(marker.read_text(encoding="utf-8").strip())
    paths = []
    for name, entries in lines(start, now).items():
        path = folder / f"{name}.jsonl"
        body = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        if not path.exists() or path.read_text(encoding="utf-8") != body:
            _replace(path, body, now)
        paths.append(path)
    return paths


def _entry(raw: dict[str, Json], kind: str, start: datetime, now: datetime) -> dict[str, Json] | None:
    published = start - timedelta(hours=float(str(raw["hours_ago"])))
    if published > now:
        return None
    entry: dict[str, Json] = {key: value for key, value in raw.items() if key != "hours_ago"}
    grown = 1 - math.exp(-((now - published) // timedelta(hours=1) + 1) / GROWTH_HOURS)
    for count in COUNTS:
        if count in entry:
            entry[count] = round(float(str(entry[count])) * grown)
    if "rating" in entry:
        entry["rating_scale"] = "1-5"
    entry["kind"] = kind
    entry["published"] = published.astimezone(UTC).isoformat(timespec="seconds")
    entry["url"] = f"https://example.com/sample/{kind}s/{entry['id']}"
    return entry


def _replace(path: Path, body: str, now: datetime) -> None:
    """Whole or not at all: a watched folder must never show half a file.

    The file is dated back a little, since a watched folder leaves alone what somebody may still be writing; this one is
    finished the moment it appears.
    """
    fresh = path.with_suffix(".writing")
    fresh.write_text(body, encoding="utf-8")
    finished = (now - FINISHED).timestamp()
    os.utime(fresh, (finished, finished))
    fresh.replace(path)
