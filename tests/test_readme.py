"""The README cannot drift: commands, config keys, kinds and exit codes are held against the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from benchmarks import figures
from collectors import KINDS
from pipelines.__main__ import app
from pipelines.config_model import Settings
from pipelines.exits import Exit

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SOURCES = (ROOT / "docs" / "sources" / "README.md").read_text("utf-8")


def commands(group: typer.Typer, before: str = "earlyword") -> list[str]:
    """Every command as it is typed."""
    names = [f"{before} {info.name}" for info in group.registered_commands]
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        names += commands(inner.typer_instance, f"{before} {inner.name}")
    return names


def keys(section: type[BaseModel]) -> list[str]:
    """Every key of a section, the nested ones too."""
    found = []
    for name, field in section.model_fields.items():
        found.append(field.alias or name)
        for part in re.findall(r"config_model\.(\w+)", str(field.annotation)):
            inner = getattr(__import__("pipelines.config_model", fromlist=[part]), part)
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found += keys(inner)
    return found


@pytest.mark.parametrize("command", commands(app))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}" in README


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    known = commands(app)
    inner = [(group.name, group.typer_instance) for group in app.registered_groups]
    groups = {name for name, typed in inner if typed is not None and typed.registered_callback}
    named = re.findall(r"earlyword ((?:[a-z]+(?:-[a-z]+)*)(?: (?:try|show))?)", README)
    assert [each for each in named if f"earlyword {each}" not in known and each not in groups] == []


@pytest.mark.parametrize("key", sorted({*keys(Settings)} - {"options"}))
def test_every_config_key_is_in_the_readme(key: str) -> None:
    assert f"`{key}`" in README or key in ("tue", "wed", "thu", "fri", "sat")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_the_same_row_in_the_readme_and_in_the_docs(kind: str) -> None:
    (row,) = re.findall(rf"^\| \[`{kind}`\].*$", SOURCES, re.MULTILINE)
    assert row.replace("](", "](docs/sources/") in README


def test_exit_codes_are_documented() -> None:
    assert all(f"**{int(code)}**" in README for code in Exit)


def test_every_local_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", README)
    assert [each for each in targets if not (ROOT / each).exists()] == []


def test_the_figures_are_those_of_the_runs_that_are_kept() -> None:
    shown = README.split("<!-- figures -->")[1].split("<!-- /figures -->")[0]
    assert shown.strip() == figures.table()
