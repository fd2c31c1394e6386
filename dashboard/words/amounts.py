"""Numbers in words: counts with the right form of the noun, shares, stars, sizes."""

from __future__ import annotations

import humanize

from dashboard.words.book import fill, listed, say, table


def count(key: str, number: int, **values: object) -> str:
    """ "1 check", "41 checks": the form of `key` that fits the number, with {n} and other values filled in."""
    return fill(_form(key, number), n=f"{number:,}", **values)


def some(key: str, number: int, **values: object) -> str:
    """The same with small numbers as words, for the start of a sentence: "Two things need you"."""
    small = listed("numbers.small")
    return fill(_form(key, number), n=small[number] if number < len(small) else f"{number:,}", **values)


def _form(key: str, number: int) -> str:
    return table(key)["one" if number == 1 else "other"]


def share(part: int, total: int) -> str:
    """ "37%"; a dash when there is nothing to share."""
    return f"{part / total:.0%}" if total else "–"


def size(count_of_bytes: int) -> str:
    """ "12.4 MB"."""
    return str(humanize.naturalsize(count_of_bytes))


def stars(rating: float, scale: str | None) -> tuple[int, str]:
    """Full stars out of five, and the rating in the words of its own scale: (2, "2 of 5")."""
    low, high = _ends(scale)
    own = low + rating * (high - low)
    full = round(own) if (low, high) in ((1.0, 5.0), (0.0, 5.0)) else round(rating * 5)
    return max(0, min(5, full)), say("mention.stars", rating=f"{own:.3g}", best=f"{high:g}")


def _ends(scale: str | None) -> tuple[float, float]:
    """The ends of "1-5"; stars of five when the scale is missing or says nothing."""
    try:
        low, high = (float(end) for end in (scale or "1-5").split("-", 1))
    except ValueError:
        return 1.0, 5.0
    return (low, high) if high > low else (1.0, 5.0)
