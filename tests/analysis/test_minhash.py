"""MinHash of many texts at once against its definition."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import minhash


def slowly(text: str) -> list[int]:
    """MinHash by its definition, in whole numbers of any size."""
    mask, letters = 2**64 - 1, [ord(sign) for sign in text[: minhash.LONGEST].ljust(5, "\0")]
    powers = [1000003**i % 2**63 | 1 for i in range(5)]
    grams = []
    for i in range(len(letters) - 4):
        total = sum(letter * power for letter, power in zip(letters[i : i + 5], powers, strict=True)) & mask
        total = (total ^ total >> 29) * 0x9E3779B97F4A7C15 & mask
        grams.append(total ^ total >> 32)
    rng = np.random.default_rng(20240501)
    multiply = [int(m) * 2 + 1 & mask for m in rng.integers(1, 2**63, minhash.PLACES, dtype=np.uint64)]
    smallest = [min((gram * m & mask) >> 32 for gram in grams) for m in multiply]
    return [(each ^ each >> 16) & 0xFFFF for each in smallest]


@settings(deadline=None, max_examples=6)
@given(st.lists(st.one_of(st.text(max_size=9), st.text("ab c", max_size=40)), max_size=4), st.booleans())
@example(["", "a", "ab cd", "\ud800 torn"], True)
def test_places_are_those_of_the_definition(texts: list[str], many: bool) -> None:
    """Few letters and many are hashed in two ways."""
    more = ["a long text of many letters " * 80] if many else []
    assert minhash.places([*texts, *more])[: len(texts)].tolist() == [slowly(text) for text in texts]
