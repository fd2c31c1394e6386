from __future__ import annotations

from datetime import timedelta

import pytest
from scipy.stats import beta

from analysis.clocks import Calendar
from analysis.shares import interval, shares, timed
from tests.analysis.cases import MANAGER, NOW, OWNER, STAFF, History

WITHIN = timedelta(hours=4)


def test_staff_are_judged_by_when_we_could_have_known_and_the_drill_down_names_the_late_cases() -> None:
    cases = [
        History("1").opened().do("answer", STAFF, later=3, words="sorry").case,  # 5 hours after it was posted
        History("2").opened().do("answer", STAFF, later=9, words="sorry").case,
        History("3").opened(source="posts", topics=["staff"]).do("assign", to="Ben").case,  # silent
        History("4").opened().do("dismiss", OWNER, words="another shop").case,
    ]
    items = timed(cases, Calendar(), WITHIN, NOW + timedelta(hours=10))
    assert [each.in_time for each in items] == [True, False, False, None]
    found = {(each.by, each.name): each for each in shares(items)}
    assert (found["all", ""].in_time, found["all", ""].counted) == (1, 3)
    assert found["person", "Cy"].late == ("2",)
    assert (found["person", "Ben"].in_time, found["topic", "staff"].counted, found["source", "posts"].counted) == (
        0,
        1,
        1,
    )
    assert found["all", ""].median_answer == timedelta(hours=6)
    assert found["all", ""].sentence() == "1 of 3 in time (95 % interval 4-82%)"


def test_a_case_still_in_time_says_nothing_yet() -> None:
    case = History().opened().do("assign", MANAGER, to="Cy").case
    assert shares(timed([case], Calendar(), WITHIN, NOW + timedelta(hours=3))) == []


@pytest.mark.parametrize(("good", "of"), [(0, 4), (4, 4), (2, 7), (90, 100)])
def test_the_interval_is_that_of_jeffreys_and_holds_the_share(good: int, of: int) -> None:
    low, high = interval(good, of)
    assert 0 <= low <= good / of <= high <= 1
    if 0 < good < of:
        assert beta.cdf(low, good + 0.5, of - good + 0.5) == pytest.approx(0.025, abs=1e-6)
