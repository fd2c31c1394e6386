from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from pipelines.access import passwords as module
from pipelines.access.passwords import LONGEST, Passwords, Weak
from tests.pipelines.access.conftest import GOOD, REAL_HASHER


@pytest.fixture
def passwords(tmp_path: Path) -> Passwords:
    found = Passwords(tmp_path)
    found.put("Ada  Pepper", GOOD)
    return found


def test_only_the_right_password_of_the_right_person_fits(passwords: Passwords) -> None:
    assert passwords.fits("ada pepper", GOOD)
    wrong = [("Ada Pepper", GOOD + " "), ("Ben", GOOD), ("", ""), ("Ada Pepper", "")]
    assert not [each for each in wrong if passwords.fits(*each)]


def test_nothing_of_it_can_be_read_from_the_file(passwords: Passwords) -> None:
    text = passwords.path.read_text("utf-8")
    assert "battery" not in text
    assert json.loads(text)["ada pepper"].startswith("$argon2id$")
    assert stat.S_IMODE(passwords.path.stat().st_mode) == 0o600
    assert [each.name for each in passwords.path.parent.iterdir()] == [passwords.path.name]


def test_a_change_by_another_process_is_seen(passwords: Passwords) -> None:
    before = passwords.mark("Ada Pepper")
    assert before
    Passwords(passwords.path.parent).put("Ada Pepper", "another horse battery")
    assert passwords.mark("Ada Pepper") not in ("", before)
    assert not passwords.fits("Ada Pepper", GOOD)
    assert Passwords(passwords.path.parent).drop("ADA PEPPER")
    assert (passwords.known("Ada Pepper"), passwords.mark("Ada Pepper")) == (False, "")
    assert not passwords.drop("Ada Pepper")


@pytest.mark.parametrize(
    "weak", ["", "short", "x" * 40, "abababababababab", "adapepper1", "Ada Pepper123", "a" * (LONGEST + 1)]
)
def test_what_is_easily_guessed_is_refused(passwords: Passwords, weak: str) -> None:
    with pytest.raises(Weak):
        passwords.put("Ada Pepper", weak)
    assert passwords.fits("Ada Pepper", GOOD)


def test_a_spoilt_file_lets_nobody_in(passwords: Passwords) -> None:
    for content in ("", "[]", '{"ada pepper": 1}', '{"ada pepper": "$argon2id$nonsense"}', "\x00"):
        passwords.path.unlink()
        passwords.path.write_text(content, "utf-8")
        assert not passwords.fits("Ada Pepper", GOOD)


def test_nobodys_password_takes_as_long_as_somebodys(passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (REAL_HASHER.type.name, REAL_HASHER.memory_cost, REAL_HASHER.time_cost) == ("ID", 65536, 3)
    monkeypatch.setattr(module, "_HASHER", PasswordHasher(time_cost=3, memory_cost=8192, parallelism=1))
    module._nobody.cache_clear()
    passwords.put("Ada Pepper", GOOD)

    def took(name: str) -> float:
        start = time.process_time()
        passwords.fits(name, "not the password")
        return time.process_time() - start

    took("nobody")  # the hash that nobody's password fits is made once
    nobody, somebody = took("nobody"), took("Ada Pepper")
    module._nobody.cache_clear()
    assert nobody > 0.3 * somebody  # processor time; without the care for it, nobody's takes a thousandth
