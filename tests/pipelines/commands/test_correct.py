from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.judge import DEFAULT_CUT
from tests.pipelines.commands.conftest import NOW, Earlyword

COMPLAINT = "Waited 55 minutes and two mains never came."
TEXTS = {
    "sad": COMPLAINT,
    "again": "Waited 55 minutes and two mains never came, says Ann.",
    "other": "The jar was broken and the courier rude. I want my money back.",
    "happy": "Lovely spices and friendly people.",
}


@pytest.fixture
def ids(earlyword: Earlyword, tmp_path: Path) -> dict[str, str]:
    """A record of a few mentions, published; name -> id."""
    file = tmp_path / "said.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "words", "when", "who"])
        for hours, (name, words) in enumerate(TEXTS.items()):
            writer.writerow([name, words, (NOW - timedelta(hours=9 - hours)).isoformat(), f"Guest {name}"])
    columns = "id=id,text=words,published=when,author=who"
    assert earlyword("import", file, "--source", "forum", "--map", columns).code == 0
    earlyword("publish")
    rows = table(earlyword)
    return {name: next(row["id"] for row in rows if row["text"] == words) for name, words in TEXTS.items()}


def table(earlyword: Earlyword) -> list[dict[str, Any]]:
    return earlyword("sql", "SELECT id, text, flag, relevant, story, reasons, rules FROM mentions", "--json").objects()


def row(earlyword: Earlyword, id: str) -> dict[str, Any]:
    return next(row for row in table(earlyword) if row["id"] == id)


def test_not_negative_is_believed_at_once_and_kept_for_ever(earlyword: Earlyword, ids: dict[str, str]) -> None:
    assert row(earlyword, ids["sad"])["flag"] == "flag"
    said = earlyword("correct", ids["sad"], "--not-negative", "--who", "Ines", "--json")
    assert said.code == 0
    assert said.one()["flag"] == "none"
    after = row(earlyword, ids["sad"])
    assert after["flag"] == "none"
    assert "Ines said that it is not negative" in str(after["reasons"])
    earlyword("rejudge")
    assert row(earlyword, ids["sad"])["flag"] == "none"
    assert earlyword("correct", ids["sad"], "--negative", "--who", "Tom", "--json").one()["flag"] == "flag"


def test_the_cut_of_the_source_moves_and_its_mentions_are_judged_by_it(
    earlyword: Earlyword, ids: dict[str, str]
) -> None:
    before = row(earlyword, ids["other"])["rules"]
    earlyword("correct", ids["happy"], "--negative", "--who", "Ines")
    card = earlyword("report-card", "--json").objects()
    assert next(each["flags_from"] for each in card if each["source"] == "forum") < DEFAULT_CUT.flag
    assert row(earlyword, ids["happy"])["rules"] != before


def test_not_about_us_leaves_the_inbox(earlyword: Earlyword, ids: dict[str, str]) -> None:
    assert earlyword("correct", ids["sad"], "--not-about-us", "--who", "Ines", "--json").one()["relevant"] is False
    assert row(earlyword, ids["sad"])["relevant"] is False


def test_stories_are_joined_and_split_and_stay_so(earlyword: Earlyword, ids: dict[str, str]) -> None:
    assert row(earlyword, ids["sad"])["story"] == row(earlyword, ids["again"])["story"]
    earlyword("correct", ids["sad"], "--split", ids["again"], "--who", "Ines")
    assert row(earlyword, ids["sad"])["story"] != row(earlyword, ids["again"])["story"]
    earlyword("correct", ids["sad"], "--same-story", ids["other"], "--who", "Ines")
    assert row(earlyword, ids["sad"])["story"] == row(earlyword, ids["other"])["story"] == ids["sad"]
    assert row(earlyword, ids["again"])["story"] == ids["again"]
    later = NOW + timedelta(days=30)
    earlyword("correct", ids["happy"], "--same-story", ids["again"], "--who", "Ines", now=later)
    assert row(earlyword, ids["happy"])["story"] == ids["again"]


def test_the_report_card_counts_what_people_said(earlyword: Earlyword, ids: dict[str, str]) -> None:
    before = earlyword("report-card", "--json").objects()[0]
    earlyword("correct", ids["sad"], "--not-negative", "--who", "Ines")
    earlyword("correct", ids["happy"], "--negative", "--who", "Ines")
    whole, forum = earlyword("report-card", "--json").objects()
    assert (whole["cried_wolf"], whole["complaints"] - whole["caught"]) == (1, 1)
    assert whole["caught"] == before["caught"] - 1
    assert forum["source"] == "forum"
    assert 0 <= whole["low"] < whole["high"] <= 1
    said = earlyword("report-card")
    assert "cried wolf once" in said.out
    assert "2 corrections so far" in said.err


@pytest.mark.parametrize(
    "words",
    [("--who", "Ines"), ("--negative", "--who", " "), ("--negative",), ("--same-story", "nobody", "--who", "Ines")],
)
def test_half_a_correction_is_refused_with_what_to_type(
    earlyword: Earlyword, ids: dict[str, str], words: tuple[str, ...]
) -> None:
    assert earlyword("correct", ids["sad"], *words).code == 2
    assert earlyword("correct", ids["sad"], "--same-story", ids["sad"], "--who", "Ines").code == 2
    assert earlyword("correct", "nobody", "--negative", "--who", "Ines").code == 2


def test_a_day_without_a_record_says_so(earlyword: Earlyword) -> None:
    assert earlyword("report-card", now=datetime(2026, 5, 5, tzinfo=UTC)).code == 3
