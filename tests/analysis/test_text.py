"""Folding, words and sentences."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text import _thoroughly, fold, sentences, shorten, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("ＳＡＦＦＲＯＮ", "saffron"),
        ("don’t", "don't"),
        ("Straße", "STRASSE"),
        ("co\u00adoperate", "cooperate"),
        ("zero\u200bwidth", "zerowidth"),
        ("evil\u202etxt", "eviltxt"),
        ("donâ€™t", "don't"),
        ("¿Qué tal?", "¿que tal?"),
    ],
)
def test_two_spellings_of_the_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_apostrophe_inside_a_word_belongs_to_it() -> None:
    assert words("It's the chefs' table, isn’t it?") == ["it's", "the", "chefs", "table", "isn't", "it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cold soup. Rude waiter!", ["Cold soup.", "Rude waiter!"]),
        ("Great day.The staff was nice", ["Great day.", "The staff was nice"]),
        ("Dr. Lee charged 3.50 for it.", ["Dr. Lee charged 3.50 for it."]),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        ("好吃。再来！", ["好吃。", "再来！"]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab .!?\n\"'é。", max_size=80))
def test_sentences_lose_no_letter(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_shortened_text_ends_at_a_word() -> None:
    assert shorten("a long  line\nof several words", 20) == "a long line of..."
    assert shorten("short", 20) == "short"
    assert len(shorten("x" * 500, 50)) == 50


@given(st.text(st.sampled_from("ab \n\u00a0"), max_size=60), st.integers(4, 30))
def test_a_shortened_text_is_the_beginning_of_the_whole_line(text: str, length: int) -> None:
    line, short = " ".join(text.split()), shorten(text, length)
    assert len(short) <= length
    assert (short == line) if len(line) <= length else line.startswith(short.removesuffix("..."))
    assert short.endswith("...") == (len(line) > length)


@given(st.text(st.one_of(st.characters(max_codepoint=0x24FF), st.sampled_from("aZ`'\u0301\u0323İßﬁ’ꭰᏸ한が"))))
@example("e\u0301\u20d0\u0301 n\u0303")
@example("Itâ€™s ÉTÉ")
@example("\u13a0\uab70")
def test_signs_are_folded_one_by_one_as_the_whole_text_is(said: str) -> None:
    """The quick way looks at what is no ASCII alone: nothing else of a text may change with it."""
    whole = said.replace("â€™", "'").replace("â€œ", '"').replace("â€", '"')
    assert fold(said) == _thoroughly(whole)
