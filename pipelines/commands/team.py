"""`earlyword team`: how the team does, and changes whose effect is watched."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.clocks import spell
from pipelines import config, recover, spreadsheet, teamwork
from pipelines.commands.cases import Who, Words
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.teamwork import Teamwork
from pipelines.terminal import Complaint, Terminal
from storage import copies

app = typer.Typer(invoke_without_command=True)


@app.callback()
def team_command(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(help="Cases opened in the last so many days.", min=1, max=3660)] = 90,
    csv: Annotated[Path | None, typer.Option(help="Write every case with its clocks as CSV.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Two clocks, the share answered in time, promises, stars won back, praise, suggestions, training, fixes.

    Example: earlyword team --days 30 --csv cases.csv
    """
    if ctx.invoked_subcommand is not None:
        return Exit.FINE
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    with desk.record.session("how the team does") as con:
        found = teamwork.teamwork(con, desk.config, terminal.now(), timedelta(days=days))
    if csv is not None:
        try:
            with csv.open("w", encoding="utf-8-sig", newline="") as stream:
                count = spreadsheet.write(stream, teamwork.COLUMNS, [teamwork.row(each) for each in found.timed])
        except OSError as wrong:
            raise Complaint(f"{csv} cannot be written ({wrong.strerror}); choose another place.") from wrong
        copies.note(desk.record.path, csv, "export", terminal.now())
        terminal.note(f"Wrote {count} cases to {csv}.")
    if as_json:
        for line in _objects(found):
            terminal.line(line)
    else:
        _say(terminal, found)
    return Exit.FINE


@app.command("change")
def change_command(
    ctx: typer.Context,
    who: Who,
    words: Words,
    topic: Annotated[str, typer.Option(help="The topic it should help, as the judgement calls it.")],
    since: Annotated[str, typer.Option(help="From which day, such as 2026-05-03. Default: now.")] = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Something is done differently from a day on: `earlyword team` then says whether it worked.

    Example: earlyword team change --who Ines --words "new fryer" --topic "cold food" --since 2026-05-03
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    now = terminal.now()
    try:
        start = datetime.fromisoformat(since).replace(tzinfo=desk.config.zone) if since else now
    except ValueError as wrong:
        raise Complaint(f"{since!r} is no date we can read; write one such as 2026-05-03.") from wrong
    try:
        shop = recover.record_change(desk, who, now, words=words, topic=topic, since=start)
    except recover.NotAllowed as wrong:
        raise Complaint(str(wrong)) from wrong
    change = shop.changes[-1]
    if as_json:
        terminal.line(asdict(change))
    else:
        terminal.say(f"Noted: {change.words}, for {change.topic}. `earlyword team` will say whether it worked.")
    return Exit.FINE


def _objects(found: Teamwork) -> list[dict[str, Any]]:
    """One JSON object per line; lengths are hours of opening time."""
    share = [
        {
            "kind": "share",
            **asdict(each),
            "share": each.share,
            "median_answer": _hours(each.median_answer),
            "median_resolved": _hours(each.median_resolved),
        }
        for each in found.shares
    ]
    cases = [{"kind": "case", **dict(zip(teamwork.COLUMNS, teamwork.row(each), strict=True))} for each in found.timed]
    ledger = {name: asdict(account) for name, account in found.promises.people.items()}
    return [
        *share,
        *cases,
        {"kind": "promises", "all": asdict(found.promises.total), "people": ledger},
        *({"kind": "recovered", "case": each.case, "sentence": each.sentence()} for each in found.recovered),
        *({"kind": "spent", "who": who, "month": month, "amount": sum_} for (who, month), sum_ in found.spent.items()),
        *({"kind": "praise", **asdict(each)} for each in found.praise),
        *({"kind": "suggestion", **asdict(each)} for each in found.suggestions),
        *({"kind": "training", **asdict(each)} for each in found.training),
        *({"kind": "fix", "change": words, **asdict(each), "sentence": each.sentence()} for words, each in found.fixes),
    ]


def _say(terminal: Terminal, found: Teamwork) -> None:
    terminal.table(
        ("", "", "answered in time", "first answer", "resolved", "late cases"),
        [
            (
                each.by,
                each.name,
                each.sentence(),
                spell(each.median_answer) if each.median_answer is not None else "-",
                spell(each.median_resolved) if each.median_resolved is not None else "-",
                ", ".join(each.late),
            )
            for each in found.shares
        ],
    )
    lines = [f"{who} put small things right for {amount:g} in {month}." for (who, month), amount in found.spent.items()]
    lines += [f"Won back, case {each.case}: {each.sentence()}." for each in found.recovered]
    lines += [f"Praise for {each.name}, at {each.source}: “{each.quote}”" for each in found.praise]
    lines += [
        f"Suggestion {each.number} ({each.case}) by {each.by}: “{each.words}” - {each.verdict or 'no answer yet'}"
        + (f", {each.why}" if each.why else "")
        + (f"; became: {each.became}" if each.became else "")
        for each in found.suggestions
    ]
    lines += [f"Training: {each.sentence()}" for each in found.training]
    lines += [f"{words}. {each.sentence()}" for words, each in found.fixes]
    for line in lines:
        terminal.say(line)


def _hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 2)
