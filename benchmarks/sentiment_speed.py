"""VADER's exact numbers: texts a second against the vaderSentiment package in the same run, and no difference allowed.

Run: `uv run python -m benchmarks sentiment_speed`. One core's own time (not the clock on the wall), the best of several
rounds in turn, so that whatever else the machine does strikes both alike.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.sentiment import scores
from benchmarks.texts import texts

RESULTS = Path(__file__).parent / "results" / "sentiment_speed.json"
ROUNDS = 7


def seconds(work: Callable[[], object]) -> float:
    """Time of this process's core that `work` takes, rubbish of earlier work collected before."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    package = SentimentIntensityAnalyzer()
    results: dict[str, dict[str, float]] = {}
    print(f"{'':16}{'texts':>7}{'package/s':>12}{'ours/s':>12}{'times':>8}{'differences':>13}")
    for name, some in texts().items():
        wrong = sum(package.polarity_scores(text) != scores(text)._asdict() for text in some)

        def theirs(some: list[str] = some) -> None:
            for text in some:
                package.polarity_scores(text)

        def ours(some: list[str] = some) -> None:
            for text in some:
                scores(text)

        rounds = [(seconds(theirs), seconds(ours)) for _ in range(ROUNDS)]
        slow, fast = min(r[0] for r in rounds), min(r[1] for r in rounds)
        n = len(some)
        results[name] = {"texts": n, "package": n / slow, "ours": n / fast, "times": slow / fast, "wrong": wrong}
        print(f"{name:16}{n:7}{n / slow:12,.0f}{n / fast:12,.0f}{slow / fast:8.1f}{wrong:13}", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
