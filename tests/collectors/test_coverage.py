"""What is not covered is told, with a way to cover it."""

from __future__ import annotations

from collectors import KINDS
from collectors.coverage import NOT_COVERED, not_covered


def test_the_four_that_forbid_it_are_named_with_why_and_how() -> None:
    names = " ".join(place.name for place in NOT_COVERED)
    for wanted in ("Google Places", "Yelp", "Tripadvisor", "Facebook"):
        assert wanted in names
    for place in NOT_COVERED:
        assert place.why.endswith(".")
        assert place.how.endswith(".")
        assert all(kind in place.how for kind in place.by), place.name


def test_every_way_out_is_a_kind_there_is() -> None:
    assert {kind for place in NOT_COVERED for kind in place.by} <= set(KINDS) | {"mailbox"}


def test_a_mailbox_covers_the_four() -> None:
    assert len(not_covered([])) == len(NOT_COVERED)
    assert not_covered([])[-1].by == ()
    left = " ".join(place.name for place in not_covered(["mailbox"]))
    assert left == "Closed groups and messages"
