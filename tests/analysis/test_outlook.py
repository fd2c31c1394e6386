from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from analysis.outlook import Outlook, outlook
from analysis.spread import prior

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def told(*minutes_ago: float, people: Sequence[str] = (), shares: int = 0, reach: int | None = None) -> Outlook:
    times = [NOW - timedelta(minutes=ago) for ago in minutes_ago]
    return outlook(times, now=NOW, people=people, shares=shares, reach=reach)


def test_three_people_within_a_day_are_alarming_however_it_goes_on() -> None:
    slow = told(1400, 700, 30)
    assert slow.alarming
    assert slow.chance < 0.225


def test_three_tellings_by_one_person_are_one_person() -> None:
    assert not told(3, 2, 1, people=["ann", "ann", "ann"]).alarming
    assert told(3000, 2000, 1, people=["ann", "bob", "cay"]).alarming is False


def test_a_story_passed_on_fast_rings_before_the_third_person() -> None:
    assert told(3, 1, shares=5, people=["ann", "bob"]).alarming
    assert not told(3, 1).alarming
    assert not told(600, 1, shares=5, people=["ann", "bob"]).alarming


def test_a_teller_with_many_followers_rings_earlier() -> None:
    assert not told(4, shares=3).alarming
    assert told(4, shares=3, reach=1_000_000).alarming


def test_reposts_that_only_the_source_counts_are_passes() -> None:
    seen = told(20, shares=12)
    assert (seen.passes, seen.tellings, seen.alarming) == (12, 1, True)
    assert "passed on 12 times" in seen.sentence()
    assert told(60).alarming is False


def test_what_the_source_counts_is_not_counted_twice() -> None:
    assert told(60, 50, 40, shares=2).passes == 2


def test_a_slow_kind_of_source_is_given_time() -> None:
    times = [NOW - timedelta(hours=20), NOW - timedelta(hours=1)]
    assert outlook(times, now=NOW, habit=prior("review")).to_come > outlook(times, now=NOW, habit=prior("post")).to_come


def test_the_sentence_names_tellings_speed_what_is_to_come_and_the_chance() -> None:
    words = told(50, 30, 20, 10, 5).sentence()
    assert words.startswith("told 5 times in 1 h; about 4 an hour now; about ")
    assert "is probably still to come" in words
    assert words.endswith("that it is passed on 30 times or more")


def test_a_single_telling_claims_nothing() -> None:
    assert told(90).sentence() == "told once in 1.5 h"


def test_an_old_story_is_said_to_be_over() -> None:
    words = told(14_000, 13_990, 13_980).sentence()
    assert "most of it is probably over" in words
    assert "there is little chance" in words


def test_what_has_spread_already_is_no_matter_of_chance() -> None:
    seen = told(*range(400, 0, -10))
    assert seen.alarming
    assert "times or more" not in seen.sentence()
