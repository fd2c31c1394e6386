"""`earlyword rejudge`: old mentions by the current rules, while new ones go first."""

from __future__ import annotations

import typer

from pipelines import assess, config, learn
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Terminal
from storage import mentions, publish


def rejudge_command(ctx: typer.Context, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """Judge everything that has no judgement by the current rules, the newest first. Rounds go on meanwhile.

    Rounds do this by themselves, a minute at a time; this does all of it now. It can be stopped and started again.

    Example: earlyword rejudge
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("count what waits") as con:
        rules = learn.taught(con).base
        mentions.unassessed(con, rules, 1)
        waiting = mentions.waiting(con)
    with terminal.progress() as bar:
        judging = bar.add_task("judging", total=waiting)
        done = assess.assess_waiting(desk, now=terminal.now, tell=lambda count: bar.advance(judging, count))
    publish.publish(desk.record, desk.published)
    if as_json:
        terminal.line({"judged": done})
    else:
        terminal.say(f"{done:,} mentions judged by rules {rules}.")
    return Exit.FINE
