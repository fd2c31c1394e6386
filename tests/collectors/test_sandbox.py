"""A worker that hangs, swells or dies costs one source one look, and nothing else."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from collectors import feed
from collectors.sandbox import Sandbox
from collectors.source import Batch, Blocked, Broken, Part, Payload, Secret, Source, SourceError
from tests.collectors.conftest import NOW

SOURCE = Source("the blog", "feed", "Shop", feed.Options(url="https://a.example/feed"), secrets={"x": Secret("canary")})
GOOD = b"<rss version='2.0'><channel><item><title>hm</title><link>https://a.example/1</link></item></channel></rss>"
SLOW = GOOD.replace(b"<item>", b"<item><title>a</title></item>" * 90_000 + b"<item>")
HUGE = b"<rss version='2.0'><channel><item><title>" + b"x" * 30_000_000 + b"</title></item></channel></rss>"


def look(body: bytes) -> Payload:
    return Payload((Part("https://a.example/feed", body),), {}, NOW)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(seconds=20) as sandbox:
        yield sandbox


def understood(sandbox: Sandbox, body: bytes) -> Batch:
    return sandbox.mentions("feed", look(body), SOURCE, NOW)


def workers() -> set[int]:
    """Worker processes of this test run."""
    children = psutil.Process().children()
    return {child.pid for child in children if child.is_running() and "collectors.sandbox_worker" in child.cmdline()}


def test_the_same_comes_out_as_without(box: Sandbox) -> None:
    assert understood(box, GOOD) == feed.mentions(look(GOOD), SOURCE, NOW)


def test_errors_come_through_whole(box: Sandbox) -> None:
    with pytest.raises(Blocked) as raised:
        understood(box, b"<html><form><input type=password></form></html>")
    assert "login" in str(raised.value)
    assert raised.value.next_step


def test_a_warm_worker_costs_little(box: Sandbox) -> None:
    understood(box, GOOD)

    def spent(times: int, call: Sandbox | None) -> float:
        best = float("inf")
        for _ in range(times):
            begun = time.perf_counter()
            understood(call, GOOD) if call else feed.mentions(look(GOOD), SOURCE, NOW)
            best = min(best, time.perf_counter() - begun)
        return best

    assert spent(50, box) - spent(50, None) < 0.002


def test_time_is_limited_and_the_next_call_works() -> None:
    with Sandbox(seconds=1.5) as sandbox:
        understood(sandbox, GOOD)
        begun = time.monotonic()
        with pytest.raises(Broken, match=r"within 1.5 s"):
            understood(sandbox, SLOW)
        assert time.monotonic() - begun < 1.6
        assert len(understood(sandbox, GOOD).mentions) == 1


def test_memory_is_limited_and_the_next_call_works() -> None:
    with Sandbox(seconds=20, memory_mb=200) as sandbox:
        with pytest.raises(Broken, match="more than 200 MB"):
            understood(sandbox, HUGE)
        assert len(understood(sandbox, GOOD).mentions) == 1


def test_a_worker_that_dies_is_told_and_replaced() -> None:
    with Sandbox(seconds=20) as sandbox:
        before = workers()
        understood(sandbox, GOOD)
        (worker,) = workers() - before
        killer = threading.Timer(0.3, os.kill, (worker, 9))
        killer.start()
        with pytest.raises(Broken, match="crashed"):
            understood(sandbox, SLOW)
        killer.join()
        assert len(understood(sandbox, GOOD).mentions) == 1


def test_nothing_is_left_running() -> None:
    before = workers()
    with Sandbox(workers=2) as sandbox:
        understood(sandbox, GOOD)
        assert workers() - before
    assert not workers() - before


def test_workers_run_side_by_side() -> None:
    found: list[int] = []
    with Sandbox(seconds=20, workers=2) as sandbox:

        def work() -> None:
            found.append(len(understood(sandbox, GOOD).mentions))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [1] * 8


def test_a_worker_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "canary")
    with Sandbox() as sandbox:
        before = workers()
        understood(sandbox, GOOD)
        (worker,) = workers() - before or workers()
        assert "canary" not in " ".join(psutil.Process(worker).environ().values())


def test_an_unknown_kind_is_told(box: Sandbox) -> None:
    with pytest.raises(SourceError, match=r"could not be understood \(KeyError"):
        box.mentions("no such kind", look(GOOD), SOURCE, NOW)


LAUGHS = b"".join(b"<!ENTITY l%d '%s'>\n" % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
BOMBS = {
    "billion laughs": b"<?xml version='1.0'?>\n<!DOCTYPE rss [\n" + LAUGHS + b"]>" + GOOD.replace(b"hm", b"hm &l9;"),
    "the same on one line": (b"<!DOCTYPE rss [" + LAUGHS.replace(b"\n", b"") + b"]>" + GOOD.replace(b"hm", b"hm &l9;")),
    "the same in UTF-16": (b"<!DOCTYPE rss [" + LAUGHS + b"]>" + GOOD.replace(b"hm", b"hm &l9;"))
    .decode()
    .encode("utf-16"),
    "external entity": b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + GOOD.replace(b"hm", b"hm &x;"),
    "external subset": b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>" + GOOD,
    "parameter entity": b"<!DOCTYPE rss [<!ENTITY % y SYSTEM 'http://127.0.0.1:9/x'>%y;]>" + GOOD,
}


@pytest.mark.parametrize("name", BOMBS)
def test_entities_are_not_expanded(name: str, box: Sandbox) -> None:
    understood(box, GOOD)
    begun = time.monotonic()
    (mention,) = understood(box, BOMBS[name]).mentions
    assert time.monotonic() - begun < 1
    assert mention.title.startswith("hm")
    assert len(mention.title) < 20
    assert "root:" not in mention.title


HOSTILE = {
    "comments that never close": b"<!--" * 50_000,
    "comments that never close in a feed": GOOD.replace(b"hm", b"<!--" * 50_000),
    "deep in the text": GOOD.replace(b"hm", b"&lt;div>" * 200_000),
    "a million items": GOOD.replace(b"<item>", b"<item></item>" * 1_000_000 + b"<item>"),
    "a hundred megabytes": GOOD.replace(b"hm", b"x" * 100_000_000),
    "200,000 levels": b"<rss version='2.0'><channel>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</channel></rss>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds_end_in_time_and_the_collector_lives(name: str, box: Sandbox) -> None:
    begun = time.monotonic()
    try:
        understood(box, HOSTILE[name])
    except SourceError as error:
        assert error.next_step  # noqa: PT017 - some are understood, some refused; both must be quick
    assert time.monotonic() - begun <= 20
    assert len(understood(box, GOOD).mentions) == 1
