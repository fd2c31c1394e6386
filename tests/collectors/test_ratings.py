"""Ratings in all their writings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.ratings import STARS, RatingError, Scale, Tally, parse_rating, parse_scale, recognise_scale


@pytest.mark.parametrize(
    ("value", "share", "scale"),
    [
        ("5", 1.0, "1-5"),
        (1, 0.0, "1-5"),
        ("4,5", 0.875, "1-5"),
        ("FIVE", 1.0, "1-5"),
        ("ONE", 0.0, "1-5"),
        ("4/5", 0.75, "1-5"),
        ("8/10", 7 / 9, "1-10"),
        ("0/10", 0.0, "0-10"),
        ("4 out of 5", 0.75, "1-5"),
        ("4 von 5 Sternen", 0.75, "1-5"),
        ("4,0 de 5 burbujas", 0.75, "1-5"),
        ("★★★★☆", 0.75, "1-5"),
        ("★★★½", 0.625, "1-5"),
        ("⭐⭐", 0.25, "1-5"),
        ("5 stars", 1.0, "1-5"),
        ("2-star review", 0.25, "1-5"),
        ("3 estrellas", 0.5, "1-5"),
        ("bubble_45", 0.875, "1-5"),
        ("80%", 0.8, "0-100"),
        ("Like", 1.0, "like"),
        ("Recommends", 1.0, "like"),
        ("doesn't recommend", 0.0, "like"),
        ("Empfiehlt nicht", 0.0, "like"),
        (True, 1.0, "like"),
    ],
)
def test_values_that_stand_alone(value: object, share: float, scale: str) -> None:
    found = parse_rating(value, None)
    assert found is not None
    assert (round(found[0], 9), found[1]) == (round(share, 9), scale)


@pytest.mark.parametrize("value", [None, "", " ", "NA", "n/a", "null", "-", float("nan"), "not rated"])
def test_no_rating_is_none(value: object) -> None:
    assert parse_rating(value, STARS) is None


@pytest.mark.parametrize("value", ["6", "0", "-1", 5.5, "abc", "11/10", "120%", [], "☆☆☆☆☆", "five apples"])
def test_what_lies_outside_is_an_error_and_never_clipped(value: object) -> None:
    with pytest.raises(RatingError):
        parse_rating(value, STARS)


@pytest.mark.parametrize(
    ("told", "value", "share"),
    [
        ("1-10", "10", 1.0),
        ("0-10", "7,5", 0.75),
        ("6-1", "1", 1.0),
        ("6-1", "6", 0.0),
        ("10-50", "40", 0.75),
        ("1 to 5", "2", 0.25),
    ],
)
def test_told_scales(told: str, value: str, share: float) -> None:
    assert parse_rating(value, parse_scale(told)) == (share, parse_scale(told).name)


@pytest.mark.parametrize("text", ["", "5", "1-", "a-b", "3-3", "1-5-9"])
def test_scales_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"scale"):
        parse_scale(text)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["1", "5", "3"], "1-5"),
        (["4.0", "5.0", "NA", ""], "1-5"),
        (["0", "5", "2"], "0-5"),
        (["1", "6", "2"], "1-6"),
        (["1", "10", "7"], "1-10"),
        (["8,5", "10", "3,0"], "0-10"),
        (["0", "9", "10"], "0-10"),
        (["10", "50", "40"], "10-50"),
        (["55", "90", "100"], "0-100"),
        ([1, 2.0, 5], "1-5"),
        (["5"] * 400 + ["99"], "1-5"),
    ],
)
def test_the_scale_of_a_column(values: list[object], scale: str) -> None:
    found = recognise_scale(values)
    assert found is not None
    assert found.name == scale


@pytest.mark.parametrize("values", [[], ["★★"], ["4/5"], ["-4", "3"], ["2015", "1999"]])
def test_columns_without_a_usual_scale(values: list[object]) -> None:
    assert recognise_scale(values) is None


def test_a_tally_tells_ratings_from_other_columns() -> None:
    def fits(*values: object) -> bool:
        tally = Tally()
        for value in values:
            tally.add(value)
        return tally.fits

    assert fits("5", "4", "")
    assert fits("FIVE", "ONE")
    assert not fits()
    assert not fits("words", "more words")
    assert not fits("1021", "5000")
    assert not fits(*range(10_000))


@settings(max_examples=100, deadline=None)
@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0, 1))
def test_worst_is_0_and_best_is_1_whichever_is_larger(worst: float, best: float, share: float) -> None:
    if abs(best - worst) < 1e-3:
        return
    scale = Scale(worst, best)
    value = min(max(worst + share * (best - worst), min(worst, best)), max(worst, best))
    assert scale.share(value) == pytest.approx(share, abs=1e-6)
    assert (scale.share(worst), scale.share(best)) == (0.0, 1.0)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30) | st.integers() | st.floats())
def test_anything_is_a_share_none_or_an_error(value: object) -> None:
    try:
        found = parse_rating(value, STARS)
    except RatingError:
        return
    assert found is None or 0 <= found[0] <= 1
