"""What a search means: the same for the box, for rules and for what is highlighted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import query
from analysis.query import Term


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("weevil", "There were WEEVILS in it", True),
        ("evil", "There were weevils in it", False),
        ("weevil paprika", "Paprika with weevils", True),
        ("weevil saffron", "Paprika with weevils", False),
        ('"cold food"', "The food was cold", False),
        ('"cold food"', "Cold, food and all", True),
        ('"cold foo"', "Cold food", False),
        ("“cold food”", "cold food", True),
        ("cafe", "Das Café", True),
        ("STRASSE", "in der Straße", True),
        ("don't", "They don’t care", True),
        ("late -refund", "late again", True),
        ("late -refund", "late, but a refund came", False),
        ('late -"no refund"', "late, no refund", False),
        ("%", "100 % of it", True),  # a sign alone asks for nothing
        ("50%", "only 50 were left", True),
        (".*", "anything", True),
        ("虫", "袋の中に虫がいた", True),
        ('"中に虫"', "袋の中に虫がいた", True),
        ("l_te", "late", False),
    ],
)
def test_what_is_found(said: str, text: str, found: bool) -> None:
    assert query.holds(query.terms(said), text) is found


def test_words_may_stand_in_title_and_text_but_a_phrase_in_one() -> None:
    assert query.holds(query.terms("late parcel"), "Parcel", "came late")
    assert not query.holds(query.terms('"late parcel"'), "late", "parcel")


def test_the_same_word_twice_is_one_and_a_bound_is_kept() -> None:
    assert query.terms("late LATE") == (Term(("late",)),)
    with pytest.raises(query.TooMuch, match="At most 10 words"):
        query.terms(" ".join(f"w{n}" for n in range(11)))


def test_what_is_highlighted_is_the_words_as_they_were_written() -> None:
    text = "Café: the CAFES, «cold  food» & coldness"
    spans = query.marks(query.terms('cafe "cold food" cold -food'), text)
    assert [text[start:end] for start, end in spans] == ["Café", "CAFES", "cold  food", "coldness"]
    assert "".join(piece for piece, _ in query.pieces(text, spans)) == text


def test_a_long_text_is_shown_where_the_words_are() -> None:
    text = "yes " * 300 + "weevils everywhere " + "no " * 300
    start, end = query.around(query.terms("weevil"), text)
    assert "weevils" in text[start:end]
    assert 250 < end - start < 420


@given(said=st.text(max_size=40), text=st.text(max_size=120))
def test_any_text_can_be_looked_for_in_any_text(said: str, text: str) -> None:
    try:
        wanted = query.terms(said)
    except query.TooMuch:
        return
    spans = query.marks(wanted, text)
    assert "".join(piece for piece, _ in query.pieces(text, spans)) == text
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(spans))
    if query.holds(wanted, text) and any(not term.absent for term in wanted):
        assert spans


@given(text=st.text(min_size=1, max_size=60))
def test_every_word_of_a_text_finds_it(text: str) -> None:
    for word in query.words_of(text)[: query.MOST_TERMS]:
        assert query.holds((Term((word,), whole=True),), text)
