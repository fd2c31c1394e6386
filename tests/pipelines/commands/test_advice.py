"""Somebody new mistypes: each answer is a sentence that says what to type next, and only what can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pipelines.__main__ import app, run
from tests.pipelines.conftest import Spoken
from tests.test_readme import commands

ROOT = Path(__file__).resolve().parents[3]
SAID = re.compile(r"earlyword ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+(?:-[a-z]+)*)?)")
GROUPS = {str(group.name) for group in app.registered_groups}
KNOWN = {command.removeprefix("earlyword ") for command in commands(app)} | GROUPS


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("upp", "No such command 'upp'. Did you mean 'up'? All commands: earlyword --help"),
        ("cases opne", "Did you mean 'open', 'reopen'?"),
        ("--config x.yaml check", "No such option: --config. All commands: earlyword --help"),
        ("import", "For example: earlyword import reviews.csv --source yelp"),
        ("cases assign 1", "For example: earlyword cases assign 12 --who Ines --to Tom\nMore: earlyword cases assign"),
        ("run --sourc x", "(Possible options: --json, --source)\nFor example: earlyword run --source google-news"),
        ("up --port abc", "an integer.\nFor example: earlyword up --port 8600 --no-browser\nMore: earlyword up --help"),
        ("promises --who", "Option '--who' requires an argument."),
    ],
)
def test_what_to_type_next(spoken: Spoken, typed: str, answer: str) -> None:
    assert run(typed.split(), spoken.terminal) == 2
    assert answer in spoken.err.getvalue()
    assert spoken.out.getvalue() == ""


def helps(command: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every command as it is typed, with its help."""
    yield path, command.help or ""
    for name, inner in getattr(command, "commands", {}).items():
        yield from helps(inner, f"{path} {name}")


def test_every_help_has_an_example_that_begins_with_its_command() -> None:
    found = dict(helps(typer.main.get_command(app), "earlyword"))
    without = [path for path, said in found.items() if not re.search(rf"Example: (echo .*)?{re.escape(path)}\b", said)]
    assert without == ["earlyword", "earlyword config"]
    assert len(found) > 40


def sayings() -> Iterator[str]:
    """Everything the program and its pages say, and the forms of letters and files."""
    for folder in ("pipelines", "storage", "collectors", "dashboard"):
        for kind in ("*.py", "*.toml", "*.jinja", "*.txt", "*.html"):
            yield from (path.read_text("utf-8") for path in (ROOT / folder).rglob(kind))


def test_nobody_is_told_to_type_what_does_not_exist() -> None:
    named = {match[1] for text in sayings() for match in SAID.finditer(text)}
    wrong = {
        each
        for each in named
        if each not in KNOWN and (each.split()[0] not in KNOWN or (each.split()[0] in GROUPS and " " in each))
    }
    assert wrong == {"draft", "link"}  # what keys are derived for, and no commands
    assert len(named) > 30
