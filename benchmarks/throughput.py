"""The whole way of a mention (parse, language, about us, judge, topics, story, store) against VADER's package alone.

Run: `uv run python -m benchmarks throughput`. One core's own time, in turn, best of several rounds: how many times the
package's own score on the same texts our judgement takes, the judgement with its story, and the whole way as a round
goes it, in one batch: a post of JSON understood, kept in a fresh record, judged, placed in its story, and kept again.
Below 1 it is quicker than the score alone used to be.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.assess import Rules, assess
from analysis.brand import Brand
from analysis.stories import Item, Stories
from analysis.topics import TRADES
from benchmarks.sentiment_speed import seconds
from benchmarks.texts import texts
from collectors import webhook
from collectors.source import Source
from pipelines import assess as assessing
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import mentions as kept
from storage.model import Mention

RESULTS = Path(__file__).parent / "results" / "throughput.json"
ROUNDS = 7
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BRAND = Brand("Saffron & Salt", aliases=("@saffronsalt", "United", "British Airways"), not_us=("United Nations",))
RULES = Rules({"shop": BRAND}, TRADES["services"])


def told(number: int, text: str) -> Mention:
    return Mention(str(number), "shop", "bench", "post", "", f"author {number}", "", text, NOW, NOW)


CONFIG = """
business: {name: "Saffron & Salt", trade: services}
brands:
  - {name: "Saffron & Salt", aliases: ["@saffronsalt", "United", "British Airways"], not_us: ["United Nations"]}
sources:
  - {name: bench, kind: webhook}
storage: {data: data}
"""


def post(some: Sequence[str]) -> bytes:
    """The texts as another program posts them."""
    return json.dumps(
        [
            {
                "id": k,
                "text": text,
                "author": f"author {k}",
                "published": NOW.isoformat(),
                "url": f"https://x.example/{k}",
            }
            for k, text in enumerate(some)
        ]
    ).encode()


def fresh(folder: str) -> Desk:
    """An empty record, made before the clock runs."""
    path = Path(folder) / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    desk = open_desk(load(path, {}), {})
    with desk.record.session("make"):
        pass
    return desk


def whole_way(desk: Desk, body: bytes, expected: int) -> None:
    source = Source("bench", "webhook", "Saffron & Salt", webhook.Options())
    batch = webhook.mentions(webhook.received(body, NOW), source, NOW)
    with desk.record.session("keep") as con:
        new = kept.keep(con, batch.mentions, at=NOW).new
    judged = assessing.assess_waiting(desk, now=lambda: NOW, tell=lambda count: None)
    assert judged == len(new) == expected, "something fell by the wayside"


def measured(some: Sequence[str], package: SentimentIntensityAnalyzer) -> list[float]:
    """Microseconds a mention: the package's score, our judgement, the story, the whole way."""
    mentions, body = [told(k, text) for k, text in enumerate(some)], post(some)

    def scored() -> None:
        for text in some:
            package.polarity_scores(text)

    def judged() -> None:
        for mention in mentions:
            assess(mention, RULES, at=NOW, about_us=False)

    def grouped() -> None:
        Stories().add_many([Item(mention.id, mention.title, mention.text, mention.when) for mention in mentions])

    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            desk = fresh(folder)
            way = seconds(lambda desk=desk: whole_way(desk, body, len(some)))  # type: ignore[misc]
            rounds.append((seconds(scored), seconds(judged), seconds(grouped), way))
    return [1e6 * min(each) / len(some) for each in zip(*rounds, strict=True)]


def main() -> None:
    package = SentimentIntensityAnalyzer()
    results: dict[str, dict[str, float]] = {}
    heads = ("judgement", "ratio", "+ story", "ratio", "whole way", "ratio")
    print(f"{'microseconds per':16}{'package':>10}" + "".join(f"{head:>11}" for head in heads))
    for name, some in texts().items():
        theirs, ours, story, way = measured(some, package)
        results[name] = {
            "package_us": theirs, "judgement_us": ours, "ratio": ours / theirs,
            "with_story_us": ours + story, "ratio_with_story": (ours + story) / theirs,
            "whole_way_us": way, "ratio_whole_way": way / theirs,
        }  # fmt: skip
        shown = (f"{each:11.0f}{each / theirs:11.2f}" for each in (ours, ours + story, way))
        print(f"{name:16}{theirs:10.0f}" + "".join(shown), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
