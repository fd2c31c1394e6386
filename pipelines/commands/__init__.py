"""One file per command or family of commands; `PANELS` is the table of contents of the command line."""

from __future__ import annotations

from collections.abc import Callable

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

configuration = typer.Typer(help="The configuration as it is understood.", no_args_is_help=True)
configuration.command("show")(setup.show_command)

# heading of the help page -> command -> what it does, or a family of commands; in the order of the page
PANELS: dict[str, dict[str, Callable[..., int] | typer.Typer]] = {
    "Watch": {
        "up": setup.up_command,
        "init": setup.init_command,
        "check": setup.check_command,
        "run": run.run_command,
        "import": import_.import_command,
        "sources": sources.app,
        "config": configuration,
    },
    "Judge, and try it on the past": {
        "correct": correct.correct_command,
        "mute": mute.mute_command,
        "unmute": mute.unmute_command,
        "report-card": report_card.report_card_command,
        "replay": replay.replay_command,
        "rejudge": rejudge.rejudge_command,
        "judge": judge.judge_command,
        "group": judge.group_command,
    },
    "Put things right": {
        "cases": casework.app,
        "coach": coach.coach_command,
        "promises": promises.promises_command,
        "team": team.app,
    },
    "Numbers and reports": {
        "report": report.report_command,
        "export": export.export_command,
        "sql": analyst.sql_command,
        "publish": analyst.publish_command,
    },
    "Keep it sound and safe": {
        "doctor": keeper.doctor_command,
        "outbox": keeper.outbox_command,
        "backup": keeper.backup_command,
        "restore": keeper.restore_command,
        "person": people.person_command,
        "forget": people.forget_command,
        "password": password.password_command,
        "audit": audit.audit_command,
        "sbom": supply.sbom_command,
    },
}


def register(app: typer.Typer) -> None:
    """Hang every command on the application."""
    for panel, commands in PANELS.items():
        for name, command in commands.items():
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name, rich_help_panel=panel)
            else:
                app.command(name, rich_help_panel=panel)(command)
