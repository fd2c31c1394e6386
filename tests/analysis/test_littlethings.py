from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.littlethings import Said, bites, little_things

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
LEEDS = ZoneInfo("Europe/London")


def complaint(topic: str, weeks_ago: float, quote: str = "late again") -> Said:
    return Said(NOW - timedelta(weeks=weeks_ago), topic, quote)


def test_what_comes_every_week_stands_before_one_bad_day() -> None:
    steady = [complaint("parking", n + 0.3) for n in range(6)]
    one_day = [complaint("music", 2.2) for _ in range(6)]
    drip = [complaint("bags", n + 0.5) for n in (0, 1, 3)]
    found = little_things([*steady, *one_day, *drip], now=NOW, zone=LEEDS)
    assert [each.topic for each in found] == ["parking", "bags"]
    assert found[0].sentence().startswith("parking: 6 times in 6 of the last 8 weeks")


def test_the_latest_words_are_the_ones_quoted_and_old_ones_are_forgotten() -> None:
    said = [complaint("parking", n, f"week {n}") for n in (0.2, 1.2, 5.2, 9.0, 30.0)]
    (found,) = little_things(said, now=NOW, zone=LEEDS)
    assert (found.quote, found.count) == ("week 0.2", 3)


def test_complaints_that_crowd_into_friday_evening_say_so_in_local_time() -> None:
    friday = datetime(2026, 5, 1, 18, 30, tzinfo=UTC)  # 19:30 in London
    times = [(friday - timedelta(weeks=n)).astimezone(LEEDS).replace(hour=19) for n in range(7)]
    times += [(friday - timedelta(days=n)).astimezone(LEEDS).replace(hour=9) for n in (4, 13)]
    chance = random.Random(7)
    others = [(NOW - timedelta(hours=chance.randrange(24 * 50))).astimezone(LEEDS) for _ in range(200)]
    assert bites(times, others) in ("7 of 9: Friday 19-21 h", "7 of 9: Friday 18-20 h")


def test_chance_alone_hardly_ever_bites() -> None:
    chance = random.Random(11)

    def moment() -> datetime:
        return (NOW - timedelta(hours=chance.randrange(24 * 56))).astimezone(LEEDS)

    rung = sum(bool(bites([moment() for _ in range(9)], [moment() for _ in range(100)])) for _ in range(60))
    assert rung <= 6


def test_a_busy_hour_is_no_news_when_everything_happens_then() -> None:
    lunch = [NOW - timedelta(days=n) for n in range(9)]
    assert bites(lunch, [NOW - timedelta(days=n) for n in range(60)]) == ""
