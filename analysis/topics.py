"""What a mention speaks of, sentence by sentence, each topic with its own polarity.

"Food great, service rude" is two things, one good and one bad.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources

from analysis.cues import Cue, Finder, Found, tokens
from analysis.features import Reading, read
from analysis.packs import pack, packs
from analysis.sentiment import scores
from analysis.text import fold, sentences, shorten
from storage.model import TopicHit

_TRADES = ("restaurant", "shop", "hotel", "clinic", "repair", "fitness", "software", "services")
_PLAIN = -0.3  # a fact without a feeling word, told in a complaint
_TURN = re.compile(r"[,;]?\s+(?=(?:but|however|although|though|except|pero|aunque|aber|jedoch|allerdings)\b)", re.I)
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
def _finder(table: tuple[tuple[str, tuple[str, ...]], ...]) -> Finder:
    cues = [Cue(topic, topic, 0.0, False, tuple(p for p in map(_phrase, words) if p)) for topic, words in table]
    return Finder(cues, ())


_LATEST: dict[int, tuple[Table, Finder]] = {}  # by identity, the table kept alive beside it


def _known(table: Table) -> Finder:
    """The finder of a table; the same table object is looked at once, so it is not to be changed."""
    latest = _LATEST.get(id(table))
    if latest is None:
        if len(_LATEST) >= 64:
            _LATEST.clear()
        latest = (table, _finder(tuple((topic, tuple(words)) for topic, words in table.items())))
        _LATEST[id(table)] = latest
    return latest[1]


def _phrase(words: str) -> str:
    """The owner's plain words as a phrase: every sign but a last * only divides words."""
    pieces = tokens(fold(words)).words
    if pieces and words.rstrip().endswith("*"):
        pieces[-1] += "*"
    return " ".join(pieces)


def topics(
    text: str,
    table: Table,
    *,
    language: str = "en",
    complaint: float | None = None,
    reading: Reading | None = None,
) -> tuple[TopicHit, ...]:
    """Topics of `table` that `text` speaks of, most negative first; each with the sentence that shows it best.

    `complaint` is the probability that the whole text is one: its sentences without a feeling word ("two mains never
    came") then count as mildly negative. Polarity is VADER's in English, elsewhere that of the language's own words.
    `reading` is `text` as the judge has read it, if it has.
    """
    finder = _known(table)
    if reading is not None and reading.text != text:
        reading = None
    if reading is None:
        folded = fold(text)
        spoken_of = finder.find(folded, tokens(folded))
    else:
        folded = reading.folded
        spoken_of = finder.find(folded, reading.found)
    if not spoken_of:
        return ()
    found: dict[str, list[tuple[float, str]]] = {}
    whole = text.strip() if reading is not None and language == "en" else None
    for clause, hit in _placed(text, folded, spoken_of, finder):
        value = reading.compound if reading is not None and clause == whole else _polarity(clause, language)
        if value == 0 and complaint is not None and complaint >= 0.5:
            value = _PLAIN
        for topic in hit:
            found.setdefault(topic, []).append((value, clause))
    hits = [
        TopicHit(topic, round(sum(v for v, _ in said) / len(said), 3), shorten(min(said)[1], 160))
        for topic, said in found.items()
    ]
    return tuple(sorted(hits, key=lambda h: (h.polarity, h.topic)))


def _placed(text: str, folded: str, spoken_of: list[Found], finder: Finder) -> Iterator[tuple[str, set[str]]]:
    """Clauses of `text` that speak of a topic, with their topics."""
    end = k = 0
    for clause in _clauses(text):
        if len(folded) == len(text):  # the same places; both are in order
            start = text.find(clause, end)
            end = start + len(clause)
            hit: set[str] = set()
            while k < len(spoken_of) and spoken_of[k].start < end:
                if spoken_of[k].start >= start:
                    hit.add(spoken_of[k].cue)
                k += 1
        else:  # folding moved the places: look again in each clause
            own = fold(clause)
            hit = {each.cue for each in finder.find(own, tokens(own))}
        if hit:
            yield clause, hit


def _polarity(clause: str, language: str) -> float:
    if language != "en" and language in packs():
        return read(clause, pack(language)).compound
    return scores(clause).compound


def _clauses(text: str) -> list[str]:
    """Sentences, cut again at "but" and similar, where the feeling turns."""
    said = sentences(text)
    if not _TURN.search(text):
        return said
    return [clause for clause in (c.strip() for s in said for c in _TURN.split(s)) if clause]
