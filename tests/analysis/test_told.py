"""What mentions are compared by: the signatures of many are those of each, and come back from their bytes."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stories import Stories
from analysis.told import Signature, signature, signatures, without_noise

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = (
    "rats kitchen Bistro Harbour Harbour's inspector closed saffron parcel broken 55 £20 Monday waited hours refund "
    "rude rodent mouse mice hair soup ambulance never again the of a is Great great TERRIBLE Ann. London! london"
)
phrases = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.tuples(st.one_of(phrases, st.text()), st.one_of(phrases, st.text())), max_size=5))
def test_signatures_of_many_are_those_of_each(texts: list[tuple[str, str]]) -> None:
    assert signatures(texts) == [signature(*each) for each in texts]


@settings(deadline=None)
@given(phrases)
def test_a_signature_comes_back_from_its_bytes(text: str) -> None:
    made = signature("", text)
    back = Signature.decode(made.encode())
    assert back.terms == made.terms
    assert back.places == made.places
    assert any(made.places) == made.telling
    assert back.encode() == made.encode()
    assert struct.pack("<ff", back.said, back.rare) == struct.pack("<ff", made.said, made.rare)


def test_links_names_and_marks_of_passing_on_are_no_words() -> None:
    said = "RT @cafe: closed! via @ann see HTTPS://t.co/x www.cafe.uk pic.twitter.com/y #rats *now* a_b rt MT\n@you"
    assert without_noise("", said).split() == ["closed!", "see", "rats", "now", "a", "b", "rt"]
    assert without_noise("", "art @home, RTs and vial @shop").split() == ["art", ",", "RTs", "and", "vial"]


# written by hand, after what people say of restaurants there
SEVILLA = [
    """Fuimos a cenar el sábado con unos amigos y la verdad es que nos gustó mucho el sitio, aunque el servicio es un
    poco lento y los precios son algo altos para lo que es. El camarero fue muy amable y todo estaba muy rico.""",
    """Estuvimos comiendo el domingo con mi familia y la verdad es que el sitio no nos gustó mucho, porque el servicio
    fue muy lento y los precios son muy altos para lo que ponen. El camarero no fue nada amable con nosotros.""",
    """La comida estaba muy rica y el trato de la chica fue muy bueno con todos nosotros, pero el local es un poco
    pequeño y tardaron mucho en servir los platos. Los precios son un poco altos para la cantidad que ponen.""",
]


def test_everyday_talk_of_another_language_tells_of_no_incident() -> None:
    index = Stories()
    placed = [index.add(str(n), "", text, NOW).story for n, text in enumerate(SEVILLA)]
    assert placed == ["0", "1", "2"]
    assert index.add("again", "", f"RT @ana: {SEVILLA[1]}", NOW).story == "1"
