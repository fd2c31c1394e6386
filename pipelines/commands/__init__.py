"""One file per command or family of commands; `register` is the table of contents of the command line."""

from __future__ import annotations

import typer

from pipelines.commands import analyst, import_, judge, replay, run


def register(app: typer.Typer) -> None:
    """Hang every command on the application, in the order of the help page."""
    app.command("run")(run.run_command)
    app.command("import")(import_.import_command)
    app.command("replay")(replay.replay_command)
    app.command("judge")(judge.judge_command)
    app.command("group")(judge.group_command)
    app.command("publish")(analyst.publish_command)
    app.command("sql")(analyst.sql_command)
