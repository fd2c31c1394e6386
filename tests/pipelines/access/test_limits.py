from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.access.limits import FIRST, FREE_FOR_ADDRESS, FREE_FOR_NAME, LONGEST, MOST, Limits
from tests.pipelines.access.conftest import NOW

NONE = timedelta()


def fail(limits: Limits, times: int, name: str = "Ada", address: str = "1.2.3.4", at: datetime = NOW) -> None:
    for _ in range(times):
        limits.failed(name, address, at)


def test_a_few_slips_cost_nothing_then_each_doubles_the_wait() -> None:
    limits = Limits()
    fail(limits, FREE_FOR_NAME - 1)
    assert limits.wait("Ada", "1.2.3.4", NOW) == NONE
    waits = []
    for _ in range(8):
        fail(limits, 1)
        waits.append(limits.wait(" ADA ", "9.9.9.9", NOW))
    assert waits[:4] == [FIRST, FIRST * 2, FIRST * 4, FIRST * 8]
    assert waits[-1] == LONGEST
    assert limits.wait("Ada", "9.9.9.9", NOW + LONGEST) == NONE


def test_one_address_cannot_try_many_names() -> None:
    limits = Limits()
    for number in range(FREE_FOR_ADDRESS):
        fail(limits, 1, f"name {number}")
    assert limits.wait("somebody new", "1.2.3.4", NOW) == FIRST
    assert limits.wait("somebody new", "5.6.7.8", NOW) == NONE


def test_a_stranger_elsewhere_does_not_lock_out_whoever_was_let_in_here() -> None:
    limits = Limits()
    limits.passed("Ada", "10.0.0.2")
    fail(limits, 12, address="6.6.6.6")
    assert limits.wait("Ada", "6.6.6.6", NOW) > NONE
    assert limits.wait("Ada", "10.0.0.2", NOW) == NONE
    fail(limits, FREE_FOR_NAME, address="10.0.0.2")
    assert limits.wait("Ada", "10.0.0.2", NOW) > NONE


def test_one_good_account_buys_no_tries_at_others() -> None:
    limits = Limits()
    for number in range(FREE_FOR_ADDRESS):
        fail(limits, 1, f"name {number}")
        limits.passed("Mallory", "1.2.3.4")
    assert limits.wait("Ada", "1.2.3.4", NOW) > NONE


def test_invented_names_fill_no_memory() -> None:
    limits = Limits()
    for number in range(MOST + 50):
        limits.failed(f"name {number}", f"address {number}", NOW)
        limits.passed(f"name {number}", f"address {number}")
    assert len(limits._failures) <= MOST
    assert len(limits._at_home) <= MOST


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2000)), max_size=60))
def test_a_day_of_guessing_is_a_few_hundred_guesses_at_most(tries: list[tuple[bool, int]]) -> None:
    """However somebody spaces them: with waits of a quarter of an hour a day holds under 110 tries."""
    limits, now, guesses = Limits(), NOW, 0
    for _, pause in tries * 50:
        now += timedelta(seconds=pause)
        if now - NOW > timedelta(days=1):
            break
        if limits.wait("Ada", "1.2.3.4", now) == NONE:
            limits.failed("Ada", "1.2.3.4", now)
            guesses += 1
    assert guesses <= 110
