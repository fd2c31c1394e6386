"""`earlyword run`: one round now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from pipelines import config
from pipelines import round as one_round
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage.model import Poll

COLUMNS = ("source", "status", "found", "new", "skipped", "seconds", "next look", "what to do")


def run_command(
    ctx: typer.Context,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source, due or not.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Do one round now: collect what is due, assess, warn, notify, publish. Right for cron, too.

    Example: earlyword run --source google-news
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    names = [each.name for each in settings.sources]
    for name in source or ():
        if name not in names:
            raise Complaint(f"There is no source {name!r} in the configuration; there are: {', '.join(names)}")
    desk = open_desk(settings, terminal.env)
    with terminal.progress() as bar:
        looking = bar.add_task("looking", total=None)
        judging = bar.add_task("judging", total=None)

        def looked(poll: Poll) -> None:
            bar.advance(looking)
            bar.console.print(f"{poll.source}: {poll.status}, {poll.new} new", markup=False)

        tell = one_round.Tell(
            due=lambda due: bar.update(looking, total=len(due)),
            poll=looked,
            judged=lambda count: bar.advance(judging, count),
        )
        done = one_round.run(desk, now=terminal.now, only=source or (), tell=tell)
    if done.pulse:
        terminal.note(done.pulse)
    if as_json:
        terminal.line(as_record(done))
    else:
        _show(terminal, done)
    return Exit.LOOK if done.failures or done.letters.refused else Exit.FINE


def as_record(done: one_round.Round) -> dict[str, object]:
    """A round as JSON."""
    return {
        "sources": [
            {
                "source": poll.source,
                "status": poll.status,
                "found": poll.found,
                "new": poll.new,
                "skipped": poll.skipped,
                "seconds": round(poll.seconds, 3),
                "error": poll.error,
                "next_step": poll.next_step,
                "next_due": poll.next_due,
            }
            for poll in done.polls
        ],
        "record_mended": done.mended.reason if done.mended else None,
        "recovered": done.recovered,
        "looked_again": [asdict(each) for each in done.again],
        "judged": done.judged,
        "alerts": [each.alert.key for each in done.decision.interrupt],
        "for_the_digest": [each.alert.key for each in done.decision.digest],
        "letters": {"sent": done.letters.sent, "later": done.letters.later, "refused": done.letters.refused},
        "published": str(done.published.path),
        "heartbeat": done.pulse,
        "next_due": done.next_due,
        "seconds": round(done.seconds, 3),
    }


def _show(terminal: Terminal, done: one_round.Round) -> None:
    rows = [
        (
            poll.source,
            poll.status.replace("_", " "),
            poll.found,
            poll.new,
            poll.skipped,
            poll.seconds,
            poll.next_due,
            " ".join(filter(None, (poll.error, poll.next_step))),
        )
        for poll in sorted(done.polls, key=lambda poll: poll.source)
    ]
    if rows:
        terminal.table(COLUMNS, rows)
    else:
        terminal.say("No source is due. To look at one now: earlyword run --source NAME")
    if done.mended:
        terminal.say(f"{done.mended.reason} What was there is kept at {done.mended.kept}.")
    if done.recovered:
        terminal.say(f"{done.recovered} mentions of an interrupted round were kept.")
    for each in done.decision.interrupt:
        terminal.say(f"! {each.alert.headline}")
    letters = done.letters
    terminal.say(
        f"{done.judged} judged, {len(done.decision.interrupt)} alerts, {letters.sent} letters sent, "
        f"{letters.later} to be tried again, {letters.refused} refused; {done.seconds:.1f} s."
    )
