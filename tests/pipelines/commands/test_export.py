from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from storage.db import Record
from storage.mentions import keep
from storage.model import Mention, mention_id
from storage.publish import publish
from tests.pipelines.commands.conftest import NOW, Earlyword


def said(name: str, text: str = "Lovely spices.", author: str = "Ann") -> Mention:
    own = mention_id("files", "forum", name)
    return Mention(own, "Pepperwick Spices", "forum", "post", "", author, "", text, NOW, NOW)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A published copy with three mentions, one of them hostile."""
    record = Record(tmp_path / "data" / "earlyword.duckdb")
    with record.session("fill") as con:
        keep(con, [said("1"), said("2", text="=cmd|' /C calc'!A0"), said("3", author="@evil")], at=NOW)
    publish(record, tmp_path / "data" / "published.duckdb")
    return tmp_path


def cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_the_same_rows_in_every_format(earlyword: Earlyword, copy: Path) -> None:
    for form in ("csv", "xlsx", "parquet", "jsonl"):
        done = earlyword("export", "mentions", "--out", copy / f"all.{form}", "--json").one()
        assert (done["rows"], done["size"]) == (3, (copy / f"all.{form}").stat().st_size)
    rows = [row[0] for row in cells(copy / "all.csv")[1:]]
    lines = [json.loads(line) for line in (copy / "all.jsonl").read_text("utf-8").splitlines()]
    sheet = openpyxl.load_workbook(copy / "all.xlsx").active
    assert sheet is not None
    head, *body = sheet.iter_rows(values_only=True)
    ids = pq.read_table(copy / "all.parquet")["id"].to_pylist()
    assert ids == rows == [line["id"] for line in lines] == [row[head.index("id")] for row in body]


def test_a_stranger_s_words_run_in_no_spreadsheet(earlyword: Earlyword, copy: Path) -> None:
    earlyword("export", "mentions", "--out", copy / "all.csv")
    every = [cell for row in cells(copy / "all.csv") for cell in row]
    assert "'=cmd|' /C calc'!A0" in every
    assert "'@evil" in every
    assert not [cell for cell in every if cell.startswith(("=", "@"))]


def test_a_file_that_is_there_stays_unless_forced(earlyword: Earlyword, copy: Path) -> None:
    (copy / "mine.csv").write_text("mine", encoding="utf-8")
    refused = earlyword("export", "daily", "--out", copy / "mine.csv")
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert (copy / "mine.csv").read_text("utf-8") == "mine"
    assert earlyword("export", "daily", "--out", copy / "mine.csv", "--force").code == 0


def test_a_question_of_ones_own(earlyword: Earlyword, copy: Path) -> None:
    done = earlyword("export", "sql", "--sql", "SELECT 7 AS n, 'x' AS t", "--out", copy / "n.jsonl")
    assert done.code == 0
    assert (copy / "n.jsonl").read_text("utf-8") == '{"n": 7, "t": "x"}\n'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "everything"), "Choose one of: mentions, daily"),
        (("export", "sql"), "wants a question"),
        (("export", "mentions", "--format", "docx"), "There is no format docx"),
        (("export", "cases", "--format", "parquet"), "no Parquet types"),
        (("export", "sql", "--sql", "SELEC 1", "--out", "never.csv"), "That query does not run"),
        (("export", "mentions", "--out", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_leaves_nothing(
    earlyword: Earlyword, copy: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(copy)
    before = sorted(path.name for path in copy.iterdir())
    refused = earlyword(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err.replace("\n", " ")
    assert sorted(path.name for path in copy.iterdir()) == before


def test_without_a_copy_it_says_how_to_make_one(earlyword: Earlyword, tmp_path: Path) -> None:
    refused = earlyword("export", "mentions", "--out", tmp_path / "a.csv")
    assert (refused.code, "earlyword publish" in refused.err) == (3, True)
