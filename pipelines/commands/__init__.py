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
    app.command("up")(setup.up_command)
    app.command("init")(setup.init_command)
    app.command("check")(setup.check_command)
    app.command("run")(run.run_command)
    app.add_typer(sources.app, name="sources")
    app.command("import")(import_.import_command)
    app.command("replay")(replay.replay_command)
    app.command("rejudge")(rejudge.rejudge_command)
    app.command("correct")(correct.correct_command)
    app.command("mute")(mute.mute_command)
    app.command("unmute")(mute.unmute_command)
    app.command("report-card")(report_card.report_card_command)
    app.command("judge")(judge.judge_command)
    app.command("group")(judge.group_command)
    app.command("publish")(analyst.publish_command)
    app.command("sql")(analyst.sql_command)
    app.command("export")(export.export_command)
    app.command("report")(report.report_command)
    app.add_typer(casework.app, name="cases")
    app.command("coach")(coach.coach_command)
    app.command("promises")(promises.promises_command)
    app.add_typer(team.app, name="team")
    app.command("password")(password.password_command)
    app.command("audit")(audit.audit_command)
    app.command("outbox")(keeper.outbox_command)
    app.command("doctor")(keeper.doctor_command)
    app.command("backup")(keeper.backup_command)
    app.command("restore")(keeper.restore_command)
    app.command("person")(people.person_command)
    app.command("forget")(people.forget_command)
    app.command("sbom")(supply.sbom_command)
    configuration = typer.Typer(help="The configuration as it is understood.", no_args_is_help=True)
    configuration.command("show")(setup.show_command)
    app.add_typer(configuration, name="config")
