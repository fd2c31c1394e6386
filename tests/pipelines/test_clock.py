"""Rounds in processes of their own: one at a time, and what becomes of one that fails."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.clock import LONGEST_PAUSE, Rounds, command, next_due
from pipelines.exits import Exit
from tests.pipelines.conftest import NOW


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def rounds(script: str, clock: Clock | None = None, said: list[str] | None = None) -> Rounds:
    return Rounds([sys.executable, "-c", script], clock or Clock(), (said if said is not None else []).append)


async def ticked(each: Rounds) -> None:
    await each.tick()
    await each.settled()


def test_a_round_says_when_the_next_thing_is_due() -> None:
    clock = Clock()
    soon = NOW + timedelta(minutes=2)
    each = rounds(f'print(\'{{"a": 1}}\'); print(\'{{"next_due": "{soon.isoformat()}"}}\')', clock)

    async def play() -> None:
        await ticked(each)
        assert (each.state(), each.next_round) == ("ok", soon)
        await ticked(each)
        assert each.started == 1
        clock.now = soon
        await ticked(each)

    asyncio.run(play())
    assert each.started == 2


def test_whoever_is_in_a_hurry_gets_a_round_at_once() -> None:
    each = rounds("print('{}')")

    async def play() -> None:
        await ticked(each)
        each.hurry()
        await each.settled()

    asyncio.run(play())
    assert each.started == 2


def test_a_round_that_says_nothing_is_followed_by_another_soon() -> None:
    each = rounds("print('{}')")
    asyncio.run(ticked(each))
    assert each.next_round == NOW + LONGEST_PAUSE


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("print('{}'); raise SystemExit(0)", "ok"),
        ("print('{}'); raise SystemExit(1)", "look"),
        ("raise SystemExit(2)", "failing"),
        ("raise SystemExit(3)", "failing"),
        ("1/0", "failing"),
        ("import os; os.abort()", "failing"),
    ],
)
def test_how_a_round_ended(script: str, state: str) -> None:
    each = rounds(script)
    assert each.state() == "starting"
    asyncio.run(ticked(each))
    assert each.state() == state


def test_the_same_trouble_is_told_once() -> None:
    said: list[str] = []
    each = rounds("import sys; print('the record is in use', file=sys.stderr); raise SystemExit(3)", said=said)

    async def play() -> None:
        for _ in range(3):
            await each.round()

    asyncio.run(play())
    assert said == [f"The round ended with code {int(Exit.RECORD)}: the record is in use"]


def test_a_clock_that_stands_still_is_late() -> None:
    clock = Clock()
    each = rounds("print('{}')", clock)
    asyncio.run(ticked(each))
    clock.now += timedelta(hours=2)
    assert each.state() == "late"


def test_two_rounds_never_overlap(tmp_path: Path) -> None:
    log = tmp_path / "log"
    each = rounds(f"f = open({str(log)!r}, 'a'); f.write('in '); f.flush(); f.write('out '); f.close(); print('{{}}')")

    async def play() -> None:
        for _ in range(4):
            await each.tick()
            each.hurry()
            await asyncio.sleep(0)
        await each.settled()

    asyncio.run(play())
    assert log.read_text() == "in out " * each.started
    assert each.started >= 2


def test_what_arrives_during_a_round_gets_one_of_its_own(tmp_path: Path) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go on"
    each = rounds(
        f"from pathlib import Path\nPath({str(started)!r}).touch()\n"
        f"while not Path({str(go_on)!r}).exists(): pass\nprint('{{}}')"
    )

    async def play() -> None:
        await each.tick()
        while not started.exists():
            await asyncio.sleep(0.01)
        each.hurry()
        go_on.touch()
        await each.settled()

    asyncio.run(play())
    assert (each.started, each.next_round) == (2, NOW + LONGEST_PAUSE)


def test_stopping_ends_a_round_that_is_under_way(tmp_path: Path) -> None:
    started = tmp_path / "started"
    each = rounds(f"import threading; open({str(started)!r}, 'w').close(); threading.Event().wait(600)")

    async def play() -> None:
        await each.tick()
        while not started.exists():
            await asyncio.sleep(0.01)
        await asyncio.wait_for(each.stop(), 5)

    asyncio.run(play())
    assert each.last_exit not in (Exit.FINE, Exit.LOOK, None)


def test_the_first_round_starts_at_once() -> None:
    each = rounds("print('{}')", Clock())

    async def play() -> None:
        each.now = lambda: datetime.now(UTC)
        each.start()
        while each.last_end is None:
            await asyncio.sleep(0.01)
        await each.stop()

    asyncio.run(asyncio.wait_for(play(), 10))
    assert each.started == 1


@pytest.mark.parametrize(
    ("out", "due"),
    [
        (b"", None),
        (b"no json\n", None),
        (b'{"next_due": null}\n[1]\n', None),
        (b'{"next_due": "nonsense"}\n', None),
        (b'{"next_due": "2026-05-04T10:00:00+00:00"}\nlast words\n', datetime(2026, 5, 4, 10, tzinfo=UTC)),
        (b'{"next_due": "2026-05-04T10:00:00"}\n', datetime(2026, 5, 4, 10, tzinfo=UTC)),
    ],
)
def test_what_a_round_prints(out: bytes, due: datetime | None) -> None:
    assert next_due(out) == due


def test_the_command_of_a_round() -> None:
    assert command(Path("/x/config.yaml"))[1:] == [
        "-P",
        "-m",
        "pipelines",
        "run",
        "--json",
        "--config",
        "/x/config.yaml",
    ]
    assert command(None)[1:] == ["-P", "-m", "pipelines", "run", "--json"]


def test_a_program_that_is_not_there_is_told() -> None:
    said: list[str] = []
    each = Rounds(["/nothing/here"], Clock(), said.append)
    asyncio.run(ticked(each))
    assert each.state() == "failing"
    assert "no process could be started" in said[0]
