"""`earlyword export`: what the record holds, as a file to take away."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines import config, export, workbook
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import record_of
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import copies
from storage.publish import QueryError

WHAT = (*export.QUESTIONS, "cases", "promises", "sql")


def export_command(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help=f"One of: {', '.join(WHAT)}.")],
    form: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(export.FORMATS)}.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file. Default: WHAT.FORMAT in this folder.")] = None,
    sql: Annotated[str, typer.Option(help="With `sql`: the question.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write mentions, days, topics, stories, cases, promises or the answer of a question into a file.

    Example: earlyword export mentions --format xlsx

    Example: earlyword export sql --sql "SELECT * FROM mentions WHERE flag = 'flag'" --out flagged.parquet
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    if what not in WHAT:
        raise Complaint(f"There is nothing to export as {what}. Choose one of: {', '.join(WHAT)}.")
    if what == "sql" and not sql:
        raise Complaint('`sql` wants a question: --sql "SELECT ...".')
    chosen = _format(form, out)
    if chosen == "parquet" and what in ("cases", "promises"):
        raise Complaint(f"{what} are folded from events and have no Parquet types; take csv, xlsx or jsonl.")
    target = out or Path(f"{what}.{chosen}")
    if target.exists() and not force:
        raise Complaint(f"{target} is there already; name another with --out, or write over it with --force.")
    try:
        done = export.export(
            settings.data / "published.duckdb", settings, what, chosen, target, sql=sql, now=terminal.now()
        )
    except QueryError as wrong:
        raise Complaint(f"That query does not run: {wrong}") from wrong
    except workbook.TooLong as wrong:
        raise Complaint(str(wrong)) from wrong
    except OSError as wrong:
        raise Complaint(f"{target} cannot be written ({wrong.strerror}); choose another place.") from wrong
    copies.note(record_of(settings), target, "export", terminal.now())
    if as_json:
        terminal.line(asdict(done))
    else:
        terminal.say(f"Wrote {done.path}: {done.rows:,} rows, {done.size / 1e6:.1f} MB.")
    return Exit.FINE


def _format(form: str, out: Path | None) -> export.Format:
    """What was asked for, else what the file's name says, else CSV."""
    wanted = form or (out.suffix.removeprefix(".").lower() if out else "") or "csv"
    for known in export.FORMATS:
        if wanted == known:
            return known
    raise Complaint(f"There is no format {wanted}; take one of: {', '.join(export.FORMATS)}.")
