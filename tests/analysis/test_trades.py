"""Hard complaints and innocent look-alikes of all eight trades, and complaints and praise in Spanish and German.

Written before the judge was asked about any of them. Held to shares, not to the letter: new sentences matter more than
these, and a rule that helps only one of them is no rule.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.judge import judge

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def flagged(texts: list[str], language: str) -> list[str]:
    return [text for text in texts if judge(text, language=language).flag == "flag"]


@pytest.mark.parametrize(
    ("name", "language", "share"),
    [("trade_complaints.txt", "en", 0.8), ("complaints_es.txt", "es", 0.85), ("complaints_de.txt", "de", 0.85)],
)
def test_most_hard_complaints_are_caught(name: str, language: str, share: float) -> None:
    texts = lines(name)
    found = flagged(texts, language)
    assert len(found) >= share * len(texts), sorted(set(texts) - set(found))


@pytest.mark.parametrize(
    ("name", "language", "share"),
    [("trade_look_alikes.txt", "en", 0.15), ("praise_es.txt", "es", 0.1), ("praise_de.txt", "de", 0.1)],
)
def test_few_innocent_texts_are_flagged(name: str, language: str, share: float) -> None:
    texts = lines(name)
    found = flagged(texts, language)
    assert len(found) <= share * len(texts), found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What time do you open on Sundays?", "en"),
        ("Do you repair broken zips?", "en"),
        ("¿Se puede cancelar la reserva?", "es"),
        ("Gibt es auch Gerichte ohne Nüsse?", "de"),
    ],
)
def test_a_question_before_the_visit_is_no_complaint(text: str, language: str) -> None:
    assert judge(text, language=language).flag == "none"


@pytest.mark.parametrize("text", ["Where is my order?", "Why does nobody answer the phone?", "Do you ever pick up?"])
def test_a_question_that_demands_is_one(text: str) -> None:
    assert judge(text).flag != "none"


def test_is_not_reads_like_isnt() -> None:
    assert judge("The shower does not work.").complaint == pytest.approx(
        judge("The shower doesn't work.").complaint, abs=0.1
    )
