from __future__ import annotations

from datetime import datetime, timedelta

from storage import polls, sources
from storage.db import Record
from storage.model import Poll


def test_the_last_look_at_each_source_with_its_cursor(record: Record, now: datetime) -> None:
    hour = timedelta(hours=1)
    first = Poll("reviews", now, "ok", 3, 2, 1, 0.5, newest=now - hour, next_due=now + hour, cursor={"etag": 'W/"ü"'})
    second = Poll("reviews", now + hour, "broken", error="It answers 500.", next_step="Wait.", failures=1)
    other = Poll("news", now, "nothing_new", cursor={"page": 2, "seen": ["a", None]})
    with record.session("test") as con:
        for poll in (second, first, other, first):
            polls.save(con, poll)
        assert polls.last(con) == {"reviews": second, "news": other}
        assert polls.since(con, now + hour) == [second]
        assert polls.since(con, now) == [other, first, second]


def test_looks_noted_by_a_clock_that_was_ahead_do_not_stand_as_the_last(record: Record, now: datetime) -> None:
    ahead, other = Poll("news", now + timedelta(days=3), "ok"), Poll("blog", now + timedelta(days=3), "ok")
    right = Poll("news", now, "ok", cursor={"etag": "b"})
    with record.session("test") as con:
        polls.save_all(con, [ahead, other])
        polls.save(con, right)
        assert polls.last(con) == {"news": right, "blog": other}
        assert polls.since(con, now) == [right, other]


def test_old_looks_are_forgotten_but_never_the_last_one(record: Record, now: datetime) -> None:
    looks = [Poll("reviews", now + timedelta(days=day), "ok") for day in range(5)]
    with record.session("test") as con:
        for look in [*looks, Poll("silent", now, "ok")]:
            polls.save(con, look)
        assert polls.prune(con, now + timedelta(days=3)) == 3
        assert polls.prune(con, now + timedelta(days=3)) == 0
        assert set(polls.last(con)) == {"reviews", "silent"}


def test_where_each_source_stands_and_what_each_hour_brought(record: Record, now: datetime) -> None:
    hour, start = timedelta(hours=1), now - timedelta(hours=9)
    looks = [
        Poll("news", start, "ok", new=3),
        Poll("news", start + hour / 3, "ok", new=2),
        Poll("news", start + 2 * hour, "nothing_new"),
        Poll("news", start + 3 * hour, "broken"),
        Poll("news", start + 4 * hour, "blocked"),
        Poll("blog", start, "ok", new=1),
        Poll("dead", start, "broken"),
    ]
    with record.session("test") as con:
        for look in looks:
            polls.save(con, look)
        assert sources.standings(con) == {
            "news": sources.Standing(start + 3 * hour, start + hour / 3, start + 2 * hour),
            "blog": sources.Standing(None, start, start),
            "dead": sources.Standing(start, None, None),
        }
        assert sources.looks(con, "news", start) == [(start, 5), (start + 2 * hour, 0)]
        assert sources.looks(con, "news", start + hour) == [(start + 2 * hour, 0)]
