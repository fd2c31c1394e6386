"""One file per command or family of commands; `register` is the table of contents of the command line."""

from __future__ import annotations

import typer

from pipelines.commands import judge


def register(app: typer.Typer) -> None:
    """Hang every command on the application, in the order of the help page."""
    app.command("judge")(judge.judge_command)
    app.command("group")(judge.group_command)
