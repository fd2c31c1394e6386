from __future__ import annotations

import pytest
from scipy.stats import binom

from analysis.report_card import Grade, card


def test_all_sources_first_then_each_by_name() -> None:
    grades = card({"web": 30, "forum": 17}, ["forum"] * 6, ["web"] * 6)
    assert [(g.source, g.caught, g.complaints, g.wolf) for g in grades] == [
        ("", 41, 47, 6), ("forum", 11, 17, 0), ("web", 30, 30, 6),
    ]  # fmt: skip
    assert grades[0].sentence().startswith("caught 41 of 47 (95 % interval 74 to 95 %); cried wolf 6 times")


@pytest.mark.parametrize(("hits", "of"), [(41, 47), (1, 9), (0, 5), (5, 5)])
def test_the_interval_is_exact(hits: int, of: int) -> None:
    low, high = Grade("", hits, of - hits, 0).interval
    if hits:
        assert binom.sf(hits - 1, of, low) == pytest.approx(0.025, abs=1e-6)
    else:
        assert low == 0
    if hits < of:
        assert binom.cdf(hits, of, high) == pytest.approx(0.025, abs=1e-6)
    else:
        assert high == 1


def test_without_complaints_it_claims_nothing() -> None:
    (whole,) = card({}, [], [])
    assert whole.interval == (0.0, 1.0)
    assert whole.sentence() == "no complaint so far; cried wolf never"
    assert card({}, [], ["web"])[0].sentence() == "no complaint so far; cried wolf once"
