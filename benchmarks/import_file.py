"""Does an import keep its pace? 1,000,000 reviews from a CSV into the record and judged, as `earlyword import` does it.

Run: `uv run python -m benchmarks.import_file [--rows 1000000] [--folder /tmp/earlyword-import]`. A million take about
ten minutes, most of them for judging. Rates are told for each tenth (rows a second), for keeping and for judging apart
and together; the peak of memory is this process's. The reference is DuckDB's own reader of CSV into a bare table of the
same file, which neither checks, keeps once, nor judges.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.feed_server import PIECES
from pipelines import assess, imports
from pipelines.config import load
from pipelines.desk import open_desk
from pipelines.history import Reading, open_history
from storage.publish import publish

RESULTS = Path(__file__).parent / "results" / "import_file.json"
CONFIG = "business: {name: Pepperwick, timezone: Europe/London}\nsources: []\n"
TENTHS = 10


def write(path: Path, rows: int, now: datetime) -> None:
    """Reviews of three years, oldest first, one in three with only a word of its own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "date", "author", "stars", "title", "text"))
        for number in range(rows):
            pieces = (PIECES[(number * step + number // 8) % len(PIECES)] for step in (1, 3, 5)[: 1 + number % 3])
            at = now - timedelta(seconds=(rows - number) * 94_608_000 / rows)
            text = f"{' '.join(pieces)} Order {number * 31}."
            out.writerow((number, at.isoformat(), f"Somebody {number % 200_000}", 1 + number % 5, "A visit", text))


class Pace:
    """When each tenth of the rows was done."""

    def __init__(self, rows: int) -> None:
        self.rows, self.done, self.marks = rows, 0, [time.perf_counter()]

    def tell(self, count: int) -> None:
        self.done += count
        while len(self.marks) <= TENTHS and self.done * TENTHS >= self.rows * len(self.marks):
            self.marks.append(time.perf_counter())

    def seconds(self) -> list[float]:
        return [after - before for before, after in zip(self.marks, self.marks[1:], strict=False)]


def plain(path: Path) -> float:
    """The reference; seconds."""
    start = time.perf_counter()
    with duckdb.connect(str(path.with_suffix(".plain"))) as con:
        con.execute("CREATE TABLE said AS SELECT * FROM read_csv($1)", [str(path)])
    return time.perf_counter() - start


def run(folder: Path, rows: int, now: datetime) -> dict[str, object]:
    """Imports a file of `rows` reviews; the figures."""
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    path = folder / "reviews.csv"
    write(path, rows, now)
    desk = open_desk(load(folder / "config.yaml", {}), {})
    history = open_history(path, Reading(), source="bench", entity="Pepperwick", zone=desk.config.zone, now=now)
    keeping = Pace(rows)
    kept = imports.import_rows(desk, history, now=now, tell=keeping.tell)
    judging = Pace(rows)
    judged = assess.assess_waiting(desk, now=lambda: now, tell=judging.tell)
    if (kept.new, judged) != (rows, rows):
        raise AssertionError(f"{kept.new} of {rows} kept, {judged} judged: {kept.skipped[:1]}")
    published = publish(desk.record, desk.published)
    both = [one + other for one, other in zip(keeping.seconds(), judging.seconds(), strict=True)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1024)
    times = {"keep": keeping.seconds(), "judge": judging.seconds(), "both": both}
    rates = {name: [round(rows / TENTHS / each) for each in tenths] for name, tenths in times.items()}
    return {
        "rows": rows,
        "rates": rates,
        "last_to_first": {name: round(each[-1] / each[0], 3) for name, each in rates.items()},
        "seconds": round(sum(both), 1),
        "publish_seconds": round(published.seconds, 2),
        "peak_memory_mb": round(memory),
        "plain_duckdb_seconds": round(plain(path), 2),
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-import"))
    given = ask.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    seen = run(given.folder, given.rows, datetime.now(UTC))
    print(f"{given.rows:,} reviews imported in {seen['seconds']} s, published in {seen['publish_seconds']} s;", end=" ")
    print(
        f"peak of memory {seen['peak_memory_mb']} MB; DuckDB alone reads the file in {seen['plain_duckdb_seconds']} s"
    )
    print(
        f"  {'rows a second, by tenth':24}" + "".join(f"{tenth:>8}" for tenth in range(1, TENTHS + 1)) + "   last/first"
    )
    rates, ratios = seen["rates"], seen["last_to_first"]
    assert isinstance(rates, dict)
    assert isinstance(ratios, dict)
    for name, row in rates.items():
        print(f"  {name:24}" + "".join(f"{each:>8,}" for each in row) + f"{ratios[name]:>12.2f}")
    RESULTS.write_text(json.dumps(seen, indent=1) + "\n", "utf-8")
    shutil.rmtree(given.folder)


if __name__ == "__main__":
    main()
