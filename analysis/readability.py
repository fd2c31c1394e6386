"""How easy a text is to read: Flesch reading ease (1948), from words per sentence and syllables per word.

206.835 - 1.015 words/sentence - 84.6 syllables/word: 60 and above is plain English, below 40 is for lawyers. Syllables
are counted by groups of vowels, which is right for nine English words in ten; other languages are not scored.
"""

from __future__ import annotations

import re

from analysis.text import sentences, words

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$")


def syllables(word: str) -> int:
    """Syllables of a folded English word, at least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word) or word)))


def reading_ease(text: str) -> float | None:
    """Flesch reading ease, mostly 0..100; None for a text without words."""
    spoken = words(text)
    if not spoken:
        return None
    told = max(1, len([each for each in sentences(text) if words(each)]))
    return 206.835 - 1.015 * len(spoken) / told - 84.6 * sum(map(syllables, spoken)) / len(spoken)


def longest_sentence(text: str) -> str:
    """The sentence with the most words; "" when there is none."""
    return max(sentences(text), key=lambda each: len(words(each)), default="")
