"""The fitted numbers: what each feature, cue and piece of a word adds to the log-odds of a complaint.

`weights/judge.json` holds a number per named feature and cue, `weights/words.npy` a table of hashed word pieces (the
word itself and its runs of 3 to 5 letters), as whole numbers. How they were fitted and on what: FITTED.md.
"""

from __future__ import annotations

import io
import json
import math
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul

import numpy as np

from analysis.features import NUMBERS, Reading

STEP = 0.02  # one unit of the word table, in log-odds
PIECES = (3, 4, 5)
_REMEMBERED = 60_000
_SHORT = 12  # words below which a cue weighs no more for standing in a shorter text
_NO_TABLE = -0.5  # what the word table takes off a usual English text; other languages have none
_SPREAD = 8  # the same for word pieces
_BRIEF = 60  # words up to which bad words alone say no more than _MOST
_MOST = 2.0  # log-odds
_FELT = NUMBERS.index("plain")  # the numbers before it are of words with a feeling, those from it on of how it is told


class _Words(dict[str, float]):
    """What each word adds to the log-odds; remembers, bounded."""

    def __init__(self, table: bytes) -> None:
        super().__init__()
        self._table = table  # signed 8-bit, one per hash

    def __missing__(self, word: str) -> float:
        found = pieces(word, len(self._table))
        units = sum(b - 256 if b > 127 else b for b in (self._table[h] for h in found))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = value = units * STEP / math.sqrt(len(found))
        return value


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds per unit: of numbers (in the order of `features.NUMBERS`), of a cue being there, and of its count."""

    bias: float
    numbers: tuple[float, ...]
    presence: dict[str, float]
    counts: dict[str, float]
    words: _Words
    flag: float  # default cuts, probabilities
    maybe: float
    positive: float  # below this, and with nice words, a mention is positive

    def cue(self, name: str, count: int, length: int) -> float:
        """What a cue found `count` times in a text of `length` words adds."""
        return self.presence.get(name, 0.0) + self.counts.get(name, 0.0) * cue_count(count, length)

    def logit(self, reading: Reading, *, english: bool) -> float:
        """Log-odds of a complaint, by words alone."""
        length = len(reading.words)
        felt: float = self.bias + sum(map(mul, self.numbers[:_FELT], reading.numbers))
        if felt > 0.0 and length <= _BRIEF:  # in few words one bad word weighs much, and "spoiled rotten" may be praise
            felt = _MOST * math.tanh(felt / _MOST)
        total: float = felt + sum(map(mul, self.numbers[_FELT:], reading.numbers[_FELT:]))
        counts: dict[str, int] = {}
        for cue in reading.cues:
            counts[cue[0]] = counts.get(cue[0], 0) + 1
        for name, count in counts.items():
            total += self.cue(name, count, length)
        if not english:
            return total + _NO_TABLE
        if length:
            total += sum(map(self.words.__getitem__, set(reading.words))) / math.sqrt(max(length, _SPREAD))
        return total


def cue_count(count: int, length: int) -> float:
    """How often a cue stands in a text, damped, and per length of the text."""
    return math.log2(1 + count) / math.sqrt(max(length, _SHORT) / _SHORT)


def pieces(word: str, size: int) -> list[int]:
    """Places of a word and its runs of letters in a table of `size`."""
    marked = f"<{word[:40]}>"
    found = {marked}
    for n in PIECES:
        found.update(marked[i : i + n] for i in range(len(marked) - n + 1))
    return sorted({zlib.crc32(piece.encode("utf-8", "surrogatepass")) % size for piece in found})


@cache
def weights() -> Weights:
    """The shipped numbers, read once."""
    folder = resources.files("analysis") / "weights"
    raw = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
    table = np.load(io.BytesIO((folder / "words.npy").read_bytes()), allow_pickle=False)
    return Weights(
        bias=raw["bias"],
        numbers=tuple(raw["numbers"][name] for name in NUMBERS),
        presence=raw["presence"],
        counts=raw["counts"],
        words=_Words(table.astype(np.int8).tobytes()),
        flag=raw["cut"]["flag"],
        maybe=raw["cut"]["maybe"],
        positive=raw["cut"]["positive"],
    )
