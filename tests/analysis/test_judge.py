"""Complaints are found, innocent look-alikes are not; stars win over words; what cannot be read is unscored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.judge import DEFAULT_CUT, Cut, judge

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("text", lines("complaints.txt"))
def test_a_plain_fact_is_flagged_with_a_reason(text: str) -> None:
    found = judge(text)
    assert (found.flag, found.label) == ("flag", "negative"), found
    assert found.reasons
    assert '"' in found.reasons[0]


@pytest.mark.parametrize("text", lines("look_alikes.txt"))
def test_an_innocent_look_alike_is_not_flagged(text: str) -> None:
    found = judge(text)
    assert found.flag != "flag", found
    assert found.label != "negative"


def test_a_reason_names_the_cue_and_quotes_the_words() -> None:
    reasons = judge("We Waited 55 minutes and two mains never came").reasons
    assert 'something never came: "never came"' in reasons
    assert any(r.startswith("long waiting or lateness") and '"Waited 55 minutes"' in r for r in reasons)


@pytest.mark.parametrize("rating", [0.0, 0.1, 0.25, 1 / 3])
def test_two_stars_or_fewer_flag_whatever_the_text_says(rating: float) -> None:
    for text in ("Wonderful, lovely, perfect, thank you!", "", "ok", "Бардак"):
        found = judge(text, rating=rating, language="ru" if text == "Бардак" else "en")
        assert (found.flag, found.label) == ("flag", "negative")
        assert "of 5 stars" in found.reasons[0]
        assert found.complaint is not None
        assert found.complaint > 0.9


def test_high_stars_are_flagged_only_as_mixed_and_only_for_a_very_strong_text() -> None:
    assert judge("A bit slow, a bit cold", rating=1.0).flag == "none"
    strong = judge("Never again. Food poisoning, rude staff, no refund, nobody answers the phone. Avoid!", rating=1.0)
    assert strong.flag == "maybe"
    assert strong.reasons[0].startswith("mixed: check")


def test_three_stars_leave_it_to_the_text() -> None:
    assert judge("The soup was cold and the waiter rude", rating=0.5).flag == "flag"
    assert judge("Lovely staff and a great breakfast", rating=0.5).flag == "none"


def test_a_language_we_cannot_read_is_unscored_never_neutral() -> None:
    found = judge("Jedzenie było zimne", language="pl")
    assert (found.label, found.flag, found.complaint) == ("unscored", "none", None)
    assert judge("Jedzenie było zimne", language="pl", rating=1.0).label == "positive"
    assert judge("🙂🙂").label == "unscored"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La comida estaba fría y el camarero muy maleducado"),
        ("es", "Esperamos 50 minutos y los platos no llegaron"),
        ("es", "Había un pelo en la sopa"),
        ("es", "No volveremos nunca más"),
        ("es", "Nos cobraron dos veces y nadie responde"),
        ("de", "Das Essen war kalt und der Kellner unfreundlich"),
        ("de", "50 Minuten gewartet, zwei Gerichte kamen nie"),
        ("de", "Ein Haar in der Suppe"),
        ("de", "Nie wieder!"),
        ("de", "Niemand geht ans Telefon, keine Rückmeldung seit Wochen"),
    ],
)
def test_spanish_and_german_complaints(language: str, text: str) -> None:
    assert judge(text, language=language).flag == "flag"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Todo buenísimo, volveremos seguro"),
        ("es", "No está nada mal y sin esperas"),
        ("es", "Trato muy amable y cerveza bien fría"),
        ("de", "Sehr lecker, gerne wieder"),
        ("de", "Gar nicht schlecht, kein Problem mit der Wartezeit"),
        ("de", "Freundliche Bedienung und kalte Getränke"),
    ],
)
def test_spanish_and_german_praise(language: str, text: str) -> None:
    assert judge(text, language=language).flag != "flag"


def test_a_cut_of_its_own_moves_the_flag() -> None:
    text = "The soup was a little cold"
    chance = judge(text).complaint
    assert chance is not None
    assert judge(text, cut=Cut(chance - 0.01, chance - 0.1)).flag == "flag"
    assert judge(text, cut=Cut(chance + 0.01, chance - 0.1)).flag == "maybe"
    assert judge(text, cut=Cut(chance + 0.2, chance + 0.1)).flag == "none"
    assert 0 < DEFAULT_CUT.maybe < DEFAULT_CUT.flag < 1


def test_a_title_is_read_once() -> None:
    assert judge("Never again", title="Never again") == judge("Never again")
    assert judge("", title="Never again, rude staff").flag == "flag"


def test_praise_does_not_drown_the_last_word() -> None:
    long = "The room was lovely, the bed was great, the view wonderful, breakfast delicious and the pool fun. " * 3
    assert judge(long).flag == "none"
    ending = " Then they charged my card twice, nobody answers, and I want a refund. Never again."
    assert judge(long + ending).complaint > 3 * judge(long).complaint  # type: ignore[operator]  # English is scored


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.one_of(st.none(), st.floats(0, 1)))
def test_any_text_gets_an_answer(text: str, rating: float | None) -> None:
    found = judge(text, rating=rating)
    assert found.complaint is None or 0 <= found.complaint <= 1
    assert -1 <= found.compound <= 1
    assert (found.flag == "flag") <= (found.label == "negative")
    assert judge(text, rating=rating) == found
