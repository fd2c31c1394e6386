"""Forgetting one person among very many: how long it takes, beside a plain COPY FROM DATABASE of the same file.

Run: `uv run python -m benchmarks forget [--mentions 200000]`. Simulated mentions of a seeded generator.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import forget
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import mentions, publish, rewrite
from storage.model import Mention, mention_id

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAME = "Quillon Zebedee"
SAID = "the soup was cold warm late early fine awful lovely and waiter never came back to our table again"
WORDS = SAID.split()
RESULTS = Path(__file__).parent / "results" / "forget.json"


def said(number: int, chance: random.Random) -> Mention:
    author = NAME if number % 50_000 == 7 else f"Guest {number % 20_000}"
    words = " ".join(chance.choices(WORDS, k=40))
    id_, at = mention_id("bench", "x", str(number)), NOW - timedelta(minutes=number)
    return Mention(id_, "Shop", "s", "review", f"https://e.org/{number}", author, "A visit", words, at, at, 0.5)


def fill(desk: Desk, count: int) -> None:
    chance = random.Random(1)
    for start in range(0, count, 50_000):
        batch = [said(number, chance) for number in range(start, min(start + 50_000, count))]
        with desk.record.session("fill") as con:
            mentions.keep(con, batch, at=NOW)
    publish.publish(desk.record, desk.published)


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--mentions", type=int, default=200_000)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "config.yaml").write_text("business: {name: Shop}\n", "utf-8")
        desk = open_desk(load(place / "config.yaml", {}), {})
        fill(desk, given.mentions)
        start, cpu = time.monotonic(), time.process_time()
        rewrite.copy_all(desk.record.path, place / "reference.duckdb")
        reference = (time.monotonic() - start, time.process_time() - cpu)
        start, cpu = time.monotonic(), time.process_time()
        done = forget.forget(desk, NAME, "", NOW)
        ours = (time.monotonic() - start, time.process_time() - cpu)
        size = desk.record.path.stat().st_size
    hits = sum(done.proof.hits.values()) if done.proof else -1
    print(f"{given.mentions:,} mentions, {size / 1e6:.0f} MB; {done.erased.mentions} erased, {hits} hits left")
    print(f"COPY FROM DATABASE alone  {reference[0]:6.1f} s wall {reference[1]:6.1f} s CPU")
    print(f"forget, proof included    {ours[0]:6.1f} s wall {ours[1]:6.1f} s CPU")
    figures = {
        "mentions": given.mentions,
        "copy": reference,
        "forget": ours,
        "erased": done.erased.mentions,
        "hits": hits,
    }
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
