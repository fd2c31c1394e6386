"""docs/faults.md promises a test for each hazard: the tests are there, and each file of it is read by pytest."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "faults.md"
ROW = re.compile(r"^\| (.+) \| `([\w/.]+)::(\w+)` \|$", re.M)


def test_every_hazard_names_a_test_that_exists() -> None:
    text = PAGE.read_text("utf-8")
    rows = ROW.findall(text)
    assert len(rows) == text.count("\n| ") - text.count("\n| hazard | test |")  # each row is read
    wrong = []
    for hazard, file, name in rows:
        path = TESTS / file
        tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
        if name not in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}:
            wrong.append(f"{hazard}: {file}::{name}")
    assert wrong == []


def test_no_hazard_is_listed_twice() -> None:
    hazards = [hazard for hazard, *_ in ROW.findall(PAGE.read_text("utf-8"))]
    assert len(hazards) == len(set(hazards)) > 60
