"""VADER's exact numbers: texts a second against the vaderSentiment package in the same run, and no difference allowed.

Run: `uv run python -m benchmarks sentiment_speed`. One core; the best of several rounds, in turn, so that whatever else
the machine does strikes both alike.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.sentiment import scores
from benchmarks.texts import texts

RESULTS = Path(__file__).parent / "results" / "sentiment_speed.json"
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    package = SentimentIntensityAnalyzer()
    results: dict[str, dict[str, float]] = {}
    print(f"{'':16}{'texts':>7}{'package/s':>12}{'ours/s':>12}{'times':>8}{'differences':>13}")
    for name, some in texts().items():
        wrong = sum(package.polarity_scores(text) != scores(text)._asdict() for text in some)
        theirs = ours = float("inf")
        for _ in range(ROUNDS):
            theirs = min(theirs, seconds(lambda some=some: [package.polarity_scores(t) for t in some]))  # type: ignore[misc]  # bound now
            ours = min(ours, seconds(lambda some=some: [scores(t) for t in some]))  # type: ignore[misc]  # bound now
        n = len(some)
        results[name] = {"texts": n, "package": n / theirs, "ours": n / ours, "times": theirs / ours, "wrong": wrong}
        print(f"{name:16}{n:7}{n / theirs:12,.0f}{n / ours:12,.0f}{theirs / ours:8.1f}{wrong:13}", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
