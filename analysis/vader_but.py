"""VADER's rule for "but": halve what was felt before it, raise what comes after by half; quirk and all.

The package looks for the first equal value instead of the value's own place, so two equal feelings may both fall on the
first of them. Exact numbers need the same; for long texts without its quadratic time.
"""

from __future__ import annotations

from heapq import heappop, heappush

_MANY = 100  # values from which heaps beat a search from the start


def halve_and_raise(values: list[float], at: list[int], pivot: int) -> None:
    """Changes `values`, felt at the words `at`, around the first "but", word `pivot`."""
    if len(values) > _MANY:
        _by_heaps(values, at, pivot)
        return
    for j in range(len(values)):
        k = values.index(values[j])
        values[k] *= _factor(at[k], pivot)


def _factor(place: int, pivot: int) -> float:
    return 0.5 if place < pivot else 1.5 if place > pivot else 1.0


def _by_heaps(values: list[float], at: list[int], pivot: int) -> None:
    """The same in n log n: for each value a heap of its places, outdated ones dropped when met."""
    places: dict[float, list[int]] = {}
    for k, value in enumerate(values):
        places.setdefault(value, []).append(k)
    for j in range(len(values)):
        value = values[j]
        heap = places[value]
        while values[heap[0]] != value:
            heappop(heap)
        k = heap[0]
        values[k] *= _factor(at[k], pivot)
        if values[k] != value:
            heappush(places.setdefault(values[k], []), k)
