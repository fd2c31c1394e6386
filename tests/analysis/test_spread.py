from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import spread
from analysis.spread import Habit, Past, learn, prior

HOUR, DAY = 60.0, 1440.0


def chance(passes: int, minutes: float, habit: Habit | None = None, reach: int | None = None) -> float:
    return spread.spread(passes, minutes, habit or prior(), reach=reach).chance


def test_more_passes_by_the_same_age_make_it_likelier_and_waiting_makes_it_less() -> None:
    by_passes = [chance(passes, HOUR) for passes in (1, 3, 8, 20)]
    assert by_passes == sorted(by_passes)
    assert by_passes[0] < 0.1 < 0.4 < by_passes[-1]
    by_age = [chance(4, minutes) for minutes in (3, 30, 300, 3000)]
    assert by_age == sorted(by_age, reverse=True)
    assert by_age[-1] < 0.05


def test_what_was_passed_on_often_enough_is_sure() -> None:
    assert chance(30, 5 * DAY) == 1.0
    assert chance(2_000_000, HOUR) == 1.0


def test_of_a_young_story_most_is_still_to_come_of_an_old_one_nearly_nothing() -> None:
    assert spread.spread(5, 2, prior()).to_come > 0.7
    assert spread.spread(5, 7 * DAY, prior()).to_come < 0.1


def test_followers_make_a_story_likelier_to_spread() -> None:
    chances = [chance(1, 10, reach=reach) for reach in (50, None, 20_000, 2_000_000)]
    assert chances == sorted(chances)
    assert chances[-1] > 2 * chances[0]


def test_a_source_whose_stories_never_grow_is_believed_and_one_whose_stories_always_do_too() -> None:
    small = learn([Past([10.0, 30.0, 60.0, 90.0])] * 60, prior())
    large = learn([Past([float(minute) for minute in range(1, 200)])] * 60, prior())
    assert chance(3, 20, small) < chance(3, 20) / 3
    assert chance(3, 20, large) > 0.6
    assert sum(small.sizes) == pytest.approx(1.0)


def test_a_slow_source_is_given_time() -> None:
    slow = learn([Past([DAY, 2 * DAY, 3 * DAY, 5 * DAY])] * 30, prior())
    assert slow.pace > 10
    assert spread.spread(4, DAY, slow).to_come > 3 * spread.spread(4, DAY, prior()).to_come


def test_one_story_of_its_own_moves_a_habit_a_little_and_no_story_not_at_all() -> None:
    assert learn([], prior()) is prior()
    assert learn([Past([])], prior()) is prior()
    one = learn([Past([30.0])], prior())
    assert 0.9 < chance(3, 20, one) / chance(3, 20) < 1.1
    assert one.sizes != prior().sizes


def test_passes_that_the_source_only_counts_are_passes() -> None:
    assert learn([Past([], counted=9)], prior()).sizes == learn([Past([1.0, 2.0], counted=9)], prior()).sizes


def test_a_habit_survives_a_restart() -> None:
    habit = learn([Past([5.0, 9.0, 40.0])] * 3, prior("review"))
    again = Habit.from_state(habit.state())
    assert (again.pace, again.stories) == (habit.pace, 3)
    assert chance(2, 30, again) == pytest.approx(chance(2, 30, habit), abs=1e-4)


@pytest.mark.parametrize("wrong", [None, [], {"sizes": [0.5], "pace": 1.0, "stories": 0}])
def test_a_foreign_state_is_refused(wrong: None) -> None:
    with pytest.raises(AssertionError):
        Habit.from_state(wrong)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 120_000), st.floats(0.01, 1e6), st.one_of(st.none(), st.integers(0, 10**9)), st.integers(1, 5000))
def test_every_answer_is_a_chance(passes: int, minutes: float, reach: int | None, needed: int) -> None:
    seen = spread.spread(passes, minutes, prior(), needed=needed, reach=reach)
    assert 0 <= seen.chance <= 1 + 1e-9
    assert 0 <= seen.to_come <= 1


def test_the_curve_rises_and_its_spread_is_a_beta() -> None:
    ages = [0.1, 1, 3, 10, 100, 1000, 1e4, 1e5]
    shares = [alpha / (alpha + beta) for alpha, beta in map(spread.share_out, ages)]
    assert shares == sorted(shares)
    assert all(min(spread.share_out(age)) > 0 for age in ages)
