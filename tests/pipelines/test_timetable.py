"""The owner's hour, on every day of the year, and quiet hours over midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from pipelines.timetable import digest_time, is_weekly, next_digest, quiet_until
from tests.pipelines.conftest import Configured

DAY = timedelta(days=1)


def shop(zone: str = "Europe/London", more: str = "") -> str:
    return f"business: {{name: Test Shop, timezone: {zone}}}\ndigest: {{at: '07:30', weekly: mon{more}}}\n"


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_every_day_has_one_digest_at_the_owners_hour(configured: Configured, zone: str) -> None:
    config = configured(shop(zone))
    at = datetime(2025, 12, 31, 12, tzinfo=UTC)
    seen: list[datetime] = []
    while len(seen) < 400:
        at = next_digest(config, at)
        seen.append(at)
    local = [each.astimezone(config.zone) for each in seen]
    assert {each.time() for each in local} == {time(7, 30)}
    assert [b.date() - a.date() for a, b in pairwise(local)] == [DAY] * 399


def test_the_hour_that_the_clocks_leave_out_still_comes_once(configured: Configured) -> None:
    config = configured(shop().replace("07:30", "01:30"))
    skipped = digest_time(config, date(2026, 3, 29))
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert skipped.astimezone(config.zone).time() == time(2, 30)
    assert digest_time(config, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


def test_the_weekly_day(configured: Configured) -> None:
    config = configured(shop())
    assert [is_weekly(config, date(2026, 5, 4) + n * DAY) for n in range(7)] == [True] + [False] * 6
    assert not is_weekly(configured(shop().replace("mon", "never")), date(2026, 5, 4))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ((5, 4, 22, 30), (5, 5, 6, 0)),  # 23:30 in London
        ((5, 5, 5, 59), (5, 5, 6, 0)),
        ((5, 5, 6, 0), None),
        ((5, 5, 20, 59), None),
        ((5, 5, 21, 0), (5, 6, 6, 0)),
        ((3, 28, 23, 0), (3, 29, 6, 0)),  # the night is an hour shorter
        ((10, 24, 22, 0), (10, 25, 7, 0)),  # and an hour longer
    ],
)
def test_quiet_hours_reach_over_midnight(
    configured: Configured, now: tuple[int, ...], until: tuple[int, ...] | None
) -> None:
    config = configured(shop(more=", quiet: '22:00-07:00'"))
    month, day, hour, minute = now
    ends = None if until is None else datetime(2026, until[0], until[1], until[2], until[3], tzinfo=UTC)
    assert quiet_until(config, datetime(2026, month, day, hour, minute, tzinfo=UTC)) == ends


def test_quiet_hours_within_a_day_and_none(configured: Configured) -> None:
    noon = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
    assert quiet_until(configured(shop(more=", quiet: '12:00-14:00'")), noon) == noon.replace(hour=14, minute=0)
    assert quiet_until(configured(shop()), noon) is None
