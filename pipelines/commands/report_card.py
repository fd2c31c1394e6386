"""`earlyword report-card`: how good the judgement has been, by what people said of it."""

from __future__ import annotations

import typer

from analysis.report_card import Grade
from pipelines import config, grades
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.exits import Exit
from pipelines.grades import PERIOD, Report
from pipelines.terminal import Terminal


def report_card_command(ctx: typer.Context, config_path: ConfigOption = None, as_json: JsonOption = False) -> int:
    """Caught so many of so many, cried wolf so often: the last 90 days, for each source.

    What nobody corrected counts as right, so correct what you see: earlyword correct.

    Example: earlyword report-card --json
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    report = grades.report(settings.data / "published.duckdb", terminal.now())
    if as_json:
        for grade in report.grades:
            terminal.line(_line(grade, report))
        return Exit.FINE
    terminal.say(f"The last {PERIOD.days} days: {report.grades[0].sentence()}.")
    terminal.table(
        ("source", "caught", "of", "95 % interval", "cried wolf", "flags from"),
        [
            (
                grade.source or "all sources",
                grade.caught,
                grade.complaints,
                "{:.0%} - {:.0%}".format(*grade.interval) if grade.complaints else None,
                grade.wolf,
                report.taught.learned.cut(grade.source).flag if grade.source else None,
            )
            for grade in report.grades
        ],
    )
    terminal.note(_learned(report))
    return Exit.FINE


def _line(grade: Grade, report: Report) -> dict[str, object]:
    low, high = grade.interval
    return {
        "source": grade.source or None,
        "caught": grade.caught,
        "complaints": grade.complaints,
        "low": round(low, 3),
        "high": round(high, 3),
        "cried_wolf": grade.wolf,
        "flags_from": report.taught.learned.cut(grade.source).flag if grade.source else None,
    }


def _learned(report: Report) -> str:
    said, model = report.taught.verdicts, report.taught.learned.residual
    count = f"{said.count:,} correction{'' if said.count == 1 else 's'} so far"
    if model is None:
        return f"{count}. Your own words are not learned yet: that takes 50 examples, and must beat what we ship."
    return f"{count}. A model of your own words, learned from {model.examples:,} examples, is on."
