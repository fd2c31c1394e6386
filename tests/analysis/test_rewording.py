from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.rewording import says_more
from tests.pipelines.team_desk import said

REVIEW = said(1, text="The parcel came late and one tin was brocken.", rating=0.5)


@pytest.mark.parametrize(
    ("text", "rating", "expected"),
    [
        ("The parcel came late and one tin was brocken. UPDATE: still no reply!", 0.5, True),
        ("The parcel came late and one tin was broken.", 0.5, False),  # a spelling mended
        ("The  parcel came late, and one tin was BROCKEN", 0.5, False),
        ("The parcel came late.", 0.5, False),  # taken back in part
        ("The parcel came late and one tin was brocken.", 0.25, True),  # fewer stars
        ("They sent another and I am happy now.", 1.0, False),  # credited, not told
        ("Ne kupujte tady nic", 0.5, True),
        ("", 0.5, False),
    ],
)
def test_more_words_or_fewer_stars_are_a_new_word_of_the_author(text: str, rating: float, expected: bool) -> None:
    assert says_more(REVIEW, replace(REVIEW, text=text, rating=rating)) is expected
