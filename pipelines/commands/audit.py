"""`earlyword audit`: who came in, who was refused, who changed settings or erased somebody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from pipelines import config
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.exits import Exit
from pipelines.terminal import Terminal
from storage import audit


def audit_command(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(help="How many entries, the newest first.", min=1)] = 50,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Who did what beside casework, and when: signed in, was refused, changed settings, looked into or forgot somebody.

    Example: earlyword audit --limit 20
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    found = audit.entries(settings.data)[::-1][:limit]
    if as_json:
        for each in found:
            terminal.line(asdict(each))
    elif found:
        rows = [(each.at.astimezone(settings.zone), each.who or "a stranger", each.what, each.about) for each in found]
        terminal.table(("when", "who", "what", "details"), rows)
    else:
        terminal.say("Nobody has signed in, changed the settings or erased anybody yet.")
    return Exit.FINE
