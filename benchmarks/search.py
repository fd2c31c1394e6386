"""How long a search of the page takes on the published copy, against reading every text with ILIKE in the same run.

Run: `uv run python -m benchmarks.search [--mentions 1000000,10000000] [--folder /tmp/earlyword-search] [--rounds 9]`.
10,000,000 take about ten minutes and 6 GB of disk, most of it for making the record and its index. Texts are made by a
seeded generator out of 20,000 half sentences of 20,000 words, common ones far more often than rare ones. Wall clock and
processor time are both told: on a busy machine only their ratio means something. The reference looks for the first
word alone, without folding accents; where a search names no word it counts what fits.
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
from storage import sequence, word_index, word_parts
from storage.db import Record
from storage.publish import publish, read
from storage.results import number
from storage.search import Choice, search

RESULTS = Path(__file__).parent / "results" / "search.json"
SYLLABLES = "ba ce di fo gu ra le mi no tu sha pre ko lin ver mas ton ri el qua"
STEP = 1_000_000
YEARS = 3


def vocabulary() -> list[str]:
    """20,000 different words, always the same."""
    chance, found, syllables = random.Random(1), dict[str, None](), SYLLABLES.split()
    while len(found) < 20_000:
        found["".join(chance.choice(syllables) for _ in range(chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(found)


def half_sentences(words: list[str]) -> list[str]:
    """20,000 pieces of three to eight words; the first word of the vocabulary stands in more than half of all texts."""
    chance = random.Random(2)
    return [
        " ".join(words[int(chance.random() ** 3 * len(words))] for _ in range(chance.randint(3, 8)))
        for _ in range(20_000)
    ]


SAID = """
    INSERT INTO mention SELECT i, hash(i), hash(i * 3), substr(md5(i::VARCHAR), 1, 24),
        'shop ' || (hash(i * 7) % 3), 'source ' || (hash(i * 5) % 40), 'review', 'https://example.org/' || i,
        'author ' || (hash(i * 11) % 200000), 'Visit ' || i % 1000,
        concat_ws(' ', $said[1 + (hash(i * 31) % 20000)::INT], $said[1 + (hash(i * 37) % 20000)::INT],
            CASE WHEN hash(i * 41) % 2 = 0 THEN $said[1 + (hash(i * 43) % 20000)::INT] END,
            CASE WHEN hash(i * 47) % 2 = 0 THEN $said[1 + (hash(i * 53) % 20000)::INT] END,
            CASE WHEN hash(i * 59) % 3 = 0 THEN $said[1 + (hash(i * 61) % 20000)::INT] END,
            CASE WHEN hash(i * 23) % 5000 = 0 THEN 'weevils in the café paprika' END),
        made - INTERVAL 10 MINUTE, made, (hash(i * 13) % 5) / 4.0, '1-5', 'en', NULL
    FROM (SELECT i, $now::TIMESTAMP - to_seconds(($size - i) * $apart) AS made FROM range($first, $last + 1) n(i))
"""
THOUGHT = """
    INSERT INTO assessment SELECT no, id, 'v1', seen, hash(no * 29) % 20 > 0, 'en', 0, 0.5,
        CASE WHEN hash(no * 17) % 5 = 0 THEN 'negative' ELSE 'positive' END, 'none',
        [{'topic': ['parcels','bags','staff','price','choice','freshness'][1 + (hash(no * 19) % 6)::INT],
          'polarity': 0.5, 'quote': 'the parcel was late'}], '', 'none', ['because'], false
    FROM mention WHERE no BETWEEN $first AND $last
"""
GROWN = """
    INSERT INTO snapshot (no, mention, "at", likes, "text", deleted)
    SELECT no, id, seen + INTERVAL 1 HOUR, 5, CASE WHEN no % 3000 = 0 THEN 'edited into weevils' END, false
    FROM mention WHERE no BETWEEN $first AND $last AND no % 3 = 0
"""


def build(folder: Path, size: int, now: datetime) -> Path:
    """A record of `size` mentions straight in SQL, published; returns the copy."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    record, said = Record(folder / "earlyword.duckdb", timedelta(seconds=60)), half_sentences(vocabulary())
    values = {"said": said, "now": now.replace(tzinfo=None), "size": size, "apart": YEARS * 365 * 86400 / size}
    for first in range(1, size + 1, STEP):
        span = {"first": first, "last": min(first + STEP - 1, size)}
        with record.session("fill") as con:
            con.execute(SAID, values | span)
            con.execute(THOUGHT, span)
            con.execute(GROWN, span)
            con.execute("UPDATE meta SET value = ? WHERE name = 'arrivals'", [str(span["last"])])
            sequence.changed(con)
    return publish(record, folder / "published.duckdb").path


