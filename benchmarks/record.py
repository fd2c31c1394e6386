"""Does the record stay quick as it grows? The same work on 10,000, 1,000,000 and 10,000,000 stored mentions.

Run: `uv run python -m benchmarks.record [--sizes 10000,1000000,10000000] [--folder /tmp/earlyword-bench]`. The largest
one takes about four minutes and 6 GB of disk. The reference is the smallest size in the same run.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import assessments, keys, mentions, publish, sequence, series
from storage.db import Connection, Record
from storage.model import Assessment, Mention, TopicHit, mention_id

START = datetime(2020, 1, 1, tzinfo=UTC)
STEP = 500_000
APART = timedelta(seconds=15)
TEXT = (
    "the soup was cold and the waiter rude never again lovely spice shop staff friendly waited an hour late delivery "
    "refund money great value bad smell dirty table tonight monday service parking menu prices cumin saffron fresh"
)
WORDS = TEXT.split()


def said(number: int, when: datetime) -> Mention:
    """A mention of about 200 characters that differs from every other."""
    words = [WORDS[(number * (7 + k) + k * k) % len(WORDS)] for k in range(30)]
    return Mention(
        id=mention_id("bench", "example.org", str(number)), entity="Spice", source=f"source {number % 40}",
        kind="review", url=f"https://example.org/{number}", author=f"author {number % 200_000}",
        title=f"Visit {number}", text=" ".join(words), published=when, seen=when, rating=(number % 5) / 4,
        rating_scale="1-5", language="en",
    )  # fmt: skip


def thought(mention: Mention) -> Assessment:
    return Assessment(
        mention.id, "v1", mention.seen, True, "en", -0.4, 0.7, "negative", "flag",
        (TopicHit("service", -0.4, "the waiter was rude"),), "", "digest", ("one star",),
    )  # fmt: skip


def fill(con: Connection, first: int, last: int) -> None:
    """Mentions and assessments straight in SQL: ids are made up, so nothing has to be looked up."""
    con.execute(
        """
        INSERT INTO mention SELECT i, ('0x' || substr(md5('k' || i), 1, 16))::UBIGINT, hash(i),
               substr(md5(i::VARCHAR), 1, 24),
               'Spice', 'source ' || (i % 40), 'review', 'https://example.org/' || i, 'author ' || (i % 200000),
               'Visit ' || i, substr(repeat(?, 3), 1 + (hash(i) % 200)::INT, 60 + (hash(i * 7) % 240)::INT) || ' ' || i,
               TIMESTAMP '2020-01-01' + to_seconds(i * 15), TIMESTAMP '2020-01-01' + to_seconds(i * 15),
               (i % 5) / 4.0, '1-5', 'en', NULL
        FROM range(?, ?) numbers(i)
        """,
        [TEXT, first, last],
    )
    con.execute(
        """
        INSERT INTO assessment SELECT no, id, 'v1', seen, true, 'en', 0.5 - (no % 100) / 100.0, (no % 100) / 100.0,
               CASE WHEN no % 4 = 0 THEN 'negative' ELSE 'positive' END, 'none',
               [{'topic': 'service', 'polarity': -0.4, 'quote': 'the waiter was rude'}], '', 'none', ['because'], false
        FROM mention WHERE no >= ? AND no < ?
        """,
        [first, last],
    )
    con.execute("UPDATE meta SET value = ? WHERE name = 'arrivals'", [str(last - 1)])
    sequence.changed(con)


def build(folder: Path, size: int) -> Record:
    shutil.rmtree(folder, ignore_errors=True)
    record = Record(folder / "earlyword.duckdb")
    for first in range(1, size + 1, STEP):
        with record.session("fill") as con:
            fill(con, first, min(first + STEP, size + 1))
    with record.session("sort") as con:
        keys.sort_again(con, size)
        mentions.unassessed(con, "v1", 1)
    return record


Work = Callable[[int], None]


def works(record: Record, size: int) -> dict[str, Work]:
    """What is timed; each is called with the number of the run."""
    now = START + size * APART
    base = 10_000_000_000 + size

    def keep(batch: int, fresh: int, offset: int) -> Work:
        def work(run: int) -> None:
            first = base + offset + run * fresh
            batch_now = [said(first + k - (batch - fresh), now) for k in range(batch)]
            with record.session("keep") as con:
                mentions.keep(con, batch_now, at=now)

        return work

    def nothing(_: int) -> None:
        with record.session("nothing") as con:
            con.execute("SELECT 1").fetchall()

    def judge(run: int) -> None:
        with record.session("judge") as con:
            waiting = mentions.unassessed(con, "v1", 50)
        with record.session("judge") as con:
            assessments.save(con, [thought(each) for each in waiting])

    def hourly(_: int) -> None:
        with record.session("series") as con:
            series.hourly(con, now - timedelta(days=2))

    def find(run: int) -> None:
        with record.session("by ids") as con:
            mentions.by_ids(con, [mention_id("bench", "example.org", str(base + k)) for k in range(20)])

    def copy(_: int) -> None:
        publish.publish(record, record.path.with_name("published.duckdb"))

    keep(50, 50, 0)(0)
    return {
        "session that does nothing": nothing,
        "keep 50, all known": keep(50, 0, 50),
        "keep 50, 5 new": keep(50, 5, 50),
        "keep 50, all new": keep(50, 50, 1_000_000),
        "keep 5,000, all new": keep(5_000, 5_000, 2_000_000),
        "read and judge 50": judge,
        "hourly counts of 2 days": hourly,
        "20 mentions by id": find,
        "publish": copy,
    }


def grow(folder: Path, size: int, session: int, batch: int = 5_000) -> list[float]:
    """Keeps `size` mentions from nothing, `batch` at a time, `session` a transaction; seconds for each tenth."""
    shutil.rmtree(folder, ignore_errors=True)
    record = Record(folder / "earlyword.duckdb")
    taken = [0.0] * 10
    for first in range(0, size, session):
        start, making = time.perf_counter(), 0.0
        with record.session("import") as con:
            for number in range(first, min(first + session, size), batch):
                before = time.perf_counter()
                incoming = [said(each, START) for each in range(number, number + batch)]
                making += time.perf_counter() - before
                mentions.keep(con, incoming, at=START)
        taken[first * 10 // size] += time.perf_counter() - start - making
    return taken


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--sizes", default="10000,1000000,10000000")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-bench"))
    ask.add_argument("--grow", type=int, default=1_000_000)
    ask.add_argument("--runs", type=int, default=9)
    given = ask.parse_args()
    sizes = [int(each) for each in given.sizes.split(",")]
    work: dict[int, dict[str, Work]] = {}
    for size in sizes:
        start = time.perf_counter()
        record = build(given.folder / str(size), size)
        built = time.perf_counter() - start
        print(f"{size:,}: built in {built:.0f} s, {record.path.stat().st_size / 1e6:,.0f} MB", flush=True)
        work[size] = works(record, size)
    print(f"\n{'milliseconds (best run)':28}" + "".join(f"{size:>14,}" for size in sizes) + "     last/first")
    for what in work[sizes[0]]:
        taken: dict[int, list[float]] = {size: [] for size in sizes}
        for run in range(given.runs):  # in turn, so that whatever else the machine does strikes all sizes alike
            for size in sizes:
                start = time.perf_counter()
                work[size][what](run)
                taken[size].append((time.perf_counter() - start) * 1000)
        row = [min(taken[size]) for size in sizes]
        print(f"{what:28}" + "".join(f"{each:14.1f}" for each in row) + f"{row[-1] / row[0]:14.2f}", flush=True)
    for session in (5_000, 50_000):
        tenths = grow(given.folder / "grow", given.grow, session)
        print(
            f"keep {given.grow:,} from nothing, {session:,} a session: {given.grow / sum(tenths):,.0f} a second, ",
            end="",
        )
        print(f"last tenth at {tenths[0] / tenths[-1]:.2f} of the rate of the first", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
