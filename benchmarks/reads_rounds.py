"""The other process of `reads`: rounds that keep and judge, and people who open cases; each publishes.

A round keeps `SIZE` mentions, a quarter of them negative, and judges them in one session, so that a reader who sees
any other multiple has seen half a round. A case is opened and gets a note before it is published.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import SynchronizedArray
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from typing import TypeAlias

from pipelines import recover
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import assessments, mentions
from storage.errors import RecordError
from storage.model import Assessment, Mention, mention_id
from storage.publish import publish

SIZE, BAD = 20, 5  # mentions of a round, and the negative ones among them
SHOP, WHO = "Mossop & Mace", "Ada"
CONFIG = f"""
business: {{name: {SHOP}, timezone: Europe/London, trade: shop}}
people: [{{name: {WHO}, email: ada@example.com, role: owner}}]
sources: [{{name: reviews, kind: feed, url: "https://example.org/feed"}}]
"""
BEGUN_ROUNDS, ROUNDS, BEGUN_CASES, CASES, STOPPED = range(5)  # places in the ledger: begun, published, an error
Ledger: TypeAlias = "SynchronizedArray[int]"


def shop(folder: Path) -> Desk:
    """The desk of a shop in `folder`; the first call writes its settings."""
    file = folder / "config.yaml"
    if not file.exists():
        file.write_text(CONFIG, encoding="utf-8")
    return open_desk(load(file, {}), {})


def go_on(line: Connection, folder: Path, ledger: Ledger, turn: Semaphore, now: datetime) -> None:
    """A round and a case for each `turn`, until something is said on the line; then says what went wrong, or ""."""
    desk = shop(folder)
    line.send("ready")
    try:
        while not line.poll():
            if turn.acquire(timeout=0.2):
                work(desk, ledger, now)
        line.send("")
    except RecordError as error:
        ledger[STOPPED] = 1
        line.send(str(error))


def work(desk: Desk, ledger: Ledger, now: datetime) -> None:
    """One round and one case, each published, each noted in the ledger before it begins and after it can be read."""
    number = ledger[BEGUN_ROUNDS]
    ledger[BEGUN_ROUNDS] = number + 1
    said = [mention(number * SIZE + each, now) for each in range(SIZE)]
    with desk.record.session("round") as con:
        mentions.keep(con, said, at=now)
        assessments.save(con, [judged(each, now, bad=place < BAD) for place, each in enumerate(said)])
    publish(desk.record, desk.published)
    ledger[ROUNDS] = number + 1
    ledger[BEGUN_CASES] += 1
    case = recover.open_case(desk, WHO, now, customer=f"Guest {number + 1}", words=f"case {number + 1}")
    recover.note(desk, case.id, WHO, now, words=f"note {number + 1}")
    publish(desk.record, desk.published)
    ledger[CASES] += 1


def mention(number: int, now: datetime) -> Mention:
    """One of the last ten days, a quarter of an hour from the next."""
    when = now - timedelta(minutes=15 * (number % 960))
    return Mention(
        mention_id("reads", "example.org", str(number)), SHOP, "reviews", "review", f"https://example.org/{number}",
        f"Guest {number}", f"Visit {number}", f"The soup was cold, visit {number}.", when, now,
    )  # fmt: skip


def judged(said: Mention, now: datetime, *, bad: bool) -> Assessment:
    return Assessment(
        said.id, "by hand", now, True, "en", -0.5 if bad else 0.5, 0.9 if bad else 0.1,
        "negative" if bad else "positive", "flag" if bad else "none", (), "", "digest" if bad else "none", (),
    )  # fmt: skip
