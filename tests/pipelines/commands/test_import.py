from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pipelines.commands.conftest import Earlyword

EXPORT = """Review,Stars,Date,Name,Shop
"Saffron was stale, and nobody answers.",1,2026-04-02,Rosa Vane,Harbour
Lovely people!,5,2026-04-03,Jo Marsh,Market
,,2026-04-04,Nobody,Market
Fine,9,2026-04-05,Al Kerr,Market
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_text(EXPORT, encoding="utf-8")
    return file


def test_rows_become_judged_mentions_and_the_rest_is_told_with_line_and_reason(
    earlyword: Earlyword, export: Path
) -> None:
    done = earlyword("import", export, "--source", "yelp", "--scale", "1-5", "--json").one()
    assert (done["read"], done["new"], done["already_known"], done["skipped"]) == (4, 2, 0, 2)
    assert [each["where"] for each in done["reasons"]] == ["line 4", "line 5"]
    rows = earlyword("sql", "SELECT author, rating, label FROM mentions ORDER BY author", "--json").objects()
    assert rows == [
        {"author": "Jo Marsh", "rating": 1.0, "label": "positive"},
        {"author": "Rosa Vane", "rating": 0.0, "label": "negative"},
    ]


def test_importing_twice_adds_nothing(earlyword: Earlyword, export: Path) -> None:
    earlyword("import", export, "--source", "yelp", "--scale", "1-5", "--json")
    again = earlyword("import", export, "--source", "yelp", "--scale", "1-5", "--json").one()
    assert (again["new"], again["already_known"]) == (0, 2)


def test_a_column_can_name_the_branch(earlyword: Earlyword, export: Path) -> None:
    earlyword("import", export, "--source", "yelp", "--map", "text=Review,rating=Stars,published=Date,entity=Shop")
    rows = earlyword("sql", "SELECT DISTINCT entity FROM mention ORDER BY 1", "--json").objects()
    assert [row["entity"] for row in rows] == ["Harbour", "Market"]


def test_what_an_owner_imports_is_about_us_unless_relevance_is_checked(
    earlyword: Earlyword, export: Path, tmp_path: Path
) -> None:
    earlyword("import", export, "--source", "trusted")
    earlyword("import", export, "--source", "checked", "--relevance")
    rows = earlyword(
        "sql", "SELECT source, bool_or(relevant) AS any FROM mentions GROUP BY 1 ORDER BY 1", "--json"
    ).objects()
    assert rows == [{"source": "checked", "any": False}, {"source": "trusted", "any": True}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--map", "text=Revue"), "did you mean 'Review'"),
        (("--map", "txt=Review"), "did you mean text"),
        (("--scale", "five"), "--scale"),
        (("--timezone", "Mars/Base"), "no time zone"),
    ],
)
def test_a_wrong_option_says_what_to_type(
    earlyword: Earlyword, export: Path, arguments: tuple[str, ...], words: str
) -> None:
    said = earlyword("import", export, "--source", "yelp", *arguments)
    assert (said.code, said.out) == (2, "")
    assert words in " ".join(said.err.split())


def test_a_file_that_is_no_export_is_refused_in_a_sentence(earlyword: Earlyword, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!doctype html><html><body>Please sign in</body></html>", encoding="utf-8")
    said = earlyword("import", page, "--source", "yelp")
    assert said.code == 1
    assert "web page, not an export" in " ".join(said.err.split())


def test_json_lines_go_in_too(earlyword: Earlyword, tmp_path: Path) -> None:
    file = tmp_path / "mentions.jsonl"
    rows = [{"id": str(n), "text": f"Mention number {n}", "published": f"2026-04-0{n}T10:00:00Z"} for n in range(1, 6)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert earlyword("import", file, "--source", "posts", "--json").one()["new"] == 5


def test_the_published_copy_answers_questions_as_table_json_and_csv(earlyword: Earlyword, export: Path) -> None:
    earlyword("import", export, "--source", "yelp", "--scale", "1-5")
    query = "SELECT author FROM mention ORDER BY author"
    assert "Jo Marsh" in earlyword("sql", query).out
    assert earlyword("sql", query, "--csv").out.split("\n")[1].strip() == "Jo Marsh"
    wrong = earlyword("sql", "SELECT nonsense FROM mention")
    assert wrong.code == 2
    assert "does not run" in wrong.err
    assert earlyword("sql", "DELETE FROM mention").code == 2
    assert len(earlyword("sql", query, "--json").objects()) == 2


def test_asking_before_anything_was_published_says_what_to_type(earlyword: Earlyword) -> None:
    said = earlyword("sql", "SELECT 1")
    assert said.code == 3
    assert "earlyword publish" in said.err
