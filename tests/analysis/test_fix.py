from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from scipy.stats import binom

from analysis.fix import Fix, did_it_work

SINCE = datetime(2026, 5, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def asked(before: int, after: int, days: int, listened: int = 90) -> Fix:
    times = [SINCE - (n + 0.5) * listened / max(before, 1) * DAY for n in range(before)]
    times += [SINCE + (n + 0.5) * days / max(after, 1) * DAY for n in range(after)]
    return did_it_work("cold food", SINCE, times, heard=SINCE - listened * DAY, now=SINCE + days * DAY)


@pytest.mark.parametrize(
    ("before", "after", "days", "verdict"),
    [
        (30, 1, 30, "yes"),
        (60, 60, 80, "no"),
        (30, 30, 80, "too early"),
        (30, 60, 80, "no"),
        (9, 1, 14, "too early"),
        (0, 3, 90, "too early"),
        (5, 0, 0, "too early"),
    ],
)
def test_yes_no_or_too_early(before: int, after: int, days: int, verdict: str) -> None:
    found = asked(before, after, days)
    assert found.verdict == verdict
    assert found.sentence().lower().startswith(verdict)
    assert (found.before, found.after) == (before, after)


def test_the_interval_is_clopper_pearson_for_the_share_of_the_later_side() -> None:
    found = asked(20, 5, 45)
    share = found.high / (found.days_before / found.days_after)
    share = share / (1 + share)
    assert binom.cdf(5, 25, share) == pytest.approx(0.025, abs=1e-6)
    assert found.ratio == pytest.approx(0.5)
    assert found.low < 0.5 < found.high


def test_days_before_we_listened_are_no_silence() -> None:
    assert asked(10, 2, 30, listened=10).days_before == pytest.approx(10)
    assert asked(10, 2, 200).days_after == pytest.approx(90)


def test_the_sentence_for_the_owner() -> None:
    assert asked(30, 1, 30).sentence() == (
        "Yes: 30 complaints about cold food in the 90 days before, 1 in the 30 days since. "
        f"It has fallen by at least {1 - asked(30, 1, 30).high:.0%}, 95 % sure."
    )
