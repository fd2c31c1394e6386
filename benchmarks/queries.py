"""What each page reads from the published copy, at 10,000 and at 10,000,000 mentions.

Run: `uv run python -m benchmarks.queries [--sizes 10000,10000000] [--folder /tmp/earlyword-queries] [--rounds 9]`. The
large one takes about eight minutes to make and 6 GB of disk. Nothing that was read before is remembered: each reading
opens the copy anew. The references, in the same run: the same reading at the smallest size, and DuckDB's own count of
all mentions per day, source and entity (the analysts' view mentions_daily), which is what a page would read without
looking at recent blocks only. Milliseconds of wall clock, and of processor time, which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks.pages_record import CONFIG, fill, make_cases
from dashboard import data, readings, storylines, trend_readings
from dashboard.casework import books
from dashboard.nouns import Choice
from pipelines.config import Config, load
from storage.db import Record
from storage.publish import publish, read

RESULTS = Path(__file__).parent / "results" / "queries.json"
Reading = Callable[[data.Version], object]
FRESH = count(1)  # names a version of the copy that nobody has read yet


def questions(config: Config, hour: datetime) -> dict[str, Reading]:
    """The readings by the page that makes them."""

    def daily(copy: data.Version) -> object:
        with read(Path(copy.path)) as con:
            return con.execute("SELECT sum(mentions) FROM mentions_daily").fetchall()

    return {
        "morning": lambda copy: data.morning(copy, hour),
        "inbox, to look at": lambda copy: readings.shelf(copy, hour, "open", "", 1),
        "inbox, everything": lambda copy: readings.shelf(copy, hour, "all", "", 1),
        "stories": lambda copy: storylines.stories(copy, hour),
        "cases, open": lambda copy: books.book(copy, everything=False),
        "one case": lambda copy: books.file_of(copy, "1", config),
        "promises": lambda copy: books.book(copy, everything=True),
        "team": lambda copy: books.team(copy, hour, 90, config),
        "trends, 5 weeks": lambda copy: trend_readings.trends(copy, hour, Choice(35)),
        "trends, a year": lambda copy: trend_readings.trends(copy, hour, Choice(365)),
        "sources": lambda copy: readings.listening(copy, hour, tuple(f"source {n}" for n in range(40))),
        "reference: mentions_daily": daily,
    }


def build(folder: Path, size: int, now: datetime) -> tuple[Path, Config]:
    """A published copy of `size` mentions with cases, stories, looks and alerts."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    config = load(folder / "config.yaml", {})
    record = Record(folder / "data" / "earlyword.duckdb", timedelta(seconds=60))
    with record.session("fill") as con:
        fill(con, size, now)
    with record.session("cases") as con:
        make_cases(con, config, now)
    return publish(record, folder / "data" / "published.duckdb").path, config


def measure(copy: Path, config: Config, now: datetime, rounds: int) -> dict[str, dict[str, float]]:
    """p50 and p95 of each reading in milliseconds, and its processor time."""
    found: dict[str, dict[str, float]] = {}
    for name, work in questions(config, data.this_hour(now)).items():
        wall, cpu = [], []
        for _ in range(rounds):
            version = data.version(copy)
            assert version is not None
            version = replace(version, modified_ns=next(FRESH))
            start, used = time.perf_counter(), time.process_time()
            work(version)
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - used) * 1000)
        wall.sort()
        found[name] = {
            "p50": round(statistics.median(wall)),
            "p95": round(wall[min(len(wall) - 1, int(0.95 * len(wall)))]),
            "cpu": round(statistics.median(cpu)),
        }
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--sizes", default="10000,10000000")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-queries"))
    ask.add_argument("--rounds", type=int, default=9)
    given = ask.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # its cache says that no page is served here
    now, report = datetime.now(UTC), {}
    for size in (int(each) for each in given.sizes.split(",")):
        start = time.perf_counter()
        copy, config = build(given.folder / str(size), size, now)
        print(f"{size:,} mentions made in {time.perf_counter() - start:.0f} s, {copy.stat().st_size / 1e6:,.0f} MB")
        report[size] = measure(copy, config, now, given.rounds)
        shutil.rmtree(given.folder / str(size))
    print(f"  {'milliseconds: p50 / p95 (cpu)':30}" + "".join(f"{size:>24,}" for size in report))
    for name in next(iter(report.values())):
        cells = (f"{row[name]['p50']:.0f} / {row[name]['p95']:.0f} ({row[name]['cpu']:.0f})" for row in report.values())
        print(f"  {name:30}" + "".join(f"{cell:>24}" for cell in cells))
    RESULTS.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
