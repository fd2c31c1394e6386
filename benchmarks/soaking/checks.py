"""What must hold when the month is over. Each check gives sentences of what is wrong; none means that it holds."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.soaking.machine import Sample, orphans
from benchmarks.soaking.post import NOBODY, PostOffice
from benchmarks.soaking.world import REFUSES, World
from dashboard import health
from dashboard.nouns import Health
from dashboard.queries import query
from pipelines.desk import Desk
from pipelines.mail import message_id
from storage import check, outbox, publish
from storage.db import aware, aware_or_none, stored
from storage.spool import FAILED, FAILED_KEPT, read

SETTLED = 0.25  # share of the month after which nothing may grow any more
MORE_MEMORY = 1.15  # of the worker, last quarter against the second: caches may still fill a little
UNSEEN = ("304", "bad_encoding")  # troubles a look may take for an answer


@dataclass
class Findings:
    """`counts` are for the table; `wrong` must be empty."""

    counts: dict[str, int | float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.wrong.append(sentence)


def record(found: Findings, world: World, desk: Desk, down: list[tuple[datetime, datetime]]) -> None:
    """Everything that was long enough to be seen is there once, nothing twice, nothing that nobody said."""
    with desk.record.session("check") as con:
        found.wrong += check.integrity(con)
        rows = con.execute('SELECT source, "text" FROM mention').fetchall()
    here = Counter((source, " ".join(text.split())) for source, text in rows)
    owed = 0
    for place in world.places:
        tokens = Counter(text.split("Number ")[1].split(".")[0] for source, text in here if source == place.name)
        for version in place.versions:
            by_id = place.shape == "json_api"
            times = tokens[version.token] if by_id else here[(place.name, version.words)]
            must = place.owed(version, down)
            owed += must
            found.must(times <= 1, f"{place.name}: {version.words!r} is there {times} times")
            found.must(times == 1 or not must, f"{place.name} ({place.shape}): {version.words!r} is missing, "
                       f"shown {version.since:%m-%d %H:%M} to {version.until:%m-%d %H:%M}")  # fmt: skip
    said = {(place.name, version.words) for place in world.places for version in place.versions}
    found.must(set(here) <= said, f"nobody said {[each for each in here if each not in said][:3]}")
    found.counts |= {"versions that were shown": len(said), "of them owed": owed, "in the record": len(rows)}


def letters(found: Findings, world: World, desk: Desk, post: PostOffice, down: list[tuple[datetime, datetime]]) -> None:
    """Every letter was taken or is visibly refused; what came twice came under the same Message-ID, word for word."""
    with desk.record.session("check") as con:
        sent = outbox.list_(con, limit=1_000_000)
        alerts = {key for (key,) in con.execute("SELECT key FROM alert").fetchall()}
    ids = {(message_id(each.notification, "example.com"), each.notification.recipient): each for each in sent}
    for known, letter in ids.items():
        nobody = letter.notification.recipient == NOBODY
        found.must(letter.status == ("refused" if nobody else "sent"),
                   f"{letter.notification.subject!r} to {letter.notification.recipient} is {letter.status}: "
                   f"{letter.notification.error} (due {letter.due:%m-%d %H:%M})")  # fmt: skip
        found.must(not nobody or bool(letter.notification.error), "a refused letter says no reason")
        found.must(nobody or known in post.taken, f"{letter.notification.subject!r} never arrived")
    for known, taken in post.taken.items():
        found.must(known in ids, f"a letter arrived that is not in the outbox: {known}")
        found.must(len(taken.bodies) == 1, f"{known} came in {len(taken.bodies)} different forms")
    words = [body for (_, to), taken in post.taken.items() if to == "ada@example.com" for body in taken.bodies]
    critical = [
        (place, version) for place in world.places for version in place.versions
        if version.critical and place.owed(version, down)
    ]  # fmt: skip
    for place, version in critical:
        told = any(version.token.encode() in body for body in words)
        found.must(told, f"nobody was told of {version.words!r} at {place.name}, {version.since:%m-%d %H:%M}")
    twice = sum(taken.times - 1 for taken in post.taken.values())
    found.counts |= {"alerts": len(alerts), "letters": len(sent), "letters that came again": twice}
    found.counts |= {"dangers owed a letter": len(critical)}
    found.counts |= {f"mail server said {what}": times for what, times in sorted(post.said.items())}


def growth(found: Findings, series: Sequence[Sample]) -> None:
    """Nothing grows: memory, handles, threads, processes, files, spool."""
    settled = series[int(len(series) * SETTLED) :]
    quarter = max(1, len(settled) // 3)
    first, last = settled[:quarter], settled[-quarter:]
    for what in ("memory", "handles", "threads", "children", "files", "spool"):
        before = statistics.median(getattr(each, what) for each in first)
        after = statistics.median(getattr(each, what) for each in last)
        room = before * MORE_MEMORY if what == "memory" else before + 3
        found.must(after <= room, f"{what} grew from {before:,.0f} to {after:,.0f}")
        found.counts |= {f"{what}, first": before, f"{what}, last": after}
    found.must(not orphans(), f"parsers were left behind: {orphans()}")


def leftovers(found: Findings, desk: Desk) -> None:
    """After the last round nothing half-written lies about, and the spool is empty."""
    data = desk.config.data
    half = [
        str(each.relative_to(data))
        for pattern in ("*.new-*", "*.writing", "*.half", "*.trial*", "*.corrupt-*", "*.torn", "heartbeat.json.*")
        for each in data.rglob(pattern)
    ]
    found.must(not half, f"left behind: {half[:6]} ({len(half)})")
    found.must(not desk.spool.pending(), f"{len(desk.spool.pending())} fetches were never stored")
    aside = Counter(read(path).name for path in desk.spool.folder.glob(f"*{FAILED}"))
    found.must(all(n <= FAILED_KEPT for n in aside.values()), f"more was set aside than is kept of a source: {aside}")
    found.counts["fetches set aside as unreadable"] = aside.total()


def page(copy: Path, world: World, at: datetime) -> Iterator[str]:
    """Does the page say of each source what is true of it, and does it notice when nobody collects?"""
    rows = _health(copy, at)
    for each in rows:
        place = next(place for place in world.places if place.name == each.source)
        trouble = place.trouble(each.at)
        if trouble in UNSEEN or place.trouble(each.at + timedelta(minutes=2)) != trouble:
            continue
        ill = each.status in ("blocked", "broken")
        if ill != bool(trouble):
            yield f"{at:%m-%d %H:%M} {each.source} is {each.status} on the page, its trouble is {trouble or 'none'}"
        if trouble in REFUSES and trouble != "login" and trouble != "503" and ill and each.status != "blocked":
            yield f"{at:%m-%d %H:%M} {each.source} refuses us ({trouble}) and the page says {each.status}"


def nobody_collects(copy: Path, at: datetime) -> bool:
    """Would the page show its banner?"""
    return health.nobody_collects(_health(copy, at), at) is not None


def _health(copy: Path, at: datetime) -> list[Health]:
    with publish.read(copy) as con:
        rows: list[tuple[Any, ...]] = con.execute(query("health"), {"until": stored(at)}).fetchall()
    return [
        Health(row[0], row[1], aware(row[2]), row[3], row[4], aware_or_none(row[5]), aware_or_none(row[6]), *row[7:])
        for row in rows
    ]
