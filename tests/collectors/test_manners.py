"""One request at a time to a host, a gap in between, and away for as long as it asks."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.manners import DAY, SHORTEST_WAIT, Queue, bounded_wait, retry_after
from collectors.source import Blocked
from collectors.web import Web
from tests.collectors.conftest import NOW, Site


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=30), st.integers().map(str), st.floats().map(str)))
def test_whatever_a_server_writes_the_wait_is_a_minute_to_a_day(header: str) -> None:
    wait = retry_after({"retry-after": header}, NOW)
    assert wait is None or SHORTEST_WAIT <= wait <= DAY


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "90"}, timedelta(seconds=90)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "300"}, timedelta(minutes=5)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 600)}, timedelta(minutes=10)),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-20T12:05:00.916474Z"},
            timedelta(seconds=300.916474),
        ),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "61"}, timedelta(seconds=61)),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": "300"}, None),
    ],
)
def test_waits_that_servers_ask_for(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(headers, NOW) == wait


def test_nonsense_is_the_longest_wait_and_never_none_at_all() -> None:
    assert bounded_wait(float("nan")) == DAY
    assert bounded_wait(-1) == SHORTEST_WAIT


def test_a_host_is_asked_by_one_at_a_time_with_a_gap() -> None:
    queue = Queue(gap=0.05)
    spans: list[tuple[float, float]] = []

    def visit() -> None:
        queue.enter("shop.example")
        begun = time.monotonic()
        spans.append((begun, time.monotonic()))
        queue.leave("shop.example")

    threads = [threading.Thread(target=visit) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(after[0] - before[1] >= 0.045 for before, after in pairwise(spans))


def test_other_hosts_and_this_machine_do_not_wait() -> None:
    queue = Queue(gap=30.0)
    begun = time.monotonic()
    for host in ("a.example", "b.example", "127.0.0.1", "127.0.0.1", "localhost"):
        queue.enter(host)
        queue.leave(host)
    assert time.monotonic() - begun < 5


def test_a_line_that_is_too_long_is_told() -> None:
    queue = Queue(gap=0.0, longest_wait=0.05)
    queue.enter("a.example")
    with pytest.raises(Blocked, match="busy with our own"):
        queue.enter("a.example")


def test_rest_is_waited_for_when_short_and_refused_when_long() -> None:
    queue = Queue(gap=0.0)
    queue.rest("a.example", timedelta(seconds=0.1))
    begun = time.monotonic()
    queue.enter("a.example")
    assert time.monotonic() - begun >= 0.095
    queue.leave("a.example")
    queue.rest("a.example", timedelta(hours=1))
    with pytest.raises(Blocked, match="stay away") as raised:
        queue.enter("a.example")
    assert raised.value.retry_after is not None
    assert timedelta(minutes=59) < raised.value.retry_after <= timedelta(hours=1)


@pytest.mark.parametrize("headers", [{"Retry-After": "3600"}, {}, {"Retry-After": "soon"}], ids=str)
def test_after_a_429_the_host_is_not_asked_again(site: Site, headers: dict[str, str]) -> None:
    site.answer("/a", status=429, headers=headers)
    url = f"http://shop.example:{site.port}/a"
    with Web(
        user_agent="t", now=lambda: datetime.now(UTC), allow_loopback=True, gap=0.0, resolve=lambda h, p: ["127.0.0.1"]
    ) as web:
        for _ in range(3):
            with pytest.raises(Blocked) as raised:
                web.get(url)
            assert raised.value.retry_after is not None
            assert raised.value.retry_after > timedelta(minutes=4)
    assert len(site.seen) == 1
