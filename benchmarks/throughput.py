"""The whole judgement of a mention (language, about us, score, cues, topics, urgency) against VADER's package alone.

Run: `uv run python -m benchmarks throughput`. One core's own time, in turn, best of several rounds: how many times the
package's own score our whole judgement takes, per mention. Below 1 it is quicker than the score alone used to be.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.assess import Rules, assess
from analysis.brand import Brand
from analysis.stories import Stories
from analysis.topics import TRADES
from benchmarks.sentiment_speed import seconds
from benchmarks.texts import texts
from storage.model import Mention

RESULTS = Path(__file__).parent / "results" / "throughput.json"
ROUNDS = 7
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BRAND = Brand("Saffron & Salt", aliases=("@saffronsalt", "United", "British Airways"), not_us=("United Nations",))
RULES = Rules({"shop": BRAND}, TRADES["services"])


def told(number: int, text: str) -> Mention:
    return Mention(str(number), "shop", "bench", "post", "", f"author {number}", "", text, NOW, NOW)


def main() -> None:
    package = SentimentIntensityAnalyzer()
    results: dict[str, dict[str, float]] = {}
    print(f"{'microseconds per':16}{'package':>10}{'judgement':>11}{'ratio':>8}{'+ story':>10}{'ratio':>8}")
    for name, some in texts().items():
        mentions = [told(k, text) for k, text in enumerate(some)]

        def scored(some: list[str] = some) -> None:
            for text in some:
                package.polarity_scores(text)

        def judged(mentions: list[Mention] = mentions) -> None:
            for mention in mentions:
                assess(mention, RULES, at=NOW, about_us=False)

        def grouped(mentions: list[Mention] = mentions) -> None:
            stories = Stories()
            for mention in mentions:
                stories.add(mention.id, mention.title, mention.text, mention.when)

        rounds = [(seconds(scored), seconds(judged), seconds(grouped)) for _ in range(ROUNDS)]
        theirs, ours, story = (min(r[k] for r in rounds) for k in range(3))
        each = [1e6 * t / len(some) for t in (theirs, ours, ours + story)]
        results[name] = {"package_us": each[0], "judgement_us": each[1], "ratio": each[1] / each[0]}
        results[name] |= {"with_story_us": each[2], "ratio_with_story": each[2] / each[0]}
        print(f"{name:16}{each[0]:10.0f}{each[1]:11.0f}{each[1] / each[0]:8.2f}{each[2]:10.0f}{each[2] / each[0]:8.2f}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
