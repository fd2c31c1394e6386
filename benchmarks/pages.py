"""How long until a page stands, against an empty Streamlit page in the same browser and run; and what it reads.

Run: `uv run python -m benchmarks.pages [--mentions 1000000] [--folder /tmp/earlyword-pages] [--rounds 7]`. Needs a
Chromium. The mentions are made by a seeded generator: three years, a fifth of them negative, six topics, every third
one looked at again. Times are medians; the first visit of a page after a round (nothing read yet) is told apart.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import app, data, readings, storylines, trend_readings
from dashboard.casework import books
from dashboard.nouns import Choice
from pipelines import recover
from pipelines.config import Config, load
from pipelines.team import actor
from storage import mentions, sequence
from storage.db import Connection, Record
from storage.publish import publish

EMPTY = "import streamlit as st\nst.html('<h1 class=\"ew-sentence\">Nothing</h1>')\n"
PAGES = (*("" if name == "morning" else name for name in app.VIEWS), "cases?case=1")
CASES = 300  # one in three answered, one in six with a promise
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CONFIG = "business: {name: Bench, timezone: Europe/London}\nsources: []\n"


def fill(con: Connection, size: int, now: datetime) -> None:
    """Mentions, assessments, stories and looks straight in SQL; everything follows from the number of the mention."""
    con.execute("CREATE TEMP TABLE topic AS SELECT ['parcels','bags','staff','price','choice','freshness'] AS names")
    con.execute(
        """
        INSERT INTO mention SELECT i, hash(i), hash(i * 3), substr(md5(i::VARCHAR), 1, 24), 'Bench',
            'source ' || (hash(i * 5) % 40), 'review', 'https://example.org/' || i,
            'author ' || (hash(i * 11) % 200000), 'Visit ' || i,
            repeat('the parcel was late and a bag was torn but the staff were kind ', 1 + (i % 5)::INT) || i,
            made - INTERVAL 10 MINUTE, made, (hash(i * 13) % 5) / 4.0, '1-5', 'en', NULL
        FROM (SELECT i, $now::TIMESTAMP - to_seconds(($size - i) * $apart) AS made FROM range(1, $size + 1) n(i))
        """,
        {"now": now.replace(tzinfo=None), "size": size, "apart": 3 * 365 * 86400 / size},
    )
    con.execute(
        """
        INSERT INTO assessment SELECT no, id, 'v1', seen, true, 'en', 0, 0.5,
            CASE WHEN hash(no * 17) % 5 = 0 THEN 'negative' ELSE 'positive' END,
            CASE WHEN hash(no * 17) % 5 = 0 THEN 'flag' ELSE 'none' END,
            [{'topic': names[1 + CAST(hash(no * 19) % 6 AS BIGINT)],
              'polarity': CASE WHEN hash(no * 17) % 5 = 0 THEN -0.5 ELSE 0.5 END,
              'quote': 'the parcel was late'}], '', 'none', ['long waiting: "late"'], false
        FROM mention, topic
        """
    )
    con.execute("INSERT INTO story_link SELECT no, id, substr(md5((no // 3)::VARCHAR), 1, 24) FROM mention")
    con.execute(
        """
        INSERT INTO snapshot (no, mention, "at", likes, shares, deleted)
        SELECT no, id, seen + INTERVAL 1 HOUR, 5, 2, false FROM mention WHERE no % 3 = 0
        """
    )
    con.execute(
        """
        INSERT INTO alert SELECT 'story:' || no, 'story', 'Bench', seen, 'A story is being passed on', [id],
            ['told often'], 'one a week', true, 0.1, NULL FROM mention ORDER BY no DESC LIMIT 6
        """
    )
    con.execute(  # every quarter of an hour; straight in SQL, because 8,000 looks one by one take a minute
        """
        INSERT INTO poll SELECT 'source ' || source, made, 'ok', 0, 0, 0, 0, '', '', 0, NULL,
            made + INTERVAL 15 MINUTE, '{}'
        FROM (
            SELECT source, $now::TIMESTAMP - INTERVAL 1 MINUTE - to_minutes(15 * back) AS made
            FROM range(40) s(source), range(200) b(back)
        )
        """,
        {"now": now.replace(tzinfo=None)},
    )
    con.execute("UPDATE meta SET value = ? WHERE name = 'arrivals'", [str(size)])
    sequence.changed(con)


def make_cases(con: Connection, config: Config, now: datetime) -> None:
    """Cases of the newest mentions, through the verbs."""
    newest = con.execute(
        "SELECT id FROM mention WHERE no > (SELECT max(no) - ? FROM mention) ORDER BY no", [CASES]
    ).fetchall()
    said = mentions.by_ids(con, [mention for (mention,) in newest])
    by = actor(config, "Ada")
    for number, mention in enumerate(said.values(), 1):
        case = recover.write(con, str(number), by, now, "open", recover.told(mention, None))
        if number % 3 == 0:
            case = recover.write(con, case.id, by, now, "answer", {"words": f"Sorry for number {number}"})
        if number % 6 == 0:
            due = (now + timedelta(days=1 + number % 9)).isoformat()
            recover.write(con, case.id, by, now, "promise", {"what": f"a new tin {number}", "due": due})


@contextmanager
def served(script: Path, folder: Path) -> Iterator[str]:
    """A Streamlit server of its own for one script; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "EARLYWORD_CONFIG": str(folder / "config.yaml"), "STREAMLIT_SERVER_HEADLESS": "true"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet)
    try:
        for _ in range(600):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def visit(browser: Browser, address: str) -> float:
    """Seconds from asking for a page in a fresh browser context until its last element stands."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    stands(page)
    taken = time.perf_counter() - start
    context.close()
    return taken


def clicks(browser: Browser, address: str, rounds: int) -> tuple[float, float]:
    """Seconds from a click until the page shows what it did: (a correction in the inbox, another page of the list)."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/inbox")
    stands(page)
    first = "document.querySelector('[class*=st-key-not_negative-]').className.match(/st-key-[^ ]+/)[0]"
    times: dict[str, list[float]] = {"correct": [], "turn": []}
    for _ in range(rounds):
        for name, button in (
            ("correct", page.locator("[class*=st-key-not_negative-] button").first),
            ("turn", page.locator("[data-testid=stNumberInputStepUp]")),
        ):
            before = page.evaluate(first)
            start = time.perf_counter()
            button.click()
            page.wait_for_function(f"before => {first} !== before", arg=before, timeout=60_000)
            times[name].append(time.perf_counter() - start)
            stands(page)
    page.context.close()
    return statistics.median(times["correct"]), statistics.median(times["turn"])


