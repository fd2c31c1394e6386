"""`earlyword mute` and `earlyword unmute`: a story, or what one alert is about, rings no more for a while."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.recovery import NotAllowed
from pipelines import config, mute
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import Desk, open_desk
from pipelines.durations import parse_duration
from pipelines.exits import Exit
from pipelines.mute import Muted
from pipelines.terminal import Complaint, Terminal
from storage import publish

About = Annotated[
    str, typer.Argument(metavar="STORY", help="Id of a story or of a mention that tells it; or an alert.")
]
Who = Annotated[str, typer.Option("--who", help="Your name.")]


def mute_command(
    ctx: typer.Context,
    about: Annotated[
        str, typer.Argument(metavar="STORY", help="A story's id, or an alert's key. Without: a list.")
    ] = "",
    span: Annotated[str, typer.Option("--for", help="For how long: 12 hours, 3 days, at most a year.")] = "1 day",
    who: Who = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """A story, or what one alert is about, rings no more for a while. Without STORY: what is muted now.

    Example: earlyword mute 3f2a9c41d07be85512aa90cd --for "3 days" --who Ines
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    if not about:
        with desk.record.session("list what is muted") as con:
            _show(terminal, mute.holding(con, terminal.now()), as_json)
        return Exit.FINE
    try:
        until = terminal.now() + parse_duration(span)
        done = mute.mute(desk, about, until=until, who=who.strip(), now=terminal.now())
    except ValueError as wrong:
        raise Complaint(f"--for {wrong}.") from wrong
    except (mute.Unknown, mute.NotNow, NotAllowed) as wrong:
        raise Complaint(str(wrong)) from wrong
    _told(terminal, desk, done, as_json)
    return Exit.FINE


def unmute_command(
    ctx: typer.Context, about: About, who: Who, config_path: ConfigOption = None, as_json: JsonOption = False
) -> int:
    """What was muted may ring again.

    Example: earlyword unmute 3f2a9c41d07be85512aa90cd --who Ines
    """
    terminal: Terminal = ctx.obj
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    try:
        done = mute.unmute(desk, about, who=who.strip(), now=terminal.now())
    except (mute.Unknown, NotAllowed) as wrong:
        raise Complaint(str(wrong)) from wrong
    publish.publish(desk.record, desk.published)
    if as_json:
        terminal.line({"what": done.what, "about": done.about, "muted_by": done.by, "until": terminal.now()})
    else:
        terminal.say(f"It may ring again; {done.by} had muted it.")
    return Exit.FINE


def _told(terminal: Terminal, desk: Desk, done: Muted, as_json: bool) -> None:
    publish.publish(desk.record, desk.published)
    if as_json:
        terminal.line(_line(done))
    else:
        until = done.until.astimezone(desk.config.zone)
        terminal.say(f'Quiet until {until:%d %B, %H:%M}. To end it before: earlyword unmute "{done.about}" --who NAME')


def _show(terminal: Terminal, muted: list[Muted], as_json: bool) -> None:
    for each in muted if as_json else ():
        terminal.line(_line(each))
    if not as_json:
        rows = [(each.what, each.about, f"{each.until:%Y-%m-%d %H:%M} UTC", each.by) for each in muted]
        terminal.table(("what", "about", "until", "by"), rows) if rows else terminal.say("Nothing is muted.")


def _line(muted: Muted) -> dict[str, object]:
    return {"what": muted.what, "about": muted.about, "until": muted.until, "by": muted.by, "at": muted.at}
