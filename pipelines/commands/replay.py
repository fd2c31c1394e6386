"""`earlyword replay`: what would have rung, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pipelines import config, histories, replay, warn
from pipelines.commands.options import (
    ConfigOption,
    DateFormatOption,
    JsonOption,
    MapOption,
    RelevanceOption,
    ScaleOption,
    TimezoneOption,
)
from pipelines.config import Config
from pipelines.exits import Exit
from pipelines.histories import Past
from pipelines.history import Reading, open_history
from pipelines.rehearse import rehearse
from pipelines.terminal import Complaint, Terminal

FilesArgument = Annotated[list[Path] | None, typer.Argument(help="Exports: CSV, TSV, XLSX, JSON or JSON Lines.")]
RecordOption = Annotated[bool, typer.Option("--record", help="The last 90 days of the record instead of files.")]
DigestOption = Annotated[bool, typer.Option("--digest", help="Also what would have waited for the digest.")]
AlarmsOption = Annotated[
    float | None,
    typer.Option("--false-alarms-per-week", min=1e-6, max=50, help="Try this instead of config.yaml's."),
]
InterruptionsOption = Annotated[
    int | None, typer.Option("--interruptions-per-week", min=0, max=1000, help="Try this instead of config.yaml's.")
]
ReachOption = Annotated[int | None, typer.Option("--great-reach", min=1, help="Try this instead of config.yaml's.")]


def replay_command(
    ctx: typer.Context,
    files: FilesArgument = None,
    record: RecordOption = False,
    columns: MapOption = None,
    scale: ScaleOption = None,
    date_format: DateFormatOption = None,
    timezone: TimezoneOption = None,
    relevance: RelevanceOption = False,
    digest: DigestOption = False,
    false_alarms: AlarmsOption = None,
    interruptions: InterruptionsOption = None,
    great_reach: ReachOption = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run history through the same judgement and warning as a live round; writes nothing to the record.

    With entity=COLUMN in --map each value of that column is watched apart. With --record another budget is tried on
    what the record holds, before it is written into config.yaml.

    Example: earlyword replay tweets.csv --map text=text,published=tweet_created,entity=airline

    Example: earlyword replay --record --false-alarms-per-week 1
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    if bool(files) == record:
        raise Complaint("Name the files to replay, or say --record for the last 90 days of the record.")
    if record:
        past = histories.of_record(settings.data / "published.duckdb", terminal.now())
    else:
        asked = _Asked(files or [], Reading(columns, scale, date_format or (), timezone), not relevance)
        past = _read(terminal, settings, asked)
    seen = rehearse(past.said, past.known(settings.zone))
    limits, budget = _tried(settings, false_alarms, interruptions, great_reach)
    rung = [each for each in histories.tried(past, seen, limits, budget) if digest or each.interrupts]
    _show(terminal, settings, rung, past, as_json=as_json)
    return Exit.FINE


@dataclass(frozen=True)
class _Asked:
    files: Sequence[Path]
    reading: Reading
    about_us: bool


def _tried(
    settings: Config, false_alarms: float | None, interruptions: int | None, great_reach: int | None
) -> tuple[warn.Limits, float]:
    """The owner's settings, with what is tried in their place."""
    kept = settings.warn
    limits = warn.Limits(
        great_reach=great_reach or kept.great_reach,
        interruptions_per_week=kept.interruptions_per_week if interruptions is None else interruptions,
        rules=settings.own_rules(),
    )
    return limits, false_alarms or kept.false_alarms_per_week


def _read(terminal: Terminal, settings: Config, asked: _Asked) -> Past:
    entity, now = settings.entities()[0], terminal.now()
    found = [
        open_history(file, asked.reading, source=file.stem, entity=entity, zone=settings.zone, now=now)
        for file in asked.files
    ]

    @contextmanager
    def progress(total: int) -> Iterator[Callable[[int], None]]:
        with terminal.progress() as bar:
            judging = bar.add_task("judging", total=total)
            yield lambda count: bar.advance(judging, count)

    return histories.of_files(found, settings.rules(), about_us=asked.about_us, progress=progress)


def _show(terminal: Terminal, settings: Config, rung: Sequence[replay.Rung], past: Past, *, as_json: bool) -> None:
    if as_json:
        for each in rung:
            terminal.line(each.as_json())
    else:
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
            title=_title(rung, past),
        )
    left_out = f", {past.left_out}" if past.left_out else ""
    terminal.note(f"{len(past.said)} mentions replayed{left_out}.")


def _title(rung: Sequence[replay.Rung], past: Past) -> str:
    """ "Would have rung 7 times in the last 90 days: here they are, you marked 5 useful and 1 not"."""
    times = "once" if len(rung) == 1 else f"{len(rung)} times"
    when = f" in the last {histories.LAST.days} days" if past.since else ""
    useful, useless = histories.marked(rung, past.verdicts)
    marks = f": here they are, you marked {useful} useful and {useless} not" if useful or useless else ""
    return f"Would have rung {times}{when}{marks}"
