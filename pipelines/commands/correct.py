"""`earlyword correct`: a person says what is true; we keep it for ever and learn from it."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.recovery import NotAllowed
from pipelines import config, correct, verdicts
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import publish

Yes = bool | None


def correct_command(
    ctx: typer.Context,
    mention: Annotated[str, typer.Argument(metavar="MENTION", help="Id of the mention.")],
    who: Annotated[str, typer.Option("--who", help="Your name.")],
    negative: Annotated[Yes, typer.Option("--negative/--not-negative", help="Is it a complaint?")] = None,
    about_us: Annotated[Yes, typer.Option("--about-us/--not-about-us", help="Is it about us?")] = None,
    useful: Annotated[Yes, typer.Option("--useful/--not-useful", help="Was it good to be told at once?")] = None,
    same: Annotated[str, typer.Option("--same-story", metavar="OTHER", help="It tells the story of this one.")] = "",
    split: Annotated[str, typer.Option("--split", metavar="OTHER", help="It tells another story than this one.")] = "",
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say that a judgement is wrong. The mention is judged again at once; others like it follow in the background.

    Example: earlyword correct 3f2a9c41d07be85512aa90cd --not-negative --who Ines
    """
    terminal: Terminal = ctx.obj
    words = _words(negative, about_us, useful, same, split)
    if not words:
        raise Complaint("Say what is true: --negative, --not-about-us, --same-story OTHER ...; see --help.")
    if mention in (same, split):
        raise Complaint("A mention tells the same story as itself; name another one.")
    desk = open_desk(config.load(config_path, terminal.env), terminal.env)
    waiting = 0
    for what, other in words:
        try:
            done = correct.correct(desk, mention, what, who=who.strip(), now=terminal.now(), other=other)
        except (correct.Unknown, NotAllowed) as wrong:
            raise Complaint(str(wrong)) from wrong
        waiting += done.waiting
    publish.publish(desk.record, desk.published)
    now = done.assessment
    if as_json:
        flag, relevant = (now.flag, now.relevant) if now else (None, None)
        line = {"mention": mention, "relevant": relevant, "flag": flag, "story": done.story, "waiting": waiting}
        terminal.line(line)
    else:
        others = f" {waiting:,} others are judged again with the next rounds." if waiting else ""
        state = "not judged yet" if now is None else f"flag: {now.flag}" if now.relevant else "not about us"
        terminal.say(f"Thank you. {mention} is now {state}, and tells the story {done.story}.{others}")
    return Exit.FINE


def _words(negative: Yes, about_us: Yes, useful: Yes, same: str, split: str) -> list[tuple[str, str]]:
    """Everything that was said, as words of `verdicts` with the other mention where there is one."""
    said: list[tuple[str, str]] = []
    for value, yes, no in (
        (negative, verdicts.NEGATIVE, verdicts.NOT_NEGATIVE),
        (about_us, verdicts.ABOUT_US, verdicts.NOT_ABOUT_US),
        (useful, verdicts.USEFUL, verdicts.NOT_USEFUL),
    ):
        if value is not None:
            said.append((yes if value else no, ""))
    if same:
        said.append((verdicts.SAME_STORY, same))
    if split:
        said.append((verdicts.OTHER_STORY, split))
    return said
