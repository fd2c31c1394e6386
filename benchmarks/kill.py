"""Fifty kills at random moments, and a thousand looks at the copy while rounds run: what may be lost is nothing.

Run: `uv run python -m benchmarks.kill [--kills 50] [--reads 1000]`. Uses the other processes of tests/storage/child.py.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from storage import check, mentions, publish
from storage.db import Record
from tests.storage import child

PROCESSES = multiprocessing.get_context("forkserver")
LONGEST = 0.4  # seconds of work before a kill: about ten sessions


def kills(record: Record, times: int, chance: random.Random) -> None:
    acknowledged: set[int] = set()
    slowest = 0.0
    for kill in range(times):
        line, other = PROCESSES.Pipe()
        worker = PROCESSES.Process(target=child.keep, args=(other, record.path, kill * 1000))
        worker.start()
        other.close()
        acknowledged.add(line.recv())
        time.sleep(chance.uniform(0, LONGEST))
        worker.kill()
        worker.join()
        while line.poll():
            try:
                acknowledged.add(line.recv())
            except (EOFError, OSError):
                break
        start = time.monotonic()
        with record.session("start again") as con:
            rows = con.execute("SELECT entity, count(*) FROM mention GROUP BY entity").fetchall()
            slowest = max(slowest, time.monotonic() - start)
            wrong = check.integrity(con)
        found = {int(entity.split()[1]): count for entity, count in rows}
        lost = acknowledged - set(found)
        partial = [number for number, count in found.items() if count != child.SIZE]
        if lost or partial or wrong:
            raise SystemExit(f"kill {kill}: lost {sorted(lost)}, partial {partial}, {wrong}")
    print(f"{times} kills: {len(acknowledged)} acknowledged batches, 0 lost, 0 partial, next start <= {slowest:.2f} s")


def reads(record: Record, target: Path, times: int) -> None:
    publish.publish(record, target)
    line, other = PROCESSES.Pipe()
    reader = PROCESSES.Process(target=child.read_often, args=(other, target, times))
    reader.start()
    other.close()
    rounds = 0
    seen: list[int] = []
    while len(seen) < times:
        with record.session("round") as con:
            mentions.keep(con, child.batch(1_000_000 + rounds), at=datetime(2026, 3, 2, tzinfo=UTC))
        publish.publish(record, target)
        rounds += 1
        while len(seen) < times and line.poll():
            seen.append(line.recv())
    reader.join()
    if seen != sorted(seen):
        raise SystemExit("a look saw an older state than the one before it")
    print(f"{times} looks in another process during {rounds} rounds: 0 lock errors, states only went forward")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--kills", type=int, default=50)
    ask.add_argument("--reads", type=int, default=1000)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "data" / "earlyword.duckdb")
        kills(record, given.kills, random.Random(given.seed))
        reads(record, Path(folder) / "published.duckdb", given.reads)


if __name__ == "__main__":
    main()
