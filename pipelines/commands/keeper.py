"""`earlyword doctor`, `backup`, `restore` and `outbox`: looking after the record and the letters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines import config, doctor, forget
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Terminal
from storage import audit, backup, outbox, word_index


def doctor_command(ctx: typer.Context, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """Is everything sound? Looks at record, spool, copy, disk, clock, sources and mail, and says what to do.

    Example: earlyword doctor
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    found = doctor.findings(desk, terminal.now())
    if as_json:
        for each in found:
            terminal.line(asdict(each))
    else:
        terminal.table(
            ("what", "well", "seen", "what to do"),
            [(each.what, "yes" if each.well else "NO", each.says, each.todo) for each in found],
        )
    return Exit.FINE if all(each.well for each in found) else Exit.LOOK


def backup_command(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder for the backup; made when missing.")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a consistent, verified copy of the record while everything runs.

    Example: earlyword backup /media/usb/earlyword
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    done = backup.backup(desk.record, folder, terminal.now())
    if as_json:
        terminal.line(asdict(done))
    else:
        terminal.say(f"Wrote {done.path}: {done.mentions:,} mentions, {done.size / 1e6:.1f} MB, read back and sound.")
    return Exit.FINE


def restore_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup, or a published copy.")],
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make the record what it was in a backup; what was there is kept beside it.

    Example: earlyword restore /media/usb/earlyword/earlyword-20261123T060000Z.duckdb
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    done = backup.restore(desk.record, file, terminal.now())
    word_index.forget(desk.published)
    again = forget.resume(desk, terminal.now())
    audit.note(
        desk.config.data, audit.Entry(terminal.now(), "", "restored", f"{done.mentions:,} mentions from {file.name}")
    )
    if as_json:
        terminal.line(asdict(done))
    else:
        kept = f" What was there is in {done.aside}." if done.aside else ""
        gone = f" Of them {again.erased.mentions} of people to be forgotten were erased again." if again else ""
        terminal.say(f"The record holds {done.mentions:,} mentions again.{kept}{gone}")
    return Exit.FINE


def outbox_command(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(help="How many letters, the newest first.", min=1)] = 50,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Letters and how they fare: waiting, sent or refused.

    Example: earlyword outbox --limit 10
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("list letters") as con:
        letters = outbox.list_(con, limit=limit)
    rows = [
        {
            "created": letter.notification.created,
            "to": letter.notification.recipient,
            "subject": letter.notification.subject,
            "status": letter.status,
            "attempts": letter.notification.attempts,
            "sent": letter.sent,
            "error": letter.notification.error,
        }
        for letter in letters
    ]
    if as_json:
        for row in rows:
            terminal.line(row)
    else:
        terminal.table(
            ("created", "to", "subject", "status", "tries", "sent", "error"), [tuple(r.values()) for r in rows]
        )
    return Exit.LOOK if any(row["status"] == "refused" for row in rows) else Exit.FINE
