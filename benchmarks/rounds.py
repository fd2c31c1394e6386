"""A round over 100 feeds of 50 entries: fetched, parsed, judged, stored and published, against the `reader` library.

Run: `uv run --group bench python -m benchmarks.rounds [--feeds 100] [--entries 50] [--runs 3]`. Both ask the same
server on loopback for the same feeds, each into a store of its own; `reader` fetches and stores (SQLite), and judges
nothing. The second round finds everything unchanged. They take turns on the same machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.feed_server import Feeds, served
from pipelines import round as one_round
from pipelines.config import load
from pipelines.desk import Desk, open_desk

RESULTS = Path(__file__).parent / "results" / "rounds.json"
WORKERS = 16  # as many as a round looks at side by side
CONFIG = """business: {{name: Pepperwick, timezone: Europe/London}}
web: {{allow_loopback: true}}
people:
  - {{name: Nadia, email: nadia@example.com, role: owner}}
sources:
{sources}
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of wall clock of a first and of an unchanged second pass, of each."""

    ours_first: float
    ours_second: float
    reader_first: float
    reader_second: float


def shop(folder: Path, feeds: Feeds, more: str = "") -> Desk:
    """A desk that hears these feeds."""
    sources = "\n".join(
        f"  - {{name: forum {number}, kind: feed, url: '{url}', about_us: true}}"
        for number, url in enumerate(feeds.addresses())
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(CONFIG.format(sources=sources) + more, encoding="utf-8")
    return open_desk(load(folder / "config.yaml", {}), {})


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(folder: Path, feeds: Feeds, now: datetime, expected: int) -> tuple[float, float]:
    """Two whole rounds, with all that belongs to them. Raises when not every entry was kept and judged."""
    desk = shop(folder, feeds)
    names = [source.name for source in desk.config.sources]
    done: list[one_round.Round] = []

    def once(at: datetime) -> Callable[[], object]:
        return lambda: done.append(one_round.run(desk, now=lambda: at, only=names))

    times = seconds(once(now)), seconds(once(now + timedelta(minutes=10)))
    new = [sum(poll.new for poll in each.polls) for each in done]
    if new != [expected, 0] or done[0].judged != expected:
        raise AssertionError(
            f"{new} entries were new and {done[0].judged} judged, of {expected}: {done[0].failures[:1]}"
        )
    return times


def readers(folder: Path, feeds: Feeds, expected: int) -> tuple[float, float]:
    """The same two passes by `reader`."""
    from reader import make_reader  # of the bench group; what this file shares is used without it

    folder.mkdir(parents=True, exist_ok=True)
    reader = make_reader(str(folder / "reader.sqlite"))
    for url in feeds.addresses():
        reader.add_feed(url)
    times = seconds(lambda: reader.update_feeds(workers=WORKERS)), seconds(lambda: reader.update_feeds(workers=WORKERS))
    stored = reader.get_entry_counts().total
    reader.close()
    if stored != expected:
        raise AssertionError(f"reader stored {stored} of {expected}")
    return times


def once(folder: Path, feeds: int, entries: int, now: datetime) -> Taken:
    """One comparison."""
    expected = feeds * entries
    with served(Feeds(feeds, entries, now)) as there:
        theirs = readers(folder / "reader", there, expected)
        own = ours(folder / "ours", there, now, expected)
    return Taken(*own, *theirs)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--feeds", type=int, default=100)
    ask.add_argument("--entries", type=int, default=50)
    ask.add_argument("--runs", type=int, default=3)
    given = ask.parse_args()
    seen = []
    for _ in range(given.runs):
        with tempfile.TemporaryDirectory() as folder:
            seen.append(once(Path(folder), given.feeds, given.entries, datetime.now(UTC)))
    print(f"{given.feeds} feeds of {given.entries} entries, median of {given.runs}: seconds of wall clock")
    rows = {name: statistics.median(getattr(each, name) for each in seen) for name in Taken.__slots__}
    print(f"  {'':36}{'first':>8}{'unchanged':>12}")
    print(f"  {'ours, a whole round':36}{rows['ours_first']:>8.2f}{rows['ours_second']:>12.2f}")
    print(f"  {f'reader, {WORKERS} workers, stored only':36}{rows['reader_first']:>8.2f}{rows['reader_second']:>12.2f}")
    report = {"feeds": given.feeds, "entries": given.entries, "runs": given.runs, **rows}
    RESULTS.write_text(json.dumps({k: round(v, 3) for k, v in report.items()}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
