from __future__ import annotations

from datetime import datetime, timedelta

from storage import polls, sources
from storage.db import Record
from storage.model import Poll, PollStatus


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


def test_old_looks_are_forgotten_but_never_those_that_tell_where_a_source_stands(record: Record, now: datetime) -> None:
    def look(source: str, day: int, status: PollStatus, new: int = 0, newest: int | None = None) -> Poll:
        shown = None if newest is None else now + timedelta(days=newest)
        return Poll(source, now + timedelta(days=day), status, new=new, newest=shown, cursor={"day": day})

    looks = [
        look("reviews", 0, "broken"),  # goes
        look("reviews", 1, "ok", 3),  # the first good one
        look("reviews", 2, "ok", 9, newest=2),  # showed the newest item
        look("reviews", 3, "ok", 1),  # goes
        look("reviews", 4, "ok", 1, newest=1),  # the last that brought something
        look("reviews", 5, "nothing_new"),  # goes
        look("reviews", 6, "nothing_new"),  # the last good one
        look("reviews", 7, "broken"),  # failing since
        look("reviews", 8, "blocked"),  # goes
        look("reviews", 9, "broken"),  # the last one
        look("dead", 0, "broken"),  # failing since
        look("dead", 1, "broken"),  # goes
        look("dead", 9, "broken"),  # the last one
        look("once", 0, "ok"),
    ]
    with record.session("test") as con:
        polls.save_all(con, looks)
        before = polls.last(con), sources.standings(con), sources.first_looks(con)
        assert polls.prune(con, now + timedelta(days=1)) == 1  # day 1 itself is not older
        assert polls.prune(con, now + timedelta(days=20)) == 4
        assert polls.prune(con, now + timedelta(days=20)) == 0
        assert (polls.last(con), sources.standings(con), sources.first_looks(con)) == before
        assert sources.totals(con)["reviews"].newest == now + timedelta(days=2)
        kept = {(poll.source, (poll.at - now).days) for poll in polls.since(con, now)}
    days = {("reviews", day) for day in (1, 2, 4, 6, 7, 9)}
    assert kept == {*days, ("dead", 0), ("dead", 9), ("once", 0)}


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
