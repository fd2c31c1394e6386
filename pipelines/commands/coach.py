"""`earlyword coach`: what a draft answer does well, lacks, and must not say. Nothing is posted and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from analysis.recovery import fold
from analysis.replies import Advice
from pipelines import coach, config, judge
from pipelines.commands.judge import FileArgument
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.config import Config
from pipelines.desk import open_desk
from pipelines.exits import Exit
from pipelines.jsonlines import BadLine, open_lines, read
from pipelines.terminal import Complaint, Terminal
from storage import cases
from storage.model import Mention

SIGNS = {"ok": "✓", "weak": "~", "bad": "✕"}
LONGEST = 50_000  # characters of a draft


def coach_command(
    ctx: typer.Context,
    file: FileArgument = "-",
    case: Annotated[str | None, typer.Option("--case", help="The draft answers this case; FILE is plain text.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Score a draft answer on nine points, with the words meant and what to do. Nothing is ever posted.

    In: one object per line with draft, complaint, and optionally id, author, title, rating, published.

    Example: echo '{"complaint": "Cold soup, rude waiter", "draft": "Sorry!"}' | earlyword coach
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    now, bad = terminal.now(), 0
    with open_lines(file, terminal) as stream:
        if case is not None:
            advice = _of_case(settings, terminal, case, stream.read(LONGEST), now)
            _show(terminal, advice, case, as_json, settings)
            return Exit.FINE if advice.verdict == "ready" else Exit.LOOK
        for line in read(stream):
            if isinstance(line, BadLine):
                terminal.note(f"line {line.line} was passed over: {line.reason}")
                bad += 1
                continue
            number, value = line
            try:
                complaint = _complaint(value, settings, now)
            except judge.BadItem as wrong:
                terminal.note(f"line {number} was passed over: {wrong}")
                bad += 1
                continue
            advice = coach.advise(settings, str(value["draft"])[:LONGEST], complaint, now=now)
            _show(terminal, advice, value.get("id", number), as_json, settings)
    return Exit.LOOK if bad else Exit.FINE


def _complaint(value: Mapping[str, Any], settings: Config, now: datetime) -> Mention:
    if not isinstance(value.get("draft"), str):
        raise judge.BadItem("there is no draft")
    words = value.get("complaint")
    if not isinstance(words, str):
        raise judge.BadItem("there is no complaint")
    return judge.item({**value, "text": words}, entity=settings.entities()[0], now=now)


def _of_case(settings: Config, terminal: Terminal, case: str, draft: str, now: datetime) -> Advice:
    desk = open_desk(settings, terminal.env)
    with desk.record.session("read a case") as con:
        events = cases.of(con, case)
        if not events:
            raise Complaint(f"There is no case {case}; the open ones: earlyword cases")
        complaint = coach.complaint_of(con, fold(events))
        earlier = coach.earlier_replies(con, but=case)
    return coach.advise(settings, draft, complaint, now=now, earlier_replies=earlier)


def _show(terminal: Terminal, advice: Advice, given_id: object, as_json: bool, settings: Config) -> None:
    if as_json:
        terminal.line(coach.as_json(advice, given_id))
        return
    rows = [(f"{SIGNS[point.how]} {point.name}", point.words, point.suggestion) for point in advice.points]
    terminal.table(("", "words", "what to do"), rows, title=f"{given_id}: {advice.score} of 100, {advice.verdict}")
    for each in advice.promises:
        local = each.due.astimezone(settings.zone)
        terminal.say(f"This promises: “{each.what}”, due {local:%A} {local.day} {local:%B, %H:%M}.")