def asked(now: datetime) -> dict[str, tuple[str, Choice]]:
    """What is searched: a name -> the word the reference looks for, and the choice."""
    words = vocabulary()
    common, other, seldom = words[0], words[40], words[9_000]

    def of(said: str, **more: object) -> tuple[str, Choice]:
        return said.split()[0].strip('"'), Choice(query.terms(said), **more)  # type: ignore[arg-type]

    return {
        "rare word": of("weevils"),
        "common word": of(common),
        "seldom word": of(seldom),
        "beginning of a word": of(f"{seldom[:4]}"),
        "two common words": of(f"{common} {other}"),
        "rare and common word": of(f"weevils {common}"),
        "phrase": of('"cafe paprika"'),
        "phrase of common words": of(f'"{common} {other}"'),
        "word, not another": of(f"{other} -{common}"),
        "nothing like that": of("zzzzz"),
        "person": ("author 77", Choice(author=query.terms("author 77"))),
        "word, unhappy, last month": of(common, label="negative", since=now - timedelta(days=30)),
        "word, source, stars": of(other, source="source 7", stars=2),
        "rare word, topic": of("weevils", topic="staff"),
        "unhappy": ("", Choice(label="negative")),
        "source, shop, stars, topic": ("", Choice(source="source 7", entity="shop 1", stars=1, topic="price")),
        "a month two years ago": ("", Choice(since=now - timedelta(days=760), until=now - timedelta(days=730))),
        "everything, page 40": ("", Choice()),
    }


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock, and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def plain(copy: Path, word: str) -> int:
    """The reference: every text read once."""
    column = "author" if " " in word else '"text"'
    with read(copy) as con:
        sql = f"SELECT count(*) FROM mention m JOIN assessment a USING (no) WHERE a.relevant AND {column} ILIKE ?"  # noqa: S608
        return number(con.execute(sql, [f"%{word}%"]))


def percentile(times: list[float], share: float) -> int:
    """Milliseconds."""
    return round(sorted(times)[min(len(times) - 1, int(share * len(times)))] * 1000)


def measure(copy: Path, now: datetime, rounds: int, looks: int) -> list[dict[str, object]]:
    """Each search in turn, so that whatever else the machine does strikes all alike; `looks` at the reference."""
    rows: list[dict[str, object]] = []
    for name, (word, choice) in asked(now).items():
        skip = 975 if "page" in name else 0
        ours = [taken(lambda choice=choice, skip=skip: search(copy, choice, limit=25, skip=skip))  # type: ignore[misc]
                for _ in range(rounds)]  # fmt: skip
        theirs = [taken(lambda word=word: plain(copy, word)) for _ in range(looks)]  # type: ignore[misc]
        found = search(copy, choice, limit=25, skip=skip)
        walls = [wall for wall, _ in ours]
        row = {
            "search": name, "found": found.total, "more": found.more,
            "p50": percentile(walls, 0.5), "p95": percentile(walls, 0.95),
            "cpu": round(statistics.median(cpu for _, cpu in ours) * 1000),
            "ilike p50": percentile([wall for wall, _ in theirs], 0.5),
            "ilike cpu": round(statistics.median(cpu for _, cpu in theirs) * 1000),
        }  # fmt: skip
        rows.append(row)
        number_found = f"{'>' if found.more else ' '}{found.total:,}"
        print(f"  {name:28}{number_found:>12}{row['p50']:>7} /{row['p95']:>5}   {row['cpu']:>6}"
              f"{row['ilike p50']:>10}   {row['ilike cpu']:>6}", flush=True)  # fmt: skip
    return rows


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--mentions", default="1000000,10000000")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-search"))
    ask.add_argument("--rounds", type=int, default=9)
    ask.add_argument("--looks", type=int, default=2)
    ask.add_argument("--keep", action="store_true", help="leave the record for another look")
    given = ask.parse_args()
    now, report = datetime.now(UTC), []
    for size in (int(each) for each in given.mentions.split(",")):
        start = time.perf_counter()
        copy = build(given.folder / str(size), size, now)
        print(f"{size:,} mentions, {copy.stat().st_size / 1e6:,.0f} MB, made in {time.perf_counter() - start:.0f} s;",
              end=" ", flush=True)  # fmt: skip
        wall, cpu = taken(lambda copy=copy: word_index.extend(copy))  # type: ignore[misc]
        index = sum(part.path.stat().st_size for part in word_parts.parts(copy))
        print(f"index {index / 1e6:,.0f} MB in {wall:.0f} s, {cpu:.0f} s of processor time")
        print(f"  {'milliseconds':28}{'found':>12}{'p50 / p95':>14}{'cpu':>9}{'ilike p50':>10}{'cpu':>9}")
        rows = measure(copy, now, given.rounds, given.looks)
        report.append({"mentions": size, "index_mb": round(index / 1e6), "index_cpu_s": round(cpu), "rows": rows})
        if not given.keep:
            shutil.rmtree(given.folder / str(size))
    RESULTS.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
