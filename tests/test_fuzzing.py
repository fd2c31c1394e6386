"""A short pass of the fuzzing in benchmarks/fuzz.py, always the same, and everything that ever crashed a target."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.fuzzing import targets
from benchmarks.fuzzing.run import mutated

CORPUS = Path(__file__).with_name("corpus")
CRASHES = sorted(CORPUS.glob("*/*"))
TRIES = 40  # of each target; the config and the sheets take longest


@pytest.mark.parametrize("name", targets.NAMES)
def test_spoilt_input_gives_an_answer_or_one_of_our_errors(name: str) -> None:
    run, seeds, dice = targets.target(name), targets.seeds(name), random.Random(name)
    for seed in seeds:
        run(seed)
    for _ in range(TRIES):
        run(mutated(dice.choice(seeds), dice))


@pytest.mark.parametrize("crash", CRASHES, ids=lambda path: f"{path.parent.name}-{path.name[:14]}")
def test_what_once_broke_it_does_so_no_more(crash: Path) -> None:
    targets.target(crash.parent.name)(crash.read_bytes())
