"""After a change of the rules: how fast are stored mentions judged again, and do new ones wait for it?

Run: `uv run python -m benchmarks rejudge [--mentions 1000000] [--seconds 600]`. A record of made-up mentions is put in
line as a whole, as after a change of the rules; rounds of half a minute judge it, the newest first, and in each of
them five new mentions come in. Told: mentions a second over all and in the first and last round, how long a new
mention waits for its judgement, and memory. Reference in the same run: the same texts judged with nothing stored.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import time
from datetime import datetime, timedelta
from pathlib import Path

from rich.progress import track

from analysis.assess import assess
from benchmarks.record import APART, START, STEP, fill, said
from pipelines import assess as assessing
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import keys, mentions
from storage.arrow import column, rows
from storage.db import Connection

RESULTS = Path(__file__).parent / "results" / "rejudge.json"
CONFIG = "business: {name: Spice, trade: shop}\nstorage: {data: data}\n"
ROUND, FRESH, ALONE = 30.0, 5, 2000  # seconds, new mentions a round, texts of the reference


def built(folder: Path, size: int) -> Desk:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    desk = open_desk(load(folder / "config.yaml", {}), {})
    for first in track(range(1, size + 1, STEP), "filling"):
        with desk.record.session("fill") as con:
            fill(con, first, min(first + STEP, size + 1))
            true_keys(con, first)
    with desk.record.session("sort") as con:
        keys.sort_again(con, size)
    return desk


def true_keys(con: Connection, first: int) -> None:
    """What was filled in from `first` on gets the keys of its ids: a judgement is kept only where its id is found."""
    made = con.execute("SELECT no, id FROM mention WHERE no >= ?", [first]).fetchall()
    con.register(
        "true_key",
        rows(no=column("BIGINT", [no for no, _ in made]), key=column("UBIGINT", [keys.key(id) for _, id in made])),
    )
    con.execute("UPDATE mention SET key = t.key FROM true_key t WHERE mention.no = t.no")
    con.unregister("true_key")


def alone(desk: Desk) -> float:
    """Mentions a second when nothing is read or kept."""
    rules, some = desk.config.rules(), [said(number, START) for number in range(ALONE)]
    start = time.process_time()
    for mention in some:
        assess(mention, rules, at=START, about_us=True)
    return ALONE / (time.process_time() - start)


def one_round(desk: Desk, number: int, now: datetime) -> tuple[int, float]:
    """Five new mentions come in, then old ones are judged for half a minute: how many, and how long the new waited."""
    fresh = [said(50_000_000 + number * FRESH + each, now) for each in range(FRESH)]
    with desk.record.session("keep new ones") as con:
        mentions.keep(con, fresh, at=now)
    start, waited, done = time.perf_counter(), 0.0, 0

    def tell(count: int) -> None:
        nonlocal waited, done
        done += count
        waited = waited or time.perf_counter() - start  # the first chunk holds the newest

    assessing.assess_waiting(desk, now=lambda: now, tell=tell, seconds=ROUND)
    return done, waited


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--seconds", type=float, default=600)
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-rejudge"))
    given = ask.parse_args()
    desk = built(given.folder, given.mentions)
    reference = alone(desk)
    now, total = START + given.mentions * APART + timedelta(days=30), 0
    rates: list[float] = []
    waits: list[float] = []
    start = time.perf_counter()
    while time.perf_counter() - start < given.seconds:
        before = time.perf_counter()
        done, waited = one_round(desk, len(rates), now + timedelta(minutes=len(rates)))
        if not done:
            break
        total += done
        rates.append(done / (time.perf_counter() - before))
        waits.append(waited)
        print(f"{total:,} of {given.mentions:,}: {rates[-1]:,.0f} a second, new ones after {waited:.1f} s", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "mentions": given.mentions, "judged": total, "a_second": statistics.mean(rates), "first_round": rates[0],
        "last_round": rates[-1], "new_wait_median_s": statistics.median(waits), "new_wait_worst_s": max(waits),
        "memory_mb": memory, "judging_alone_a_second": reference,
    }  # fmt: skip
    print(json.dumps(result, indent=1))
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(given.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
