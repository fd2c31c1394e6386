"""How long until a page stands, and a click answers, with a million mentions; against an empty page of plain Streamlit.

Run: `uv run python -m benchmarks pages [--mentions 1000000] [--folder /tmp/earlyword-pages] [--seconds 150]`. Needs a
Chromium. The record is simulated and kept in the folder for half a day; `--build` only makes it. Ours is `earlyword up`
as an owner starts it, the reference `streamlit run` with an empty page, visited in turns in the same browser until the
seconds are used up (one turn at least); every figure is a median. Each visit is made twice: in a browser that was never
here, and again with what it keeps. As a second reference stand empty pages with one chart and the like: Streamlit's own
share.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages_record import built
from benchmarks.pages_visits import FLAGS, REFERENCES, clicks, ours, plain, visit
from dashboard import app, data, readings, storylines, trend_readings
from dashboard.casework import books
from dashboard.nouns import Choice
from pipelines.config import Config

RESULTS = Path(__file__).parent / "results"
PAGES = {**{name: "" if name == "morning" else name for name in app.VIEWS}, "a case": "cases?case=1"}
LATER, ANSWER = 0.6, 0.7  # seconds that are allowed: after an empty page; for a click
Times = dict[str, list[tuple[float, float]]]


def read_times(copy: data.Version, config: Config, now: datetime) -> dict[str, tuple[float, float]]:
    """Seconds for what a page reads: from a copy nobody has read, and when it is kept."""
    hour = data.this_hour(now)
    questions: dict[str, Callable[[], object]] = {
        "morning": lambda: data.morning(copy, hour),
        "inbox, to look at": lambda: readings.shelf(copy, hour, "open", "", 1),
        "inbox, everything": lambda: readings.shelf(copy, hour, "all", "", 1),
        "cases, open": lambda: books.book(copy, everything=False),
        "one case": lambda: books.file_of(copy, "1", config),
        "promises": lambda: books.book(copy, everything=True),
        "team": lambda: books.team(copy, hour, 90, config),
        "stories": lambda: storylines.stories(copy, hour),
        "trends, 5 weeks": lambda: trend_readings.trends(copy, hour, Choice(35)),
        "trends, a year": lambda: trend_readings.trends(copy, hour, Choice(365)),
    }
    return {name: (seconds(work), seconds(work)) for name, work in questions.items()}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def visits(browser: Browser, empty: str, page: str, end: float) -> tuple[Times, dict[str, float]]:
    """Everything in turns until `end`, one turn at least; and the first visit of each page, whose copy nobody read."""
    ways = {name: f"{empty}/{way}" for name, way in REFERENCES.items()}
    visit(browser, ways["an empty page"])
    first = {name: visit(browser, f"{page}/{way}", again=False)[0] for name, way in PAGES.items()}
    ways |= {name: f"{page}/{way}" for name, way in PAGES.items()}
    times: Times = {name: [] for name in ways}
    turn = 0.0  # seconds one takes: none is begun that would end too late
    while time.monotonic() + turn < end or not times["morning"]:
        start = time.monotonic()
        for name, address in ways.items():
            times[name].append(visit(browser, address))
        turn = time.monotonic() - start
    return times, first


def table(times: Times) -> dict[str, dict[str, float]]:
    """Medians, printed: seconds, and seconds later than the empty page, for a new browser and for one that is back."""
    found: dict[str, dict[str, float]] = {}
    base = [statistics.median(each[again] for each in times["an empty page"]) for again in (0, 1)]
    print(f"{'':26} {'a new browser':>24} {'one that was here':>24}")
    for name, taken in times.items():
        new, back = (statistics.median(each[again] for each in taken) for again in (0, 1))
        found[name] = {"new": new, "new later": new - base[0], "back": back, "back later": back - base[1]}
        signs = ["" if later <= LATER or name in REFERENCES else "!" for later in (new - base[0], back - base[1])]
        print(
            f"{name:26} {new:10.2f} s {new - base[0]:+8.2f} s {signs[0]:1} {back:10.2f} s {back - base[1]:+8.2f} s "
            f"{signs[1]}", flush=True,
        )  # fmt: skip
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-pages"))
    ask.add_argument("--seconds", type=float, default=150)
    ask.add_argument("--clicks", type=int, default=3)
    ask.add_argument("--build", action="store_true", help="make the record and end")
    given = ask.parse_args()
    end = time.monotonic() + given.seconds
    published, config = built(given.folder, given.mentions)
    print(f"{given.mentions:,} mentions, {published.stat().st_size / 1e6:,.0f} MB", flush=True)
    copy = data.version(published)
    if given.build or copy is None:
        return
    read = read_times(copy, config, datetime.now(UTC))
    for name, (fresh, kept) in read.items():
        print(f"  {name:20} read in {fresh * 1000:7.0f} ms, when kept {kept * 1000:5.1f} ms", flush=True)
    load = os.getloadavg()[0]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as tool, plain(given.folder) as empty, ours(given.folder) as page:
        browser = tool.chromium.launch(executable_path=chromium, args=FLAGS)
        pressed = {name: statistics.median(taken) for name, taken in clicks(browser, page, given.clicks).items()}
        for name, taken in pressed.items():
            print(f"a click: {name:28} {taken:.2f} s {'' if taken <= ANSWER else '!'}", flush=True)
        times, first = visits(browser, empty, page, end)
        medians = table(times)
        browser.close()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(
        json.dumps(
            {
                "mentions": given.mentions, "turns": len(times["morning"]), "load before": load, "pages": medians,
                "first visit after a round": first, "clicks": pressed,
                "reads": {name: {"fresh": fresh, "kept": kept} for name, (fresh, kept) in read.items()},
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )  # fmt: skip


if __name__ == "__main__":
    main()
