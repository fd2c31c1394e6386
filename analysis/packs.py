"""What we know of each language: words with a feeling, words that deny or strengthen, cues and rules of urgency.

One file a language in `lexicons`, read once. Another language is another file of the same shape. In a phrase, `@name`
stands for all words of that class ("@weekday" for "monday|tuesday|...").
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from analysis.cues import Cue, Finder
from analysis.text import fold

_REMEMBERED = 60_000
_CLASS = re.compile(r"@(\w+)")


class Roles(dict[str, "tuple[float, bool, float] | None"]):
    """Word -> (its value, whether it denies, how it strengthens the next), None for most. Remembers, bounded."""

    def __init__(self, words: Mapping[str, float], negators: frozenset[str], boosters: Mapping[str, float]) -> None:
        super().__init__()
        self._words, self._negators, self._boosters = words, negators, boosters

    def __missing__(self, word: str) -> tuple[float, bool, float] | None:
        negates = word in self._negators or word.endswith("n't")
        role = None
        if negates or word in self._words or word in self._boosters:
            role = (self._words.get(word, 0.0), negates, self._boosters.get(word, 1.0))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = role
        return role


@dataclass(frozen=True, slots=True)
class Pack:
    """What we know of one language: words with a feeling, words that deny or strengthen, and the cues."""

    language: str
    roles: Roles  # values -4..4, beside VADER's own lexicon in English
    cues: Mapping[str, Cue]
    finder: Finder  # finds the cues and, in the same walk, the rules of `urgency`
    urgent: frozenset[str]  # names of those rules, and "innocent" for their look-alikes
    questions: Mapping[str, bool]  # words an inquiry begins with, and whether it may be after something `owed`
    owed: frozenset[str]  # what people ask after when it did not come
    demands: frozenset[str]  # words that make a question a complaint ("do you ever answer?")
    reported: frozenset[str]  # words of who said what: "told", "website", "invoice"
    helpers: frozenset[str]  # who a shop sends to help: "they", "nurse", "mechanic"
    unhelpful: frozenset[str]  # what those say or do who do not help: "said", "charged", "shrugged"


def _spelled_out(phrase: str, classes: Mapping[str, str]) -> str:
    """A phrase with each `@name` replaced by the words of that class. KeyError for a class nobody wrote."""
    return _CLASS.sub(lambda found: classes[found[1]], phrase)


@cache
def packs() -> tuple[str, ...]:
    """Languages whose words we can judge: one file each in analysis/lexicons."""
    folder = resources.files("analysis") / "lexicons"
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")))


@cache
def pack(language: str) -> Pack:
    """The pack of a language of `packs()`."""
    text = (resources.files("analysis") / "lexicons" / f"{language}.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    classes = {name: "|".join(group.split()) for name, group in raw.get("classes", {}).items()}
    cues = {
        name: Cue(
            name,
            c["says"],
            float(c.get("weight", 0.0)),
            bool(c.get("negatable", True)),
            tuple(fold(_spelled_out(phrase, classes)) for phrase in c["phrases"]),
        )
        for name, c in raw["cues"].items()
    }
    words = {w: float(v) for v, group in raw["words"].items() for w in group.split()}
    negators = frozenset(raw["negators"])
    urgent = [
        Cue(n, n, 0.0 if n == "innocent" else 1.0, False, tuple(map(fold, p))) for n, p in raw.get("urgent", {}).items()
    ]
    return Pack(
        language,
        Roles(words, negators, raw["boosters"]),
        cues,
        Finder([*cues.values(), *urgent], negators),
        frozenset(rule.name for rule in urgent),
        dict.fromkeys(raw["demanding"], True) | dict.fromkeys(raw["asking"], False),
        frozenset(raw["owed"]),
        frozenset(raw["demands"]),
        frozenset(raw.get("reported", ())),
        frozenset(raw.get("helpers", ())),
        frozenset(raw.get("unhelpful", ())),
    )
