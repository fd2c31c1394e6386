from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from pipelines import source_watch
from pipelines.config import Config
from pipelines.desk import Desk, open_desk
from storage import polls
from storage.model import Poll, PollStatus

CONFIG = """
business: {name: Test Shop}
sources:
  - {name: news, kind: feed, url: "https://example.com/feed"}
  - {name: blog, kind: feed, url: "https://example.com/blog"}
"""
HOUR = timedelta(hours=1)


def desk(configured: Callable[..., Config]) -> Desk:
    return open_desk(configured(CONFIG), {})


def keep(at_desk: Desk, looks: list[Poll]) -> None:
    with at_desk.record.session("test") as con:
        for look in looks:
            polls.save(con, look)


def failing(name: str, now: datetime, hours: int, every: int = 1, status: PollStatus = "broken") -> list[Poll]:
    good = Poll(name, now - (hours + every) * HOUR, "nothing_new")
    bad = [
        Poll(name, now - (hours - n) * HOUR, status, error="It answers 500.", failures=1 + n // every)
        for n in range(0, hours + 1, every)
    ]
    return [good, *bad]


def silent(at_desk: Desk, now: datetime) -> list[tuple[str, bool]]:
    with at_desk.record.session("test") as con:
        return [(each.source, each.quiet is not None) for each in source_watch.silent(con, at_desk.config, now)]


def test_a_source_is_told_once_it_failed_three_times_and_for_a_day(
    configured: Callable[..., Config], now: datetime
) -> None:
    at_desk = desk(configured)
    keep(at_desk, [*failing("news", now, 23), *failing("blog", now, 30, every=20)])
    assert silent(at_desk, now) == []
    keep(at_desk, [Poll("news", now + 2 * HOUR, "blocked", failures=26), Poll("gone", now, "broken", failures=99)])
    assert silent(at_desk, now + 2 * HOUR) == [("news", False)]
    keep(at_desk, [Poll("news", now + 3 * HOUR, "nothing_new")])
    assert silent(at_desk, now + 3 * HOUR) == []


def test_a_source_that_never_answered_counts_from_its_first_look(
    configured: Callable[..., Config], now: datetime
) -> None:
    at_desk = desk(configured)
    keep(at_desk, failing("news", now, 40)[1:])
    assert silent(at_desk, now) == [("news", False)]


def test_a_feed_that_answers_and_brings_nothing_is_quiet(configured: Callable[..., Config], now: datetime) -> None:
    at_desk = desk(configured)
    start = now - timedelta(days=40)
    spoke = [Poll("news", start + n * 6 * HOUR, "ok", new=int(n % 2 == 0)) for n in range(4 * 36)]
    keep(at_desk, spoke)
    assert silent(at_desk, start + timedelta(days=36)) == []
    since = [Poll("news", start + timedelta(days=36) + n * 6 * HOUR, "nothing_new") for n in range(4 * 4 + 1)]
    keep(at_desk, since)
    assert silent(at_desk, now) == [("news", True)]


def test_a_fresh_record_has_no_silent_source(configured: Callable[..., Config], now: datetime, tmp_path: Path) -> None:
    assert silent(desk(configured), now) == []
