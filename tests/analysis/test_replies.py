"""The coach on forty drafts written for it, and point by point."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.replies import Advice, coach
from analysis.topics import TRADES
from storage.model import Mention

NOW = datetime(2026, 5, 5, 15, tzinfo=UTC)  # a Tuesday
DRAFTS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("replies.jsonl").read_text("utf-8").splitlines()
]
COLD = "We waited 55 minutes for two burgers and they were stone cold."
OF_TRADES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("replies_of_trades.jsonl").read_text("utf-8").splitlines()
]
GOOD = DRAFTS[0]["draft"]


def complaint(text: str = COLD, author: str = "Brenda Kay", hours: float = 3) -> Mention:
    return Mention("1", "Shop", "google", "review", "", author, "", text, NOW - timedelta(hours=hours), NOW)


def advise(draft: str, about: Mention | None = None, trade: str = "restaurant", **more: Any) -> Advice:
    return coach(draft, about or complaint(), now=NOW, topics_table=TRADES[trade], **more)


def of_case(case: dict[str, Any]) -> Advice:
    about = complaint(case["complaint"], case["author"], case["hours"])
    return advise(case["draft"], about, case["trade"], names=("Mossop",))


def test_there_are_twenty_of_each() -> None:
    assert (len(DRAFTS), sum(case["good"] for case in DRAFTS)) == (40, 20)


@pytest.mark.parametrize("case", [case for case in DRAFTS if case["good"]], ids=lambda case: case["draft"][:30])
def test_a_good_reply_is_ready(case: dict[str, Any]) -> None:
    advice = of_case(case)
    assert (advice.verdict, advice.score >= 85) == ("ready", True)
    assert advice.promises, "a good reply says by when"


@pytest.mark.parametrize("case", [case for case in DRAFTS if not case["good"]], ids=lambda case: case["draft"][:30])
def test_a_bad_reply_is_told_what_is_wrong_with_it(case: dict[str, Any]) -> None:
    advice = of_case(case)
    assert {name: advice.point(name).how for name in case["expect"]} == case["expect"]
    assert advice.verdict != "ready"
    assert all(point.suggestion for point in advice.points if point.how != "ok")


@pytest.mark.parametrize("case", OF_TRADES, ids=lambda case: case["draft"][:30])
def test_replies_of_many_trades_are_judged_as_a_person_would(case: dict[str, Any]) -> None:
    advice = of_case(case)
    assert advice.verdict == case["verdict"]
    assert {name: advice.point(name).how for name in case["expect"]} == case["expect"]


def test_every_good_reply_scores_above_every_bad_one_to_the_same_complaint() -> None:
    best: dict[str, int] = {}
    for case in DRAFTS:
        if not case["good"]:
            best[case["complaint"]] = max(best.get(case["complaint"], 0), of_case(case).score)
    assert all(of_case(case).score > best[case["complaint"]] for case in DRAFTS if case["good"])


def test_a_form_letter_is_recognised_from_our_own_earlier_replies() -> None:
    again = GOOD.replace("Brenda", "Tom").replace("burgers", "steaks")
    point = advise(again, earlier_replies=("Something else entirely, about a broken tap and wet shoes.", GOOD))
    assert (point.point("personal").how, "earlier reply" in point.point("personal").suggestion) == ("bad", True)
    assert advise(GOOD, earlier_replies=(DRAFTS[1]["draft"], DRAFTS[2]["draft"])).point("personal").how == "ok"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Your order 55-12345 was late.", "order"),
        ("We rang you on +44 7700 900123.", "telephone"),
        ("We wrote to jane.doe@example.com.", "e-mail"),
        ("We sent it to 14 Linden Road.", "lives"),
        ("Your diabetes was not mentioned.", "health"),
        ("The card ending 4471 was declined.", "number"),
        ("IBAN GB29 NWBK 6016 1331 9268 19 is wrong.", "number"),
        ("The guests in your room 12 were loud.", "lives"),
    ],
)
def test_private_facts_are_never_ready_to_post(words: str, what: str) -> None:
    advice = advise(f"{GOOD} {words}")
    assert advice.point("private").how == "bad"
    assert what in advice.point("private").suggestion
    assert (advice.verdict, advice.score <= 30) == ("not yet", True)


@pytest.mark.parametrize(
    "words",
    [
        "Please call us on 020 7946 0000.",
        "Write to me at ines@shop.example.",
        "Our shop is at 22 Harbour Lane.",
        "It took 55 minutes on 3 May 2026, at table 4.",
        "It cost £1,200.50 in 2025.",
    ],
)
def test_our_own_numbers_may_stand(words: str) -> None:
    assert advise(f"{GOOD} {words}").point("private").how == "ok"


def test_what_is_ours_may_be_told_to_the_coach() -> None:
    draft = f"{GOOD} We have 020 7946 0000 here."
    assert advise(draft).point("private").how == "bad"
    assert advise(draft, names=("+44 20 7946 0000", "020 7946 0000")).point("private").how == "ok"


def test_being_late_is_milder_when_it_is_owned() -> None:
    late = complaint(hours=24 * 6)
    assert advise(GOOD, late).point("in time").how == "bad"
    assert advise(f"I am sorry for the late reply. {GOOD}", late).point("in time").how == "weak"


def test_a_customer_without_a_name_needs_no_greeting() -> None:
    draft = GOOD.replace("Hi Brenda, ", "")
    assert advise(draft).point("personal").how == "weak"
    assert advise(draft, complaint(author="kestrel_91")).point("personal").how == "ok"


def test_promises_come_with_the_advice_and_soon_is_no_date() -> None:
    assert [each.phrase for each in advise(GOOD).promises] == ["tomorrow before noon"]
    assert advise("We will look into the cold burgers soon.").point("next step").words == "soon"


def test_a_draft_in_another_language_is_not_misjudged() -> None:
    draft = "Liebe Brenda, es tut uns sehr leid, dass Sie so lange auf Ihr Essen warten mussten und es dann kalt war."
    advice = advise(draft)
    assert (advice.points[-1].name, advice.verdict) == ("language", "nearly")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_words_get_advice(draft: str, author: str) -> None:
    advice = advise(draft, complaint(author=author))
    assert 0 <= advice.score <= 100
    assert all(point.how == "ok" or point.suggestion for point in advice.points)


def test_a_long_draft_is_judged_quickly() -> None:
    assert advise("we are so very sorry about the cold burgers " * 3000).point("easy to read").how == "bad"


def test_real_replies_of_companies_mostly_lack_a_date_and_the_point(shared_data: Path) -> None:
    """Short public answers of big companies: hardly one says what happens by when."""
    with (shared_data / "conversations" / "twcs_first5000.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = {row["tweet_id"]: row for row in rows if row["inbound"] == "True"}
    advice = []
    for row in [row for row in rows if row["inbound"] == "False"][:120]:
        asked = said.get((row["in_response_to_tweet_id"] or "").split(".")[0])
        if asked:
            advice.append(advise(row["text"], complaint(asked["text"], ""), "services"))
    assert len(advice) > 80
    assert sum(each.point("next step").how == "ok" for each in advice if each.points[-1].name != "language") < 6
    assert sum(each.point("calm").how == "ok" for each in advice if each.points[-1].name != "language") > 80