def stands(page: Page) -> None:
    page.locator("h1.ew-sentence").first.wait_for(timeout=60_000)
    page.wait_for_function(
        "!document.querySelector('[data-test-script-state=running]') && "
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(e => e.querySelector('canvas, svg'))",
        timeout=60_000,
    )


def read_times(copy: data.Version, config: Config, now: datetime) -> None:
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
    for name, work in questions.items():
        first, kept = seconds(work), seconds(work)
        print(f"  {name:20} read in {first * 1000:7.0f} ms, when kept {kept * 1000:5.1f} ms", flush=True)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--folder", type=Path, default=Path("/tmp/earlyword-pages"))
    ask.add_argument("--rounds", type=int, default=7)
    given = ask.parse_args()
    now = datetime.now(UTC)
    shutil.rmtree(given.folder, ignore_errors=True)
    (given.folder / "data").mkdir(parents=True)
    (given.folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (given.folder / "empty.py").write_text(EMPTY, encoding="utf-8")
    record = Record(given.folder / "data" / "earlyword.duckdb", timedelta(seconds=60))
    with record.session("fill") as con:
        fill(con, given.mentions, now)
        make_cases(con, load(given.folder / "config.yaml", {}), now)
    copy = publish(record, given.folder / "data" / "published.duckdb").path
    print(f"{given.mentions:,} mentions, {copy.stat().st_size / 1e6:,.0f} MB")
    version = data.version(copy)
    if version is not None:
        read_times(version, load(given.folder / "config.yaml", {}), now)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(given.folder / "empty.py", given.folder) as address:
            visit(browser, address)
            empty = statistics.median(visit(browser, address) for _ in range(given.rounds))
        print(f"  empty page stands after {empty:.2f} s")
        with served(Path(str(app.__file__)), given.folder) as address:
            visit(browser, f"{address}/sources")
            for name in PAGES:
                first = visit(browser, f"{address}/{name}")
                usual = statistics.median(visit(browser, f"{address}/{name}") for _ in range(given.rounds))
                line = f"first {first:5.2f} s, then {usual:5.2f} s: {usual - empty:+.2f} s to an empty page"
                print(f"  {name or 'morning':10} {line}", flush=True)
            correct, turn = clicks(browser, address, given.rounds)
            print(
                f"  a click in the inbox: a correction is seen after {correct:.2f} s, the next page after {turn:.2f} s"
            )
        browser.close()


if __name__ == "__main__":
    main()
