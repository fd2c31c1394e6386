"""One file per command or family of commands; `register` is the table of contents of the command line."""

from __future__ import annotations

import typer

from pipelines.commands import (
    analyst,
    audit,
    casework,
    coach,
    correct,
    export,
    import_,
    judge,
    keeper,
    mute,
    password,
    people,
    promises,
    rejudge,
    replay,
    report,
    report_card,
    run,
    setup,
    sources,
    supply,
    team,
)


def register(app: typer.Typer) -> None:
    """Hang every command on the application, in the order of the help page."""
    _watching(app)
    _judging(app)
    _putting_right(app)
    _counting(app)
    _keeping(app)


def _watching(app: typer.Typer) -> None:
    panel = "Watch"
    app.command("up", rich_help_panel=panel)(setup.up_command)
    app.command("init", rich_help_panel=panel)(setup.init_command)
    app.command("check", rich_help_panel=panel)(setup.check_command)
    app.command("run", rich_help_panel=panel)(run.run_command)
    app.command("import", rich_help_panel=panel)(import_.import_command)
    app.add_typer(sources.app, name="sources", rich_help_panel=panel)
    configuration = typer.Typer(help="The configuration as it is understood.", no_args_is_help=True)
    configuration.command("show")(setup.show_command)
    app.add_typer(configuration, name="config", rich_help_panel=panel)


def _judging(app: typer.Typer) -> None:
    panel = "Judge, and try it on the past"
    app.command("correct", rich_help_panel=panel)(correct.correct_command)
    app.command("mute", rich_help_panel=panel)(mute.mute_command)
    app.command("unmute", rich_help_panel=panel)(mute.unmute_command)
    app.command("report-card", rich_help_panel=panel)(report_card.report_card_command)
    app.command("replay", rich_help_panel=panel)(replay.replay_command)
    app.command("rejudge", rich_help_panel=panel)(rejudge.rejudge_command)
    app.command("judge", rich_help_panel=panel)(judge.judge_command)
    app.command("group", rich_help_panel=panel)(judge.group_command)


def _putting_right(app: typer.Typer) -> None:
    panel = "Put things right"
    app.add_typer(casework.app, name="cases", rich_help_panel=panel)
    app.command("coach", rich_help_panel=panel)(coach.coach_command)
    app.command("promises", rich_help_panel=panel)(promises.promises_command)
    app.add_typer(team.app, name="team", rich_help_panel=panel)


def _counting(app: typer.Typer) -> None:
    panel = "Numbers and reports"
    app.command("report", rich_help_panel=panel)(report.report_command)
    app.command("export", rich_help_panel=panel)(export.export_command)
    app.command("sql", rich_help_panel=panel)(analyst.sql_command)
    app.command("publish", rich_help_panel=panel)(analyst.publish_command)


def _keeping(app: typer.Typer) -> None:
    panel = "Keep it sound and safe"
    app.command("doctor", rich_help_panel=panel)(keeper.doctor_command)
    app.command("outbox", rich_help_panel=panel)(keeper.outbox_command)
    app.command("backup", rich_help_panel=panel)(keeper.backup_command)
    app.command("restore", rich_help_panel=panel)(keeper.restore_command)
    app.command("person", rich_help_panel=panel)(people.person_command)
    app.command("forget", rich_help_panel=panel)(people.forget_command)
    app.command("password", rich_help_panel=panel)(password.password_command)
    app.command("audit", rich_help_panel=panel)(audit.audit_command)
    app.command("sbom", rich_help_panel=panel)(supply.sbom_command)
