"""`earlyword publish` and `earlyword sql`: the analyst's copy, made and read."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines import config, spreadsheet
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import publish


def publish_command(ctx: typer.Context, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """Make a fresh read-only copy of the record for analysts. Rounds do this by themselves.

    Example: earlyword publish && duckdb -readonly data/published.duckdb
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    done = publish.publish(desk.record, desk.published)
    if as_json:
        terminal.line({"path": str(done.path), "bytes": done.size, "seconds": round(done.seconds, 3)})
    else:
        terminal.say(f"Published {done.path} ({done.size / 1e6:.1f} MB) in {done.seconds:.2f} s.")
    return Exit.FINE


def sql_command(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="One SQL statement, for example: SELECT * FROM mentions_daily LIMIT 5")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV that is safe to open in a spreadsheet.")] = False,
) -> int:
    """Ask the published copy in SQL; reading it never blocks a round.

    Example: earlyword sql "SELECT day, negative FROM mentions_daily ORDER BY day DESC LIMIT 7"
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    target = settings.data / "published.duckdb"
    if not target.exists():
        raise Complaint(f"There is no published copy at {target} yet. Run: earlyword publish", Exit.RECORD)
    try:
        columns, rows = publish.ask(target, query)
    except publish.QueryError as wrong:
        raise Complaint(f"That query does not run: {wrong}", Exit.USAGE) from wrong
    if as_json:
        for row in rows:
            terminal.line(dict(zip(columns, row, strict=True)))
    elif as_csv:
        spreadsheet.write(terminal.out.file, columns, rows)
    else:
        terminal.table(columns, rows)
    return Exit.FINE
