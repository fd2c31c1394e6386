"""`init`, `check` and `config show` as an owner types them."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from pipelines.commands import setup
from pipelines.exits import Exit
from tests.pipelines.conftest import Spoken


def run(spoken: Spoken, *words: str) -> int:
    app = typer.Typer()
    app.command("init")(setup.init_command)
    app.command("check")(setup.check_command)
    app.command("show")(setup.show_command)
    return int(app(list(words), obj=spoken.terminal, standalone_mode=False) or 0)


def test_from_nothing_to_a_checked_configuration(tmp_path: Path, spoken: Spoken) -> None:
    path = str(tmp_path / "config.yaml")
    assert run(spoken, "init", "--config", path, "--name", "Zaytoun", "--email", "a@b.org", "--no-try") == Exit.FINE
    assert run(spoken, "show", "--config", path) == Exit.FINE
    assert '"Zaytoun"' in spoken.out.getvalue()


def test_the_sample_is_tried_without_any_network(tmp_path: Path, spoken: Spoken) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("# nothing\n", "utf-8")
    assert run(spoken, "check", "--config", str(path), "--json") == Exit.FINE
    answers = [json.loads(line) for line in spoken.out.getvalue().splitlines()]
    assert len(answers) == 4
    assert {each["status"] for each in answers} <= {"ok", "nothing_new"}
