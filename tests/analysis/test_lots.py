"""Lots of hand-written sentences: hard complaints of every trade, and innocent texts with the same dark words.

Each lot was written by somebody who did not know the judge's words, and was scored before anybody read it; what it
taught became rules of the lexicon. They are kept so that no later rule undoes it. FITTED.md has the first scores.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.judge import judge

LOTS = Path(__file__).parent / "lots"


@pytest.mark.parametrize(
    ("name", "caught", "cried_wolf"),
    [
        ("a", 0.8, 0.2),
        ("b", 0.8, 0.25),
        ("c", 0.7, 0.2),
        ("own", 0.85, 0.2),
        ("own_turns", 0.75, 0.25),
        ("own_plain", 0.9, 0.1),
        ("own_everyday", 0.85, 0.15),
    ],
)
def test_what_a_lot_taught_is_kept(name: str, caught: float, cried_wolf: float) -> None:
    told = [json.loads(line) for line in (LOTS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    flagged = {each["text"] for each in told if judge(each["text"]).flag == "flag"}
    hard = {each["text"] for each in told if each["complaint"]}
    innocent = {each["text"] for each in told if not each["complaint"]}
    assert len(hard & flagged) >= caught * len(hard), sorted(hard - flagged)
    assert len(innocent & flagged) <= cried_wolf * len(innocent), sorted(innocent & flagged)
