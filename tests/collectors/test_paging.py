"""Walking pages: back to what is known, never in circles, never past what is safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from collectors.paging import Page, walk
from collectors.source import Broken, Part
from tests.collectors.conftest import NOW


def pages(*days: tuple[float, ...], circle: bool = False) -> Callable[[str], Page]:
    def page(token: str) -> Page:
        number = int(token or 0)
        last = number == len(days) - 1
        following = ("0" if circle else "") if last else str(number + 1)
        return Page(Part("u", b""), [NOW - timedelta(days=day) for day in days[number]], following)

    return page


def test_a_first_look_reads_everything() -> None:
    found = walk(pages((1,), (50,), (900,)), newest_before=None)
    assert (len(found.parts), found.newest, found.whole, found.ended) == (3, NOW - timedelta(days=1), True, True)


def test_a_later_look_ends_a_day_beyond_the_last() -> None:
    found = walk(pages((0, 1), (2, 2.9), (3.5,), (5,), (9,)), newest_before=NOW - timedelta(days=3))
    assert (len(found.parts), found.ended) == (4, False)


def test_a_page_without_any_time_does_not_end_the_way() -> None:
    assert len(walk(pages((1,), (), (9,)), newest_before=NOW - timedelta(days=2)).parts) == 3


def test_a_circle_ends_and_keeps_the_old_newest() -> None:
    before = NOW - timedelta(days=300)
    found = walk(pages((1,), (2,), circle=True), newest_before=before)
    assert (len(found.parts), found.newest, found.whole) == (3, before, False)


def test_at_most_so_many() -> None:
    assert len(walk(pages(*[(1.0,)] * 30), newest_before=None, most=5).parts) == 5


def test_half_a_look_is_no_look() -> None:
    def page(token: str) -> Page:
        if token:
            raise Broken("cut off")
        return Page(Part("u", b""), [NOW], "2")

    with pytest.raises(Broken):
        walk(page, newest_before=None)
