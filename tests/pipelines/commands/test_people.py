"""`earlyword person`, `forget` and `audit`: what an owner types when a customer asks what is held on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage import audit
from tests.pipelines.commands.conftest import SHOP, Earlyword

JANE = "Jané Doe-Quill"
ROWS = (
    f'author,text,published\n{JANE},"The saffron was mouldy, and nobody ever called me back about it",2026-05-01\n'
    'Bo,"All was well, friendly people",2026-05-02\n'
)


@pytest.fixture
def shop(earlyword: Earlyword, tmp_path: Path) -> Earlyword:
    """A shop with an owner, a viewer, two mentions, and a case in which something was done."""
    people = "people: [{name: Ada, email: a@example.org}, {name: Vi, email: v@example.org, role: viewer}]\n"
    (tmp_path / "config.yaml").write_text(SHOP + people, "utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    assert earlyword("import", tmp_path / "rows.csv", "--source", "till").code == 0
    opened = earlyword("cases", "open", "--customer", JANE, "--words", "She rang about the saffron", "--who", "Ada")
    assert opened.code == 0, opened.err
    return earlyword


def test_everything_held_on_a_person_is_written_for_them(shop: Earlyword, tmp_path: Path) -> None:
    said = shop("person", "jané  DOE-quill", "--out", tmp_path / "jane.json")
    assert said.code == 0
    assert "jane.json" in said.err
    found = json.loads((tmp_path / "jane.json").read_text("utf-8"))
    (mention,) = found["mentions"]
    assert mention["text"].startswith("The saffron was mouldy")
    assert mention["what_we_think"]["complaint"] > 0.5
    (case,) = found["cases"]
    assert [(event["who"], event["kind"]) for event in case["events"]] == [("Ada", "open")]
    assert "All was well" not in json.dumps(found)
    assert str(tmp_path) in found["kept_in"]["record"]


def test_as_a_table_as_json_and_of_nobody(shop: Earlyword, tmp_path: Path) -> None:
    table = shop("person", JANE)
    assert "The saffron was mouldy" in table.out
    assert "She rang about the saffron" in table.out
    assert "1 mentions, 1 cases" in table.out
    assert [each["author"] for each in shop("person", JANE, "--json").one()["mentions"]] == [JANE]
    assert shop("person", "Nobody Known").out == "Nothing is held on Nobody Known.\n"
    refused = shop("person", JANE, "--out", tmp_path / "no" / "such" / "folder.json")
    assert (refused.code, "name another file" in refused.err) == (2, True)


def test_an_export_about_a_person_goes_when_they_are_forgotten(shop: Earlyword, tmp_path: Path) -> None:
    shop("person", JANE, "--out", tmp_path / "jane.json")
    dry = shop("forget", JANE, "--dry-run", "--json").one()
    assert (dry["mentions"], dry["proof"]) == (1, None)
    done = shop("forget", JANE, "--who", "Ada", "--json").one()
    assert done["erased"]["mentions"] == 1
    assert done["proof"]["hits"] == {}
    assert not (tmp_path / "jane.json").exists()
    assert shop("person", JANE).out == f"Nothing is held on {JANE}.\n"


def test_who_looked_and_who_erased_is_kept_and_of_whom_is_not(shop: Earlyword, tmp_path: Path) -> None:
    shop("person", JANE)
    assert shop("forget", JANE, "--dry-run").code == 0
    shop("forget", JANE, "--who", "ada")
    shop("forget", "Nobody Known")  # nothing was erased
    noted = shop("audit", "--json").objects()
    assert [(each["who"], each["what"]) for each in noted] == [("Ada", "forgot"), ("Ada", "looked into")]
    assert noted[0]["about"] == "1 mentions, 1 cases"
    (book,) = tmp_path.rglob(audit.FILE)
    assert "Quill" not in book.read_text("utf-8")
    assert "forgot" in shop("audit", "--limit", 1).out


def test_not_everybody_may(shop: Earlyword) -> None:
    for command in ("person", "forget"):
        viewer = shop(command, JANE, "--who", "Vi")
        assert (viewer.code, "Vi (viewer) may not" in viewer.err) == (2, True)
        assert shop(command, JANE, "--who", "Mallory").code == 2
    assert shop("forget", "A Google user").code == 2
    assert shop("audit").out.startswith("Nobody has signed in")
    assert len(shop("person", JANE, "--json").one()["mentions"]) == 1
