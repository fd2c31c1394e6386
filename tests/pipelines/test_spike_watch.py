from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines import spike_watch
from pipelines.spike_watch import HOUR, Counts, watch

NOW = datetime(2026, 5, 4, 9, 40, tzinfo=UTC)
THIS_HOUR = spike_watch.hour_of(NOW)
BUDGET = 0.25


def calm(days: int = 40) -> dict[datetime, tuple[int, int]]:
    """One complaint every second day, at different hours, among a few happy mentions a day."""
    counts = {THIS_HOUR - timedelta(hours=7 * n): (0, 1) for n in range(days * 24 // 7)}
    counts |= {THIS_HOUR - timedelta(hours=48 * n + 5 + n % 7): (1, 0) for n in range(2, days // 2)}
    return counts


def burst(hours_ago: int, count: int) -> dict[datetime, tuple[int, int]]:
    return {THIS_HOUR - n * HOUR: (1, 0) for n in range(hours_ago, hours_ago + count)}


def look(
    counts: Counts, kept: object = None, now: datetime = NOW, since: datetime | None = None
) -> spike_watch.Watched:
    return watch(kept, counts, budget=BUDGET, since=since or now - HOUR, now=now)  # type: ignore[arg-type]  # state is JSON


def test_a_calm_shop_hears_nothing() -> None:
    assert look(calm()).spike is None


def test_six_complaints_in_a_morning_ring_and_say_what_is_usual() -> None:
    spike = look(calm() | burst(0, 6)).spike
    assert spike is not None
    assert spike.seen >= 6
    assert spike.expected_false_alarms_per_week < BUDGET
    assert "normally" in spike.usual


def test_a_detector_that_learned_while_the_clock_was_days_ahead_still_hears() -> None:
    kept = look(calm(), now=NOW + timedelta(days=9)).state
    assert look(calm() | burst(0, 6), kept).spike is not None


def test_complaints_of_yesterday_that_are_seen_only_now_count_in_their_own_hours() -> None:
    kept = look(calm(), now=NOW - HOUR).state
    assert look(calm() | burst(20, 8), kept).spike is not None


def test_a_service_that_slept_through_a_burst_tells_of_it_when_it_wakes() -> None:
    hours_ago = 30
    counts = calm() | burst(hours_ago, 8)
    asleep_since = NOW - timedelta(hours=hours_ago + 10)
    assert look(counts, since=asleep_since).spike is not None


def test_round_after_round_gives_the_same_answer_as_one_look() -> None:
    counts = calm() | burst(0, 6)
    kept: object = None
    for hours_ago in range(240, -1, -7):
        now = NOW - hours_ago * HOUR
        kept = look({hour: count for hour, count in counts.items() if hour <= now}, kept, now).state
    step_by_step, at_once = look(counts, kept), look(counts)
    assert step_by_step.spike == at_once.spike
    assert step_by_step.state == at_once.state


def test_another_budget_makes_the_detector_anew_from_history() -> None:
    kept = look(calm()).state
    assert spike_watch.needs_since(kept, BUDGET, NOW) > NOW - timedelta(days=3)
    assert spike_watch.needs_since(kept, BUDGET / 2, NOW) == spike_watch.hour_of(NOW - spike_watch.HISTORY)


def test_an_import_stamped_with_one_date_does_not_ring() -> None:
    midnight = THIS_HOUR.replace(hour=0)
    assert look(calm() | {midnight: (700, 2300)}, since=NOW - timedelta(days=1)).spike is None
