"""What a mention is about, each topic with its own polarity."""

from __future__ import annotations

import pytest

from analysis.topics import TRADES, topics


def polarity(text: str, trade: str = "restaurant", language: str = "en") -> dict[str, float]:
    return {hit.topic: hit.polarity for hit in topics(text, TRADES[trade], language=language)}


def test_food_great_and_service_rude_are_two_things() -> None:
    found = polarity("The food was great but the service was rude.")
    assert found["food"] > 0.3
    assert found["service"] < -0.3


def test_the_most_negative_comes_first_with_its_own_sentence() -> None:
    hits = topics("Lovely pizza. The waiter was rude and horrible. Fair price.", TRADES["restaurant"])
    assert hits[0].topic == "service"
    assert hits[0].quote == "The waiter was rude and horrible."


def test_a_fact_without_a_feeling_word_is_negative_inside_a_complaint() -> None:
    text = "Two mains never came out of the kitchen. The menu is short."
    assert {h.polarity for h in topics(text, TRADES["restaurant"])} == {0.0}
    assert all(h.polarity < 0 for h in topics(text, TRADES["restaurant"], complaint=0.9))


def test_whole_words_only() -> None:
    assert polarity("I barely noticed the carpet") == {}
    assert "drinks" in polarity("The bar is nice")


def test_accents_and_places_do_not_matter() -> None:
    hits = topics("Perfekt… «Café» wunderbar. El Camarero fue un maleducado terrible.", TRADES["restaurant"])
    assert [h.quote for h in hits if h.topic == "service"] == ["El Camarero fue un maleducado terrible."]


@pytest.mark.parametrize("trade", sorted(TRADES))
def test_every_trade_has_words_for_every_topic(trade: str) -> None:
    assert len(TRADES[trade]) >= 7
    for topic, words in TRADES[trade].items():
        assert len(words) >= 4, topic
        assert polarity(f"About the {words[0].rstrip('*')} here", trade)


def test_eight_trades() -> None:
    expected = {"restaurant", "shop", "hotel", "clinic", "repair", "fitness", "software", "services"}
    assert set(TRADES) == expected


def test_words_of_the_owner_are_plain_words() -> None:
    table = {"odd": ("c++", "a|b", ".*", "wi-fi", "", "  ", "(")}
    assert [h.topic for h in topics("The wi-fi was slow", table)] == ["odd"]
    assert topics("Nothing of the kind", table) == ()


def test_other_languages_are_weighed_with_their_own_words() -> None:
    assert polarity("Der Kellner war sehr unfreundlich", language="de")["service"] < -0.3
    assert polarity("El camarero fue muy amable", language="es")["service"] > 0.3
