"""When a source is looked at next."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.source import Source
from pipelines import schedule
from pipelines.config import Config
from storage.model import Poll, PollStatus
from tests.pipelines.conftest import NOW, SHOP, Configured

HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def config(configured: Configured) -> Config:
    return configured(SHOP + "sources: [{name: news, kind: feed, url: https://example.com/, every: 30 minutes}]\n")


@pytest.fixture
def news(config: Config) -> Source[object]:
    return config.source_objects({})[0]


def failed(failures: int, status: PollStatus = "blocked") -> Poll:
    return Poll("news", NOW, status, failures=failures)


def test_one_period_after_the_look_give_or_take_a_tenth(config: Config, news: Source[object]) -> None:
    wait = schedule.after_success(config, news, Poll("news", NOW, "ok")) - NOW
    assert HALF_HOUR * 0.9 <= wait <= HALF_HOUR * 1.1


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20), st.integers(0, 10**9))
def test_jitter_is_small_and_always_the_same(name: str, seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert 0.9 <= schedule.jittered(name, at) <= 1.1
    assert schedule.jittered(name, at) == schedule.jittered(name, at)


def test_jitter_spreads_sources_that_start_together() -> None:
    factors = sorted(schedule.jittered(f"source-{i}", NOW) for i in range(100))
    assert factors[10] < 0.94
    assert factors[-10] > 1.06


def test_what_is_broken_is_looked_at_again_within_its_period(config: Config, news: Source[object]) -> None:
    for failures in (3, 8, 500):
        due = schedule.after_failure(config, news, failed(failures, "broken"), None)
        assert due is not None
        assert timedelta(minutes=18) <= due - NOW <= HALF_HOUR * 1.1


def test_refusals_back_off_by_doubling_up_to_a_day(config: Config, news: Source[object]) -> None:
    waits = []
    for failures in range(1, 16):
        due = schedule.after_failure(config, news, failed(failures), None)
        assert due is not None
        waits.append((due - NOW) / schedule.jittered("news", NOW))
    assert waits[:4] == pytest.approx([timedelta(minutes=m) for m in (5, 10, 20, 40)], abs=timedelta(seconds=1))
    assert waits[-1] == pytest.approx(timedelta(hours=24), abs=timedelta(seconds=1))
    assert all(earlier <= later for earlier, later in pairwise(waits))


def test_a_long_row_of_failures_does_not_overflow(config: Config, news: Source[object]) -> None:
    due = schedule.after_failure(config, news, failed(10_000), None)
    assert due is not None
    assert due - NOW <= timedelta(hours=27)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (timedelta(hours=2), timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=400), timedelta(hours=24), timedelta(hours=24)),
        (timedelta(seconds=-5), timedelta(minutes=4), timedelta(minutes=6)),
        (timedelta(0), timedelta(minutes=4), timedelta(minutes=6)),
    ],
)
def test_what_the_other_side_asks_for_is_granted_within_reason(
    config: Config, news: Source[object], asked: timedelta, least: timedelta, most: timedelta
) -> None:
    due = schedule.after_failure(config, news, failed(1), asked)
    assert due is not None
    assert least <= due - NOW <= most


def test_what_is_gone_for_good_is_not_asked_again(config: Config, news: Source[object]) -> None:
    assert schedule.after_failure(config, news, failed(1), None, permanent=True) is None
    assert not schedule.is_due(failed(1), HALF_HOUR, NOW + timedelta(days=900))


def test_never_looked_at_is_due() -> None:
    assert schedule.is_due(None, HALF_HOUR, NOW)


def test_a_missed_run_is_caught_up_once(config: Config, news: Source[object]) -> None:
    last = Poll("news", NOW, "ok", next_due=NOW + HALF_HOUR)
    late = NOW + timedelta(days=3)
    assert schedule.is_due(last, HALF_HOUR, late)
    caught_up = Poll("news", late, "ok")
    due = schedule.after_success(config, news, caught_up)
    assert due > late + HALF_HOUR / 2
    assert not schedule.is_due(Poll("news", late, "ok", next_due=due), HALF_HOUR, late + timedelta(minutes=1))


def test_a_clock_that_jumped_back_stops_nothing() -> None:
    from_the_future = Poll("news", NOW + timedelta(days=400), "ok", next_due=NOW + timedelta(days=400))
    assert schedule.is_due(from_the_future, HALF_HOUR, NOW)
    hours_ahead = Poll("news", NOW + timedelta(hours=2), "ok", next_due=NOW + timedelta(hours=2.5))
    assert schedule.is_due(hours_ahead, HALF_HOUR, NOW)


def test_letters_are_tried_again_soon_and_then_hourly() -> None:
    waits = [schedule.retry_letter(attempts, NOW) - NOW for attempts in (0, 1, 2, 3, 7, 5000)]
    assert waits == [timedelta(minutes=m) for m in (1, 1, 2, 4, 60, 60)]
