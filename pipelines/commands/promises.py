"""`earlyword promises`: what customers were told would happen, kept or not, and what is due as a calendar."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis import ledger
from analysis.case import Promise
from analysis.ledger import PromiseLedger
from pipelines import calendar_feed, casebook, config
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import copies

COLUMNS = ("case", "promise", "to", "what", "due", "by", "state")


def promises_command(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Those kept and broken, too.")] = False,
    who: Annotated[str, typer.Option("--who", help="Only this person's.")] = "",
    ics: Annotated[Path | None, typer.Option(help="Write what is due as a calendar file; - is the output.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Promises to customers: open, kept, broken; with the ledger of each person.

    Example: earlyword promises --ics due.ics
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("list promises") as con:
        found = casebook.entries(con, everything=True)
    now = terminal.now()
    if ics is not None:
        after = desk.config.team.check_in_after
        _write(
            ics,
            calendar_feed.feed(found, business=desk.config.business.name, check_in_after=after, now=now, person=who),
        )
        if str(ics) != "-":
            copies.note(desk.record.path, ics, "export", now)
        return Exit.FINE
    book = ledger.promises([entry.case for entry in found], now)
    people = {entry.case.id: entry.who for entry in found}
    shown = [each for each in book.promises if (everything or each.state == "open") and who in ("", each.by)]
    rows = [_row(each, people[each.case], now) for each in shown]
    accounts = _accounts(book, who)
    if as_json:
        for row in rows:
            terminal.line(row)
        terminal.line({"ledger": {name or "all": asdict(account) for name, account in accounts}})
    else:
        terminal.table(COLUMNS, [tuple(row.values())[: len(COLUMNS)] for row in rows])
        for name, account in accounts:
            late = f", {account.kept_late} kept late" if account.kept_late else ""
            terminal.say(f"{name or 'All'}: {account.kept} kept{late}, {account.broken} broken, {account.open} open.")
    return Exit.LOOK if any(row["overdue"] for row in rows) else Exit.FINE


def _row(promise: Promise, to: str, now: datetime) -> dict[str, Any]:
    overdue = promise.state == "open" and promise.due <= now
    return {
        "case": promise.case,
        "promise": promise.number,
        "to": to,
        "what": promise.what,
        "due": promise.due,
        "by": promise.by,
        "state": "overdue" if overdue else "kept late" if promise.kept_late else promise.state,
        "overdue": overdue,
    }


def _accounts(book: PromiseLedger, who: str) -> list[tuple[str, ledger.Account]]:
    everybody = [("", book.total)] if not who else []
    return [*everybody, *((name, account) for name, account in book.people.items() if who in ("", name))]


def _write(path: Path, feed: bytes) -> None:
    if str(path) == "-":
        sys.stdout.buffer.write(feed)
        return
    try:
        path.write_bytes(feed)
    except OSError as wrong:
        raise Complaint(f"{path} cannot be written ({wrong.strerror}); choose another place.") from wrong
