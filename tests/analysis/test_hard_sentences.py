"""Thirty complaints that state facts without a feeling word, and thirty innocent look-alikes, written by us."""

from __future__ import annotations

import pytest

from analysis.judge import judge

HARD = (
    "Waited 55 minutes and two mains never came.",
    "Found a hair in the soup.",
    "Third time I have had to come back.",
    "Loved this place for years. Not any more.",
    "They charged my card twice and nobody picks up the phone.",
    "The zip came off the first time I wore it.",
    "Our table was not ready and we stood by the door for forty minutes.",
    "The plumber left a puddle under the sink and a bill for 240.",
    "Still no refund after six weeks.",
    "I was seen two and a half hours after my appointment.",
    "The receptionist rolled her eyes and went back to her phone.",
    "Ordered the large, paid for the large, got the small.",
    "The app logs me out every time I open it.",
    "Room smelled of damp and the shower ran cold.",
    "Chicken was pink in the middle.",
    "I asked for no nuts and there were nuts in it.",
    "Parcel says delivered. It was not delivered.",
    "After the repair it makes the same noise as before.",
    "Thanks for ruining her birthday.",
    "Two of the four machines have been out of order since March.",
    "Was told Tuesday, then Thursday, now it is next week.",
    "They would not honour the voucher.",
    "Glass in the jar. My son bit on it.",
    "The manager told us to leave.",
    "Half the box was empty.",
    "Emailed four times, no reply.",
    "You used to answer the phone here.",
    "The toilets had no paper and no soap, again.",
    "Cancelled my order without telling me and kept the money.",
    "We were ignored at the counter for a quarter of an hour.",
)
INNOCENT = (
    "Those tacos are sick!",
    "Killer salsa, go early.",
    "The exterminator killed the ants in one visit.",
    "No complaints at all, a perfect evening.",
    "I was never disappointed here in ten years.",
    "Not bad at all, we will be back.",
    "The broken window was fixed the same day.",
    "My tooth was killing me and they saw me at once.",
    "Wicked good coffee.",
    "It was so good that I cried.",
    "Damn, this pie is good.",
    "They took the worry out of moving house.",
    "Hard to find, easy to love.",
    "The wait was worth it.",
    "I cannot fault them.",
    "No problem with parking, plenty of space.",
    "The dentist was gentle and I felt no pain.",
    "Insanely tasty dumplings.",
    "She never makes you feel rushed.",
    "Cheap and cheerful, and the chips are huge.",
    "Nothing was too much trouble for them.",
    "Death by chocolate is my favourite pudding here.",
    "My old boiler died and they had a new one in by night.",
    "Had a terrible week and this massage saved it.",
    "Without them the wedding would have been a disaster.",
    "The staff fought the flood all night to open for us.",
    "I hate cooking, so thank goodness for this place.",
    "The only bad thing is that I live too far away.",
    "Bloody brilliant breakfast.",
    "They stop at nothing to help you.",
)


ALLOWED = 2  # a refit may turn a borderline sentence; the lists of test_judge.py are held to the letter


def test_complaints_of_plain_facts_are_caught() -> None:
    missed = [words for words in HARD if judge(words).flag != "flag"]
    assert len(missed) <= ALLOWED, missed


def test_innocent_look_alikes_are_not_flagged() -> None:
    flagged = [words for words in INNOCENT if judge(words).flag == "flag"]
    assert len(flagged) <= ALLOWED, flagged


@pytest.mark.parametrize("words", [*HARD[:5], *INNOCENT[:5]])
def test_stars_win_over_words(words: str) -> None:
    assert judge(words, rating=0.0).flag == "flag"
    assert judge(words, rating=0.25).flag == "flag"
    assert judge(words, rating=1.0).flag != "flag"
