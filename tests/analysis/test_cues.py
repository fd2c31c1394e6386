"""The small language of phrases, and the finder that tries each only where it can stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cues import Cue, Finder, expression, tokens
from analysis.packs import pack, packs
from analysis.text import fold


def finder(*phrases: str, negatable: bool = True) -> Finder:
    return Finder([Cue("cue", "says", 1.0, negatable, phrases)], ["not", "never", "no"])


def found(text: str, *phrases: str, negatable: bool = True) -> list[str]:
    folded = fold(text)
    return [folded[f.start : f.end] for f in finder(*phrases, negatable=negatable).find(folded, tokens(folded))]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("rude|unkind", "A rude waiter", ["rude"]),
        ("wait* ..3 # minutes", "Waited more than 55 minutes", ["waited more than 55 minutes"]),
        ("wait* ..3 # minutes", "waiting forty minutes", ["waiting forty minutes"]),
        ("wait* ..1 # minutes", "waited for way over 55 minutes", []),
        ("never came", "It never came", ["never came"]),
        ("never came", "Never. Came home", []),
        ("hair in the? soup", "a hair in soup, a hair in the soup", ["hair in soup", "hair in the soup"]),
        ("won't work", "it wont work", ["wont work"]),
        ("# stars", "0 stars and two stars", ["0 stars", "two stars"]),
        ("never-again", "never-again", ["never-again"]),
    ],
)
def test_the_language_of_phrases(phrase: str, text: str, expected: list[str]) -> None:
    assert found(text, phrase) == expected


def test_what_is_denied_in_the_same_clause_is_not_found() -> None:
    assert found("the staff was not rude", "rude") == []
    assert found("not only rude but slow", "rude") == ["rude"]
    assert found("no, rude staff", "rude") == ["rude"]
    assert found("the staff was not rude", "rude", negatable=False) == ["rude"]


def test_of_the_phrases_of_one_cue_at_one_place_the_longest_counts() -> None:
    assert found("got rid of the rats", "got rid", "got rid of ..2 rats") == ["got rid of the rats"]


def test_every_language_has_the_cues_of_english_and_whole_phrases() -> None:
    english = pack("en").cues
    for language in packs():
        known = pack(language)
        assert set(known.cues) <= set(english)
        for cue in known.cues.values():
            assert cue.phrases
            for phrase in cue.phrases:
                first, last = phrase.split()[0], phrase.split()[-1]
                assert not first.startswith(".."), phrase
                assert not first.endswith("?"), phrase
                assert not last.startswith(".."), phrase
                assert fold(phrase) == phrase
                re.compile(expression(phrase))


SOUP = "the soup was cold not never came back again waited 55 minutes rude staff . , hair in love don't worst"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SOUP.split()), max_size=12).map(" ".join))
def test_the_short_cut_finds_all_that_trying_everything_finds(text: str) -> None:
    cues = [Cue(c.name, c.says, 1.0, False, c.phrases) for c in list(pack("en").cues.values())[:8]]
    words = tokens(text)
    tried = {
        (cue.name, start)
        for cue in cues
        for phrase in cue.phrases
        for start in words.starts
        if re.compile(expression(phrase)).match(text, start)
    }
    assert {(f.cue, f.start) for f in Finder(cues, []).find(text, words)} == tried


def test_work_is_linear_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    known, tried = pack("en").finder, [0]
    honest = Finder._try

    def counting(self: Finder, *given: Any) -> None:
        tried[0] += 1
        honest(self, *given)

    monkeypatch.setattr(Finder, "_try", counting)

    def work(text: str) -> int:
        tried[0] = 0
        known.find(text, tokens(text))
        return tried[0]

    text = "waited never not no the soup had a a a a a a " * 20
    assert 0 < work(text * 8) <= 8 * work(text)


def test_ten_thousand_words_of_the_owner_are_found_in_one_walk() -> None:
    words = [f"{a}{b}{c}{d}" for a in "abcdefghij" for b in "klmnopqrst" for c in "aeiouxyzwv" for d in "bcdfghjklm"]
    many = Finder([Cue(word, word, 0.0, False, (word,)) for word in words], ())
    text = "the soup " + words[7] + " and " + words[9_999]
    assert [f.cue for f in many.find(text, tokens(text))] == [words[7], words[9_999]]
