"""`earlyword sources`: how each source fares, what is not covered, and what one would bring."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from collectors.coverage import NOT_COVERED
from collectors.sandbox import Sandbox
from collectors.source import SourceError
from pipelines import check, config
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.door import door
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import polls, sources

SHOWN = 5  # mentions that `try` shows

app = typer.Typer(invoke_without_command=True)
COLUMNS = (
    "source",
    "kind",
    "status",
    "last good look",
    "newest",
    "found",
    "new",
    "failures",
    "next look",
    "what to do",
)


@app.callback()
def list_command(ctx: typer.Context, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """How each source fares: last good look, found, new, failures in a row, next look; and what is not covered.

    Example: earlyword sources --json
    """
    if ctx.invoked_subcommand is not None:
        return Exit.FINE
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    desk = open_desk(settings, terminal.env)
    with desk.record.session("read sources") as con:
        last, totals = polls.last(con), sources.totals(con)
    rows = []
    for source in settings.sources:
        poll, total = last.get(source.name), totals.get(source.name)
        rows.append(
            {
                "source": source.name,
                "kind": source.kind,
                "status": poll.status.replace("_", " ") if poll else "not looked at yet",
                "last_good_look": total.last_good if total else None,
                "newest": total.newest if total else None,
                "found": total.found if total else 0,
                "new": total.new if total else 0,
                "failures": poll.failures if poll else 0,
                "next_look": poll.next_due if poll else None,
                "what_to_do": " ".join(filter(None, (poll.error, poll.next_step))) if poll else "",
            }
        )
    if as_json:
        for row in rows:
            terminal.line(row)
        terminal.line({"not_covered": [asdict(each) for each in NOT_COVERED]})
        return Exit.LOOK if any(row["failures"] for row in rows) else Exit.FINE
    terminal.table(COLUMNS, [tuple(row.values()) for row in rows])
    terminal.say("Not covered directly:")
    for each in NOT_COVERED:
        terminal.say(f"  {each.name}: {each.why} {each.how}")
    return Exit.LOOK if any(row["failures"] for row in rows) else Exit.FINE


@app.command("try")
def try_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of a source in config.yaml.")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Look at one source and show its first five mentions as parsed. Keeps nothing.

    Example: earlyword sources try google-news
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    found = [source for source in settings.source_objects(terminal.env) if source.name == name]
    if not found:
        names = ", ".join(source.name for source in settings.sources)
        raise Complaint(f"There is no source {name!r} in the configuration; there are: {names}")
    with Sandbox() as sandbox, door(settings, terminal.now) as web:
        try:
            _, batch = check.look(found[0], web, sandbox)
        except SourceError as wrong:
            raise Complaint(f"{name} is {wrong.status}: {wrong} {wrong.next_step}".strip(), Exit.LOOK) from wrong
    if as_json:
        for mention in batch.mentions[:SHOWN]:
            terminal.line(asdict(mention))
        return Exit.FINE
    for mention in batch.mentions[:SHOWN]:
        terminal.table(
            ("field", name), [(key, value) for key, value in asdict(mention).items() if value not in (None, "")]
        )
    terminal.say(f"{len(batch.mentions)} mentions found, {len(batch.skipped)} items left out; nothing was kept.")
    for skipped in batch.skipped[:SHOWN]:
        terminal.say(f"  left out {skipped.where}: {skipped.reason}")
    return Exit.FINE
