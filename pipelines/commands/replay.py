"""`earlyword replay`: what would have rung, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collectors.source import Skipped
from pipelines import config, replay, warn
from pipelines.commands.options import (
    ConfigOption,
    DateFormatOption,
    JsonOption,
    MapOption,
    RelevanceOption,
    ScaleOption,
    TimezoneOption,
)
from pipelines.exits import Exit
from pipelines.history import History, Reading, open_history
from pipelines.terminal import Terminal
from storage.model import Mention

DATES_ONLY = 0.9  # share of rows without a time of day from which a file is replayed by days


def replay_command(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, TSV, XLSX, JSON or JSON Lines.")],
    columns: MapOption = None,
    scale: ScaleOption = None,
    date_format: DateFormatOption = None,
    timezone: TimezoneOption = None,
    relevance: RelevanceOption = False,
    digest: Annotated[bool, typer.Option("--digest", help="Also what would have waited for the digest.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run history through the same judgement and warning as a live round; writes nothing to the record.

    With entity=COLUMN in --map each value of that column is watched apart.

    Example: earlyword replay tweets.csv --map text=text,published=tweet_created,entity=airline
    """
    terminal: Terminal = ctx.obj
    settings, now = config.load(config_path, terminal.env), terminal.now()
    reading = Reading(columns, scale, date_format or (), timezone)
    entity = settings.entities()[0]
    said: dict[str, Mention] = {}
    skipped = undated = 0
    histories = [
        open_history(file, reading, source=file.stem, entity=entity, zone=settings.zone, now=now) for file in files
    ]
    for history in histories:
        for row in history:
            if isinstance(row, Skipped):
                skipped += 1
            elif row[0].published is None:
                undated += 1
            else:
                said[row[0].id] = row[0]
    how = replay.Settings(
        limits=warn.Limits(settings.warn.great_reach, settings.warn.interruptions_per_week),
        budget=settings.warn.false_alarms_per_week,
        zone=settings.zone,
        daily=_dates_only(histories, len(said)),
    )
    with terminal.progress() as bar:
        judging = bar.add_task("judging", total=len(said))
        judged = replay.judge_all(
            list(said.values()),
            settings.rules(),
            about_us=not relevance,
            tell=lambda count: bar.advance(judging, count),
        )
    rung = [each for each in replay.replay(judged, how) if digest or each.interrupts]
    if as_json:
        for each in rung:
            terminal.line(each.as_json())
    else:
        _show(terminal, settings, rung)
    terminal.note(f"{len(said)} mentions replayed, {undated} without a date and {skipped} unreadable ones left out.")
    return Exit.FINE


def _dates_only(histories: list[History], kept: int) -> bool:
    return sum(history.mapper.untimed for history in histories) > DATES_ONLY * max(1, kept)


def _show(terminal: Terminal, settings: config.Config, rung: list[replay.Rung]) -> None:
    terminal.table(
        ("when", "what", "about", "why"),
        [
            (
                each.decided.alert.at.astimezone(settings.zone),
                each.decided.alert.kind,
                each.decided.alert.entity,
                "; ".join((each.decided.alert.headline, *each.decided.alert.reasons[:2])),
            )
            for each in rung
        ],
        title=f"Would have rung {len(rung)} times" if len(rung) != 1 else "Would have rung once",
    )
