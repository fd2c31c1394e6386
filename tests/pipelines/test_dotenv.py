from __future__ import annotations

from pathlib import Path

from pipelines.dotenv import read


def test_pairs_are_read_and_everything_else_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# a comment\nPLAIN=one # and why\nexport QUOTED=\"two # words\"\nSINGLE='x=y'\nno pair\n1BAD=x\nEMPTY=\n",
        "utf-8",
    )
    values = {name: secret.reveal() for name, secret in read(tmp_path).items()}
    assert values == {"PLAIN": "one", "QUOTED": "two # words", "SINGLE": "x=y", "EMPTY": ""}


def test_values_do_not_print(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TOKEN=canary-4711\n", "utf-8")
    assert "canary" not in repr(read(tmp_path))


def test_no_file_a_folder_and_a_huge_file_are_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == {}
    (tmp_path / "a" / ".env").mkdir(parents=True)
    assert read(tmp_path / "a") == {}
    (tmp_path / ".env").write_text("A=b\n" * 40_000, "utf-8")
    assert read(tmp_path) == {}
