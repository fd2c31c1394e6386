"""How long a search of the page takes on the published copy, against reading every text with ILIKE in the same run.

Run: `uv run python -m benchmarks.search [--mentions 1000000] [--folder /tmp/earlyword-search] [--rounds 9]`. Texts are
made by a seeded generator: 8 to 47 words each out of 20,000, common ones far more often than rare ones. Reference and
search take turns. Wall clock and processor time are both told: on a busy machine only their ratio means something.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis import query
from benchmarks.pages import fill
from storage import word_index
from storage.db import Record
from storage.publish import publish, read
from storage.results import number
from storage.search import Choice, search

SYLLABLES = "ba ce di fo gu ra le mi no tu sha pre ko lin ver mas ton ri el qua"
RESULTS = Path(__file__).parent / "results" / "search.json"
ASKED = {"rare word": "weevils", "two words": "weevils paprika", "phrase": '"cafe paprika"', "person": "author 77"}
SAYS = """
    UPDATE mention SET "text" = array_to_string(list_transform(range(8 + CAST(hash(no) % 40 AS BIGINT)),
        lambda k: $words[1 + CAST(floor(pow((hash(no * 97 + k) % 1000003) / 1000003.0, 3) * 20000) AS BIGINT)]), ' ')
        || CASE WHEN hash(no * 23) % 5000 = 0 THEN ' weevils in the café paprika' ELSE '' END
"""


def vocabulary() -> list[str]:
    """20,000 different words, always the same."""
    chance, found, syllables = random.Random(1), dict[str, None](), SYLLABLES.split()
    while len(found) < 20_000:
        found["".join(chance.choice(syllables) for _ in range(chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(found)


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock, and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def plain(copy: Path, words: str) -> int:
    """The reference: every text read once, for its first word alone and without folding accents."""
    with read(copy) as con:
        asked = 'SELECT count(*) FROM mention m JOIN assessment a USING (no) WHERE a.relevant AND "text" ILIKE ?'
        return number(con.execute(asked, [f"%{words.split()[0]}%"]))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-search"))
    ask.add_argument("--rounds", type=int, default=9)
    given = ask.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    record = Record(given.folder / "earlyword.duckdb", timedelta(seconds=60))
    with record.session("fill") as con:
        fill(con, given.mentions, datetime.now(UTC))
        con.execute(SAYS, {"words": vocabulary()})
    copy = publish(record, given.folder / "published.duckdb").path
    start = time.process_time()
    while word_index.extend(copy):
        pass
    size = sum(part.path.stat().st_size for part in word_index.parts(copy))
    print(f"{given.mentions:,} mentions, {copy.stat().st_size / 1e6:,.0f} MB; index {size / 1e6:,.0f} MB, made in "
          f"{time.process_time() - start:.0f} s of processor time")  # fmt: skip
    rows = []
    for name, words in ASKED.items():
        wanted = query.terms(words)
        choice = Choice(author=wanted) if name == "person" else Choice(wanted)
        ours: list[tuple[float, float]] = []
        theirs: list[tuple[float, float]] = []
        for _ in range(given.rounds):
            ours.append(taken(lambda choice=choice: search(copy, choice, limit=25)))  # type: ignore[misc]
            theirs.append(taken(lambda words=words: plain(copy, words.strip('"'))))  # type: ignore[misc]
        row = {"search": name, **_figures("ours", ours), **_figures("ilike", theirs)}
        rows.append(row)
        print("  " + ", ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    RESULTS.write_text(json.dumps({"mentions": given.mentions, "milliseconds": rows}, indent=1) + "\n", "utf-8")


def _figures(name: str, times: list[tuple[float, float]]) -> dict[str, object]:
    wall = sorted(each for each, _ in times)
    return {
        f"{name} p50": round(statistics.median(wall) * 1000),
        f"{name} p95": round(wall[int(0.95 * (len(wall) - 1))] * 1000),
        f"{name} cpu": round(statistics.median(cpu for _, cpu in times) * 1000),
    }


if __name__ == "__main__":
    main()
