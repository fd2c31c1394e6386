"""What a mention speaks of, sentence by sentence, each topic with its own polarity.

"Food great, service rude" is two things, one good and one bad.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from analysis.cues import expression
from analysis.sentiment import scores
from analysis.text import fold, sentences, shorten
from storage.model import TopicHit

_TRADES = ("restaurant", "shop", "hotel", "clinic", "repair", "fitness", "software", "services")
Table = Mapping[str, tuple[str, ...]]


def _load() -> dict[str, Table]:
    folder = resources.files("analysis") / "trades"
    trades: dict[str, Table] = {}
    for trade in _TRADES:
        raw = json.loads((folder / f"{trade}.json").read_text(encoding="utf-8"))
        trades[trade] = {topic: tuple(words) for topic, words in raw.items()}
    return trades


TRADES: dict[str, Table] = _load()


@lru_cache(maxsize=64)
def _patterns(table: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic, re.compile(r"(?<!\w)(?:" + "|".join(expression(fold(w)) for w in words if w.strip()) + ")"))
        for topic, words in table
        if any(w.strip() for w in words)
    )


def topics(text: str, table: Table) -> tuple[TopicHit, ...]:
    """Topics of `table` that `text` speaks of, most negative first; each with the sentence that shows it best."""
    patterns = _patterns(tuple((k, tuple(v)) for k, v in table.items()))
    found: dict[str, list[tuple[float, str]]] = {}
    for sentence in _clauses(text):
        folded = fold(sentence)
        hit = [topic for topic, pattern in patterns if pattern.search(folded)]
        if hit:
            value = scores(sentence).compound
            for topic in hit:
                found.setdefault(topic, []).append((value, sentence))
    hits = [
        TopicHit(topic, round(sum(v for v, _ in said) / len(said), 3), shorten(min(said)[1], 160))
        for topic, said in found.items()
    ]
    return tuple(sorted(hits, key=lambda h: (h.polarity, h.topic)))


def _clauses(text: str) -> list[str]:
    """Sentences, cut again at "but" and similar, where the feeling turns."""
    return [
        c.strip()
        for s in sentences(text)
        for c in re.split(r"(?i)[,;]?\s+(?=but\b|however\b|although\b|though\b|pero\b|aber\b)", s)
        if c.strip()
    ]
