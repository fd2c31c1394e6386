"""What a series has earned by what happened in it."""

from __future__ import annotations

import json

from analysis.outbreaks import STRICT, Outbreaks

WEEK = 168


def after(weeks: int, every: int, oddness: float) -> Outbreaks:
    """Watched for so many weeks, with an episode of that oddness every so many weeks (0: none)."""
    outbreaks = Outbreaks(1)
    for week in range(1, weeks + 1):
        for _ in range(WEEK):
            outbreaks.pass_step()
        if every and week % every == 0:
            outbreaks.notice(oddness)
            outbreaks.close()
    return outbreaks


def test_a_quiet_small_series_is_strict_and_stays_so() -> None:
    assert STRICT <= Outbreaks(1).allowed(0.25, 0.5) < 2 * STRICT
    assert STRICT <= after(52, 0, 1.0).allowed(0.25, 0.5) < 1.2 * STRICT


def test_episodes_that_chance_explains_earn_nothing() -> None:
    assert after(52, 5, 0.2).allowed(0.25, 0.5) < 2 * STRICT, "odd to 0.2 a week, once in five weeks: that is chance"


def test_real_outbreaks_earn_the_whole_budget_and_never_more() -> None:
    often = after(26, 3, 1e-5)
    assert often.per_week > 0.1
    assert often.allowed(0.25, 0.5) > 0.15
    assert often.allowed(0.05, 0.5) == 0.05


def test_one_certain_outbreak_earns_something_and_it_fades() -> None:
    once = after(10, 10, 1e-9)
    earned = once.allowed(0.25, 0.5)
    assert earned > STRICT
    for _ in range(100 * WEEK):
        once.pass_step()
    assert once.allowed(0.25, 0.5) < earned


def test_a_busy_series_is_trusted_at_first_and_must_earn_it_later() -> None:
    assert Outbreaks(1).allowed(0.25, 100) == 0.25
    calm = after(60, 0, 1.0)
    assert STRICT < calm.allowed(0.25, 10) < Outbreaks(1).allowed(0.25, 10)


def test_the_oddest_window_of_an_episode_counts_once() -> None:
    many, one = Outbreaks(1), Outbreaks(1)
    for oddness in (0.2, 0.001, 0.1):
        many.notice(oddness)
    one.notice(0.001)
    many.close()
    one.close()
    one.close()
    assert many.state() == one.state()


def test_it_survives_being_stored() -> None:
    outbreaks = after(7, 3, 1e-4)
    outbreaks.notice(0.02)
    again = Outbreaks(1)
    again.restore(json.loads(json.dumps(outbreaks.state())))
    assert again.state() == outbreaks.state()
    assert again.allowed(0.25, 2) == outbreaks.allowed(0.25, 2)
