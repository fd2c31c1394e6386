"""Counts in how many everyday texts a word occurs, and writes analysis/lexicons/common_words.tsv.

    uv run python -m benchmarks.fit_common_words ../shared/data/labelled/fit

Only counts leave the texts: one line a stem, with ln(texts / texts that hold it).
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analysis.terms import stem
from analysis.text import words

LEAST = 6  # a word in fewer texts is rare

TARGET = Path(__file__).parent.parent / "analysis" / "lexicons" / "common_words.tsv"


def texts(folder: Path) -> Iterator[str]:
    for name in ("tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets"):
        path = folder / "vader_ground_truth" / f"{name}_GroundTruth.txt"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            yield line.split("\t", 2)[-1]
    for name, column in (
        ("airline_reviews_dated_290_airlines.csv", "Passenger Review Text"),
        ("tripadvisor_one_restaurant_1216.csv", "Review Text"),
    ):
        with (folder / name).open(encoding="utf-8", errors="replace", newline="") as stream:
            yield from (row[column] or "" for row in csv.DictReader(stream))


def main(folder: Path) -> None:
    counts: Counter[str] = Counter()
    total = 0
    for text in texts(folder):
        total += 1
        counts.update({stem(word) for word in words(text)})
    lines = [
        "# stem, ln(texts / texts that hold it); counted by benchmarks/fit_common_words.py",
        f"# over {total:,} tweets, reviews, film reviews and editorials; stems in under {LEAST} of them are left out",
    ]
    lines += [f"{w}\t{math.log(total / n):.1f}" for w, n in sorted(counts.items()) if n >= LEAST and not w.isdigit()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 2:,} stems of {total:,} texts in {TARGET}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
