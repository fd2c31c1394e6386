"""Mentions that cannot wait, rule by rule, and the innocent that sound like them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.judge import judge
from analysis.urgency import Hit, cannot_wait
from storage.model import Mention

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def hits(text: str, *, reach: int | None = None, rating: float | None = None, language: str = "en") -> tuple[Hit, ...]:
    mention = Mention("1", "Spice", "reviews", "review", "", "Ann", "", text, NOW, NOW, rating=rating)
    return cannot_wait(mention, judge(text, rating=rating, language=language), reach, 10_000, language)


def rules(text: str, language: str = "en") -> list[str]:
    return [hit.rule for hit in hits(text, language=language)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("safety", "We all got food poisoning from the prawns"),
        ("safety", "My son was sick after eating here"),
        ("safety", "There was a piece of glass in my salad"),
        ("safety", "I told them about my nut allergy and ended up in hospital"),
        ("safety", "The chicken was raw inside"),
        ("safety", "Cockroaches in the kitchen"),
        ("safety", "The brakes failed on the way home from your garage"),
        ("safety", "She burnt my scalp and it is bleeding"),
        ("safety", "They gave my dog the wrong medication"),
        ("press_or_law", "You will hear from my lawyer"),
        ("press_or_law", "I am taking this to small claims court"),
        ("press_or_law", "Reported them to trading standards"),
        ("press_or_law", "I have called the press about this disgrace"),
        ("press_or_law", "Filing a complaint with the ombudsman, awful service"),
        ("crime_or_discrimination", "The owner made a racist remark to my wife"),
        ("crime_or_discrimination", "Your cleaner stole my watch"),
        ("crime_or_discrimination", "They refused to serve us because my brother is in a wheelchair"),
        ("crime_or_discrimination", "The driver was drunk"),
        ("crime_or_discrimination", "The trainer touched me inappropriately"),
        ("going_public", "This terrible service is going viral, I have it on video"),
        ("going_public", "I will tell everyone about this scam"),
        ("going_public", "Posting the photos of this filthy room everywhere"),
    ],
)
def test_each_rule_is_set_off_and_quotes_the_words(rule: str, text: str) -> None:
    found = [hit for hit in hits(text) if hit.rule == rule]
    assert found, hits(text)
    assert found[0].words
    assert found[0].words in text
    assert f'"{found[0].words}"' in found[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Sick tacos, killer salsa!",
        "The exterminator killed the ants and the rats",
        "The personal injury lawyer was great",
        "My lawyer recommended this place and she was right",
        "Opposite the hospital, easy to find",
        "They stole my heart, what a place",
        "An absolute steal at this price",
        "The food court was clean and the tennis court too",
        "Press the button and the coffee comes, lovely",
        "Good news: they open on Sunday",
        "I will tell all my friends how great this is",
        "No food poisoning, no drama, just good oysters",
        "I was sick last week but their soup helped",
        "They cut my hair and cut my bill too",
        "Raw fish as it should be, lovely raw bar",
        "The fire place makes it cosy",
        "Burned calories and had fun",
        "Drunken noodles were a hit",
        "The police officer next to us loved it too",
        "Nothing is dangerous here but the cake",
        "Their recipe went viral and now I know why",
    ],
)
def test_the_innocent_are_left_alone(text: str) -> None:
    assert hits(text) == ()


def cannot_wait_lines() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "cannot_wait.txt").read_text("utf-8").splitlines()
    return [tuple(line.split("\t", 1)) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("rule", "text"), cannot_wait_lines())
def test_sentences_that_ring_and_their_look_alikes(rule: str, text: str) -> None:
    assert (rule.removeprefix("not ") in rules(text)) is not rule.startswith("not "), hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "Just add insult to injury and misplace my bag",
        "Phone rep quoted a fee because of a death in the family, awful",
        "Wish I hadn't lit $24 on fire for this wifi",
        "Rats, that's a bummer!",
        "5 hours worrying that items in my bag would be broken or stolen since I couldn't lock it",
        "They kicked me out of first class, terrible",
        "Still waiting news about my bags, terrible company",
        "A delay today has robbed my daughter of 2 days with her grandparents",
        "Hits new 52-week high at $17.58",
        "Did you know that suicide is the second leading cause of death among teens? Awful",
        "Death of a dear friend has me heart broken but your fees have me heated!",
        "The initial booking was on US Airways metal, can I make this change or not?",
        "Are the hours of operation that are posted online wrong again?",
    ],
)
def test_what_rang_for_nothing_in_a_real_week_rings_no_more(text: str) -> None:
    assert hits(text) == ()


def test_great_reach_alone_is_urgent_only_when_negative_or_unread() -> None:
    assert [h.rule for h in hits("The soup was cold and the waiter rude", reach=20_000)] == ["great_reach"]
    assert "20,000" in hits("The soup was cold and the waiter rude", reach=20_000)[0].reason
    assert hits("The soup was cold and the waiter rude", reach=9_999) == ()
    assert hits("Lovely soup, great staff", reach=1_000_000) == ()
    assert [h.rule for h in hits("Zupa była zimna", reach=20_000, language="pl")] == ["great_reach"]


def test_the_worst_rule_comes_first() -> None:
    found = rules("My lawyer will sue you: glass in my soup, and I will tell everyone about it")
    assert found == ["safety", "press_or_law", "going_public"]


@pytest.mark.parametrize(
    ("language", "rule", "text"),
    [
        ("es", "safety", "Toda la familia con intoxicación, una vergüenza"),
        ("es", "press_or_law", "Pésimo, pondré una denuncia"),
        ("es", "crime_or_discrimination", "El dueño es un racista, pésimo trato"),
        ("de", "safety", "Lebensmittelvergiftung nach dem Essen hier"),
        ("de", "press_or_law", "Furchtbar, mein Anwalt meldet sich"),
        ("de", "crime_or_discrimination", "Der Kellner war rassistisch, nie wieder"),
    ],
)
def test_spanish_and_german_rules(language: str, rule: str, text: str) -> None:
    assert rule in rules(text, language)
