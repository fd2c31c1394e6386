"""A day of the simulated month of benchmarks/soak.py, in this process: the same world, servers and checks."""

from __future__ import annotations

import random
import socket
from datetime import timedelta
from pathlib import Path

from benchmarks.soak import settings
from benchmarks.soaking import checks
from benchmarks.soaking.person import Person
from benchmarks.soaking.post import PostOffice
from benchmarks.soaking.site import serving
from benchmarks.soaking.world import HOUR, START, World
from pipelines import round as one_round
from pipelines.config import load
from pipelines.desk import open_desk

PLACES, DAYS, STEP = 4, 1.05, 5 * HOUR
AHEAD = {2: 3 * HOUR}  # round -> how wrong the clock is


def test_some_days_of_the_simulated_month(tmp_path: Path) -> None:
    """Everything that was shown long enough is there once, every alarm was delivered, nothing is left over."""
    world = World(5, DAYS, STEP, PLACES)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    post, found, looks = PostOffice(world, port), checks.Findings(), 0
    with serving(world) as address:
        desk = open_desk(load(settings(world, address, port, tmp_path), {}), {}, wait=timedelta(seconds=60))
        person = Person(desk, random.Random(5))
        for number in range(world.rounds):
            world.now = START + number * world.step
            post.follow()
            clock = world.now + AHEAD.get(number, timedelta())
            looks += len(one_round.run(desk, now=lambda at=clock: at).polls)  # type: ignore[misc]
            person.act(clock)
        post.close()
        checks.record(found, world, desk, [])
        checks.letters(found, world, desk, post, [])
        checks.leftovers(found, desk)
    assert found.wrong == []
    assert person.failed == []
    assert looks >= PLACES
    assert found.counts["in the record"] >= PLACES
