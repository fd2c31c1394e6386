"""`earlyword import`: an owner's file into the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines import assess, config, imports
from pipelines.commands.options import (
    ConfigOption,
    DateFormatOption,
    JsonOption,
    MapOption,
    RelevanceOption,
    ScaleOption,
    TimezoneOption,
)
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.history import Reading, open_history
from pipelines.imports import Imported
from pipelines.terminal import Complaint, Terminal
from storage import publish

SHOWN = 10  # skipped rows that are listed; --json has them all


def import_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, JSON or JSON Lines.")],
    source: Annotated[str, typer.Option("--source", help="Name under which these mentions are kept.")],
    columns: MapOption = None,
    scale: ScaleOption = None,
    date_format: DateFormatOption = None,
    timezone: TimezoneOption = None,
    relevance: RelevanceOption = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring an export of reviews into the record. Importing it twice adds nothing.

    Fields that can be mapped: id, text, title, author, published, rating, url, entity (brand or location), likes,
    replies, shares. Columns are recognised by name where possible.

    Example: earlyword import reviews.csv --source yelp --map text=Review,rating=Stars --scale 1-5
    """
    terminal: Terminal = ctx.obj
    settings, now = config.load(config_path, terminal.env), terminal.now()
    if not source.strip():
        raise Complaint("--source is empty; give the import a name, for example --source yelp")
    desk = open_desk(settings, terminal.env)
    reading = Reading(columns, scale, date_format or (), timezone)
    entity = settings.entities()[0]
    history = open_history(file, reading, source=source, entity=entity, zone=settings.zone, now=now)
    if relevance:
        with desk.record.session("note what is checked") as con:
            assess.check_relevance(con, source)
    with terminal.progress() as bar:
        keeping = bar.add_task("keeping", total=history.findings.rows)
        done = imports.import_rows(desk, history, now=now, tell=lambda rows: bar.advance(keeping, rows))
        judging = bar.add_task("judging", total=done.new)
        assess.assess_waiting(desk, now=terminal.now, tell=lambda count: bar.advance(judging, count))
    publish.publish(desk.record, desk.published)
    if as_json:
        terminal.line({"columns": dict(history.findings.columns), **done.as_json()})
    else:
        _show(terminal, file, dict(history.findings.columns), done)
    return Exit.FINE if done.new or done.known or not done.skipped else Exit.LOOK


def _show(terminal: Terminal, file: Path, columns: dict[str, str], done: Imported) -> None:
    terminal.say(f"Columns: {', '.join(f'{name}={column}' for name, column in columns.items())}")
    terminal.table(
        ("file", "read", "new", "already known", "skipped"),
        [(file.name, done.read, done.new, done.known, len(done.skipped))],
    )
    for each in done.skipped[:SHOWN]:
        terminal.say(f"  skipped {each.where}: {each.reason}")
    if len(done.skipped) > SHOWN:
        terminal.say(f"  and {len(done.skipped) - SHOWN} more; --json lists them all")
