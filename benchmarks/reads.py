"""Ten thousand readings by the pages in eight threads while rounds and cases are written: no lock, no wrong number.

Run: `uv run python -m benchmarks reads [--readings 10000] [--threads 8]` (simulated shop, real files and processes).
Each reading is a function the pages call, on a version of the published copy that nobody has read yet. What it brings
is held against a ledger of the writing process: not older than what was published when it began, not newer than what
had been begun when it ended, whole rounds only, and all figures of one reading of one state. The reference is what a
dashboard without a published copy does: it opens the record itself, 500 times, in the same run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import multiprocessing
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.reads_rounds import (
    BAD,
    BEGUN_CASES,
    BEGUN_ROUNDS,
    CASES,
    ROUNDS,
    SIZE,
    STOPPED,
    Ledger,
    go_on,
    shop,
    work,
)
from dashboard import data, readings, trend_readings
from dashboard.casework import books
from dashboard.data import Version
from dashboard.nouns import Choice
from pipelines.desk import Desk
from storage.errors import RecordError
from storage.search import Choice as Search

RESULTS = Path(__file__).parent / "results"
PROCESSES = multiprocessing.get_context("forkserver")
FIRST = 5  # rounds and cases before anybody reads
EVERY = 50  # readings to a round and a case
TELL = 500  # readings from one word of progress to the next
LOOKS = 500  # of the reference
Figures = tuple[int, bool]  # rounds (or cases) that a reading saw, and whether all it brought is of that state
Reading = Callable[[Version, datetime, Desk], Figures]


def _morning(copy: Version, hour: datetime, _desk: Desk) -> Figures:
    seen = data.morning(copy, hour)
    rounds, rest = divmod(seen.mentions, SIZE)
    counted = sum(each.total for each in seen.slots), sum(each.negative for each in seen.slots)
    return rounds, rest == 0 and counted == (rounds * SIZE, rounds * BAD)


def _inbox(copy: Version, hour: datetime, _desk: Desk) -> Figures:
    seen = readings.shelf(copy, hour, "all", "", 2)
    rounds, rest = divmod(seen.found, SIZE)
    return rounds, rest == 0 and len(seen.told) == readings.SHELF


def _unhappy(copy: Version, hour: datetime, _desk: Desk) -> Figures:
    seen = readings.shelf(copy, hour, "open", "", 1)
    rounds, rest = divmod(seen.found, BAD)
    return rounds, rest == 0 and {each.said.label for each in seen.told} == {"negative"}


def _trends(copy: Version, hour: datetime, _desk: Desk) -> Figures:
    seen = trend_readings.trends(copy, hour, Choice(30))
    rounds, rest = divmod(sum(each.total for each in seen.slots), SIZE)
    sources = [(each.total, each.negative) for each in seen.sources]
    return rounds, rest == 0 and sources == [(rounds * SIZE, rounds * BAD)]


def _search(copy: Version, _hour: datetime, _desk: Desk) -> Figures:
    seen = readings.search(copy, Search(label="negative"), 1)
    rounds, rest = divmod(seen.found, BAD)
    return rounds, rest == 0 and len(seen.said) == readings.FOUND


def _book(copy: Version, _hour: datetime, _desk: Desk) -> Figures:
    seen = [each.case for each in books.book(copy, everything=True)]
    numbers = range(1, len(seen) + 1)
    whole = {(case.words, *(note.words for note in case.notes)) for case in seen}
    return len(seen), whole == {(f"case {number}", f"note {number}") for number in numbers}


def _case(copy: Version, _hour: datetime, desk: Desk) -> Figures:
    """One of the cases that were there from the start: it says nothing of how many there are."""
    number = copy.modified_ns % FIRST + 1
    file = books.file_of(copy, str(number), desk.config)
    right = file is not None and [event.kind for event in file.events] == ["open", "note"]
    return FIRST, right and file is not None and file.case.words == f"case {number}"


OF_ROUNDS: dict[str, Reading] = {
    "morning": _morning, "inbox": _inbox, "open": _unhappy, "trends": _trends, "search": _search
}  # fmt: skip
OF_CASES: dict[str, Reading] = {"cases": _book}
TIMELESS: dict[str, Reading] = {"a case": _case}
ALL = {**OF_ROUNDS, **OF_CASES, **TIMELESS}


@dataclass
class Report:
    """What a run saw. `wrong` and `failed` say which reading, and what of it; they should be empty."""

    readings: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    rounds: int = 0
    cases: int = 0
    states: int = 0  # different states of the record that were seen
    writer: str = ""  # what stopped the other process
    seconds: float = 0.0
    processor_seconds: float = 0.0  # of the reading process
    refused: int = 0  # looks at the record itself that were turned away


class Readers:
    """Threads that read until `enough`; one more round and case is due after every `every` readings."""

    def __init__(self, desk: Desk, ledger: Ledger, hour: datetime, enough: int, least: int, every: int) -> None:
        self.desk, self.ledger, self.hour = desk, ledger, hour
        self.enough, self.least, self.every = enough, least, every
        self.turn = PROCESSES.Semaphore(1)
        self.numbers = itertools.count(1)
        self.report, self.states = Report(), set[tuple[bool, int]]()
        self.lock = threading.Lock()

    def read_on(self) -> None:
        names = list(ALL)
        while not self.ledger[STOPPED]:
            number = next(self.numbers)
            if number > self.enough and self.ledger[CASES] >= FIRST + self.least:
                return
            if number % self.every == 0:
                self.turn.release()
            if number % TELL == 0:
                print(f"{number:,} begun, {len(self.report.failed)} failed, {len(self.report.wrong)} wrong", flush=True)
            self.read(names[number % len(names)], number)

    def read(self, name: str, number: int) -> None:
        """One reading on a version of its own, so that nothing remembered answers for the file."""
        begun, published = (BEGUN_CASES, CASES) if name in OF_CASES else (BEGUN_ROUNDS, ROUNDS)
        low = FIRST if name in TIMELESS else self.ledger[published]
        copy = data.version(self.desk.published)
        try:
            if copy is None:
                raise RecordError("there is no copy")
            seen, right = ALL[name](replace(copy, modified_ns=number), self.hour, self.desk)
        except (RecordError, duckdb.Error, OSError) as error:
            with self.lock:
                self.report.failed.append(f"{name}: {error}")
            return
        high = self.ledger[begun]
        with self.lock:
            self.report.readings[name] += 1
            self.states.add((name in OF_CASES, seen))
            if not (right and low <= seen <= high):
                self.report.wrong.append(f"{name}: {seen}, between {low} and {high}, of one state: {right}")


def run(
    folder: Path, now: datetime, enough: int, *, threads: int = 8, every: int = EVERY, least: int = 3, looks: int = 0
) -> Report:
    """At least `enough` readings, as many more as it takes until `least` rounds and cases were published; then `looks`
    at the record itself, while the other process still writes."""
    desk, hour = shop(folder), data.this_hour(now)
    ledger: Ledger = PROCESSES.Array("q", 5)
    for _ in range(FIRST):
        work(desk, ledger, hour)
    readers = Readers(desk, ledger, hour, enough, least, every)
    line, other = PROCESSES.Pipe()
    writer = PROCESSES.Process(target=go_on, args=(other, folder, ledger, readers.turn, hour))
    writer.start()
    other.close()
    line.recv()  # it is ready: nobody reads while it still starts
    start, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        for each in [pool.submit(readers.read_on) for _ in range(threads)]:
            each.result()
    report = readers.report
    report.seconds, report.processor_seconds = time.perf_counter() - start, time.process_time() - used
    report.rounds, report.cases, report.states = ledger[ROUNDS] - FIRST, ledger[CASES] - FIRST, len(readers.states)
    for _ in range(looks):
        readers.turn.release()
        report.refused += refused(desk.record.path)
    line.send("stop")
    report.writer = line.recv()
    writer.join()
    return report


def refused(record: Path) -> bool:
    """The reference: is a look at the record itself turned away?"""
    try:
        with duckdb.connect(str(record), read_only=True) as con:
            con.execute("SELECT count(*) FROM mention").fetchall()
    except duckdb.IOException:
        return True
    return False


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--readings", type=int, default=10_000)
    ask.add_argument("--threads", type=int, default=8)
    given = ask.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # its cache says that no page is served here
    with tempfile.TemporaryDirectory() as folder:
        seen = run(Path(folder), datetime.now(UTC), given.readings, threads=given.threads, looks=LOOKS)
    count = seen.readings.total()
    print(f"{count:,} readings in {given.threads} threads while {seen.rounds:,} rounds and {seen.cases:,} cases were")
    print(f"written and published by another process; {seen.states:,} states seen; {seen.seconds:,.0f} s of wall clock")
    print(f"on whatever else the machine did, {1000 * seen.processor_seconds / max(1, count):.1f} ms of processor each")
    print("  " + ", ".join(f"{name} {number:,}" for name, number in sorted(seen.readings.items())))
    print(f"{'':36}  turned away or failed   wrong numbers")
    print(f"{'ours, the published copy':36}  {len(seen.failed):>12,} of {count:<8,} {len(seen.wrong):>11,}")
    print(f"{'reference, opening the record':36}  {seen.refused:>12,} of {LOOKS:<8,} {'-':>11}")
    print("\n".join([*seen.failed[:5], *seen.wrong[:5], *([seen.writer] if seen.writer else [])]))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "reads.json").write_text(json.dumps(asdict(seen), indent=1) + "\n", encoding="utf-8")
    return int(bool(seen.failed or seen.wrong or seen.writer))


if __name__ == "__main__":
    sys.exit(main())
