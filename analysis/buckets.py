"""Which earlier mentions are worth comparing with a new one: those that share a key with it.

Keys are bands of the MinHash places (the same words), the exact words, how a text begins and what it quotes, its link,
and pairs of the most telling terms (the same incident in other words). Most keys stand in one mention only, so a
bucket is a bare row until a second one comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from analysis import minhash
from analysis.told import EVERYDAY, NUMBER, Signature

CROWDED = 200  # mentions in one bucket: what they share is a phrase, not a story
PAIRED = 10  # telling terms whose pairs lead to mentions of other words
TELLING = 2.0  # above the everyday: such a term connects
_NO_TERM = 1 << 32  # larger than any term's key
_OPENING, _LINK = 1 << 64, 1 << 65  # above every pair of terms
_ONE, _OTHER = np.triu_indices(PAIRED, 1)


class Buckets:
    """Key -> rows of the mentions that have it, in order."""

    def __init__(self) -> None:
        self._rows: dict[int, int | list[int]] = {}

    def meet(self, keys: Sequence[int], row: int) -> set[int]:
        """Rows that share a key with `row`, which from now on is one of them; a crowded bucket leads nowhere."""
        rows = self._rows
        found: set[int] = set()
        fresh = dict.fromkeys(keys, row)
        for key in [key for key in keys if key in rows]:
            del fresh[key]
            here = rows[key]
            if isinstance(here, int):
                found.add(here)
                rows[key] = [here, row]
            elif len(here) < CROWDED:
                found.update(here)
                here.append(row)
        rows.update(fresh)
        return found

    def near(self, keys: Iterable[int]) -> set[int]:
        """Rows that have one of the keys."""
        found: set[int] = set()
        for key in keys:
            here = self._rows.get(key)
            if isinstance(here, int):
                found.add(here)
            elif here is not None and len(here) < CROWDED:
                found.update(here)
        return found


def keys(signatures: Sequence[Signature], places: minhash.Places) -> list[list[int]]:
    """Keys of each mention. `places` holds a row for each."""
    paired, ends = _pairs(signatures)
    found = (-1 - minhash.bands(places)).tolist()  # below 0, so that no pair is mistaken for a band
    start = 0
    for row, made, end in zip(found, signatures, ends, strict=True):
        row.append(made.exact)
        row += paired[start:end]
        start = end
        row += [_OPENING | opening for opening in made.openings if opening]
        if made.link:
            row.append(_LINK | made.link)
    return list(found)


def _pairs(signatures: Sequence[Signature]) -> tuple[list[int], list[int]]:
    """Pairs of the heaviest telling terms of all mentions in a row, and where each mention's end."""
    terms = np.full((len(signatures), PAIRED), _NO_TERM, dtype=np.uint64)
    for row, made in enumerate(signatures):
        telling = [(-t.weight, t.key) for t in made.terms if t.weight >= EVERYDAY + TELLING and not t.marks & NUMBER]
        if len(telling) > PAIRED:
            telling.sort()
            del telling[PAIRED:]
        terms[row, : len(telling)] = [key for _, key in telling]
    terms.sort(axis=1)
    one, other = terms[:, _ONE], terms[:, _OTHER]
    there = other < _NO_TERM
    ends: npt.NDArray[np.int64] = np.cumsum(np.count_nonzero(there, axis=1))
    return ((one << np.uint64(32)) | other)[there].tolist(), ends.tolist()
