"""Setting somebody's password: for people of config.yaml alone, never shown, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.access.passwords import Passwords
from tests.pipelines.commands.conftest import SHOP, Earlyword

GOOD = "correct horse battery"
TEAM = SHOP + "people: [{name: Ines, email: ines@example.com}]\n"


@pytest.fixture
def shop(earlyword: Earlyword, tmp_path: Path) -> Earlyword:
    (tmp_path / "config.yaml").write_text(TEAM, encoding="utf-8")
    return earlyword


def test_a_person_gets_one_and_loses_it_again(shop: Earlyword, tmp_path: Path) -> None:
    said = shop("password", "INES@example.com", stdin=GOOD + "\r\nnot read\n")
    assert (said.code, said.out) == (0, "Ines can sign in with the new password.\n")
    assert "sign_in" in said.err  # the page does not ask for it yet
    assert Passwords(tmp_path / "data").fits("Ines", GOOD)
    assert shop("password", "Ines", "--remove").code == 0
    assert not Passwords(tmp_path / "data").known("Ines")
    assert "had no password" in shop("password", "Ines", "--remove").out


@pytest.mark.parametrize(("name", "typed", "says"), [
    ("Mallory", GOOD, "none of the people"), ("Ines", "short", "at least 12"), ("Ines", "", "at least 12"),
])  # fmt: skip
def test_what_cannot_be_is_one_sentence(shop: Earlyword, tmp_path: Path, name: str, typed: str, says: str) -> None:
    said = shop("password", name, stdin=typed + "\n")
    assert said.code == 2
    assert says in said.err
    assert not typed or typed not in said.err + said.out
    assert not (tmp_path / "data" / "passwords.json").exists()
