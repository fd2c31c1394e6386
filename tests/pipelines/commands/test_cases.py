"""The casework from the command line does what the page does."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.pipelines.commands.conftest import NOW, Earlyword
from tests.pipelines.team_desk import SHOP

DAY = timedelta(days=1)


@pytest.fixture
def shop(earlyword: Earlyword, tmp_path: Path) -> Earlyword:
    """A shop with a team, and one case typed in after a call."""
    (tmp_path / "config.yaml").write_text(SHOP, encoding="utf-8")
    call = ("cases", "open", "--who", "Ada", "--customer", "Rosa Vane", "--words", "The tin was broken")
    assert earlyword(*call, "--topic", "parcels", "--urgent").out == "Case 1 is open.\n"
    return earlyword


def test_from_the_call_to_the_check_in(shop: Earlyword) -> None:
    for verb, *more in (
        ("assign", "1", "--who", "Ada", "--to", "Cy Lee"),
        ("answer", "1", "--who", "Cy Lee", "--words", "Sorry! A new tin comes by Friday."),
        ("promise", "1", "--who", "Cy Lee", "--what", "a new tin", "--due", "2026-05-06"),
        ("put-right", "1", "--who", "Cy Lee", "--amount", 8.5, "--what", "postage"),
        ("keep", "1", "--who", "Cy Lee", "--promise", 4),
        ("wait", "1", "--who", "Cy Lee", "--words", "did it arrive?"),
        ("note", "1", "--who", "Ben", "--words", "nice"),
        ("resolve", "1", "--who", "Cy Lee"),
    ):
        assert shop("cases", verb, *more).code == 0
    assert shop("cases", "--json").out == ""
    assert shop("cases", "--all", "--json").one()["state"] == "resolved"
    assert shop("cases", "check-in", "1", "--who", "Ada", "--well", "--json").one()["state"] == "checked-in"
    whole = shop("cases", "show", "1", "--json").one()
    assert [event["kind"] for event in whole["events"]][-2:] == ["resolve", "check_in"]
    assert "The tin was broken" in shop("cases", "show", "1").out


def test_what_may_not_be_is_said_in_a_sentence_with_its_exit_code(shop: Earlyword) -> None:
    for words, sentence in (
        (("dismiss", "1", "--who", "Cy Lee", "--words", "no"), "Cy Lee (staff) may not do this"),
        (("note", "1", "--who", "Vi", "--words", "no"), "may not do this"),
        (("note", "1", "--who", "Mallory", "--words", "no"), "none of the people"),
        (("note", "9", "--who", "Ada", "--words", "no"), "There is no case 9."),
        (("promise", "1", "--who", "Ada", "--what", "tin", "--due", "soon"), "no date we can read"),
        (("promise", "1", "--who", "Ada", "--what", "tin", "--due", "2020-01-01"), "has passed"),
    ):
        told = shop("cases", *words)
        assert (told.code, sentence in " ".join(told.err.split())) == (2, True)


def test_hostile_words_stay_words(shop: Earlyword) -> None:
    nasty = "[red]\x1b[2J{{7*7}}[/red]"
    shop("cases", "open", "--who", "Ada", "--customer", nasty, "--words", nasty)
    listed = shop("cases")
    assert "\x1b" not in listed.out
    assert "{{7*7}}" in listed.out


def test_promises_are_listed_with_the_ledger_and_due_ones_are_a_calendar(shop: Earlyword, tmp_path: Path) -> None:
    shop(
        "cases",
        "promise",
        "1",
        "--who",
        "Ben",
        "--what",
        "a new tin; soon, really\nBEGIN:X",
        "--due",
        "2026-05-06 15:30",
    )
    listed, ledger = shop("promises", "--json").objects()
    assert (listed["to"], listed["by"], listed["due"], listed["overdue"]) == (
        "Rosa Vane",
        "Ben",
        "2026-05-06T14:30:00+00:00",
        False,
    )
    assert ledger["ledger"]["Ben"]["open"] == 1
    assert shop("promises", now=NOW + 9 * DAY).code == 1  # overdue: somebody must look
    assert shop("promises", "--ics", tmp_path / "due.ics").code == 0
    calendar = Calendar.from_ical((tmp_path / "due.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "promise-1-2@earlyword"
    assert event.decoded("dtend").isoformat() == "2026-05-06T14:30:00+00:00"
    assert "a new tin; soon, really BEGIN:X" in str(event["summary"])
    assert shop("promises", "--ics", tmp_path / "none.ics", "--who", "Cy Lee").code == 0
    assert b"VEVENT" not in (tmp_path / "none.ics").read_bytes()


def test_the_team_sees_its_clocks_and_the_owner_a_spreadsheet(shop: Earlyword, tmp_path: Path) -> None:
    shop("cases", "answer", "1", "--who", "Ben", "--words", "Sorry", now=NOW + timedelta(hours=2))
    shop("cases", "open", "--who", "Ada", "--customer", "=HYPERLINK(1)", "--words", "late", "--source", "=1+1")
    shop("cases", "suggest", "--who", "Cy Lee", "--words", "two bags", "--topic", "parcels")
    told = shop("cases", "answer-suggestion", 1, "--who", "Ada", "--verdict", "not now", "--why", "after summer")
    assert told.code == 0
    found = shop("team", "--csv", tmp_path / "cases.csv", "--json", now=NOW + 3 * DAY).objects()
    shares = {(each["by"], each["name"]): each for each in found if each["kind"] == "share"}
    assert (shares["person", "Ben"]["in_time"], shares["all", ""]["counted"]) == (1, 2)
    assert shares["person", "nobody"]["late"] == ["2"]
    (suggestion,) = [each for each in found if each["kind"] == "suggestion"]
    assert (suggestion["verdict"], suggestion["why"]) == ("not now", "after summer")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["in_time"] for row in rows] == ["yes", "no"]
    assert rows[1]["source"] == "'=1+1"
    assert "two bags" in shop("team").out


def test_a_change_is_noted_and_its_effect_told(shop: Earlyword) -> None:
    noted = shop("team", "change", "--who", "Ada", "--words", "new bags", "--topic", "parcels", "--since", "2026-05-01")
    assert noted.code == 0
    (fix,) = [each for each in shop("team", "--json").objects() if each["kind"] == "fix"]
    assert fix["sentence"].startswith("Too early: 0 complaints about parcels")
    assert shop("team", "change", "--who", "Ada", "--words", "x", "--topic", "y", "--since", "never").code == 2
    assert shop("team", "change", "--who", "Cy Lee", "--words", "x", "--topic", "y").code == 2
