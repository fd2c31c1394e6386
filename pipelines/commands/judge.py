"""`earlyword judge` and `earlyword group`: the judgement as a filter, JSON Lines in and out, no record."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import stories
from pipelines import config, judge
from pipelines.commands.options import ConfigOption, RelevanceOption
from pipelines.exits import Exit
from pipelines.jsonlines import BadLine, open_lines, read
from pipelines.terminal import Terminal

FileArgument = Annotated[str, typer.Argument(help="A JSON Lines file, or - for standard input.")]


def judge_command(
    ctx: typer.Context,
    file: FileArgument = "-",
    config_path: ConfigOption = None,
    relevance: RelevanceOption = False,
) -> int:
    """Judge texts: language, complaint probability, label, flag, topics and reasons.

    In: one object per line with id, text, and optionally title, rating, rating_scale, author, published, language.

    Example: echo '{"id": 1, "text": "Waited 55 minutes and two mains never came"}' | earlyword judge
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    rules, now, bad = settings.rules(), terminal.now(), 0
    entity = settings.entities()[0]
    with open_lines(file, terminal) as stream:
        for line in read(stream):
            if isinstance(line, BadLine):
                bad += _refused(terminal, line.line, line.reason)
                continue
            number, value = line
            try:
                mention = judge.item(value, entity=entity, now=now)
            except judge.BadItem as wrong:
                bad += _refused(terminal, number, str(wrong))
                continue
            assessment = judge.judge(mention, rules, now=now, check_relevance=relevance)
            terminal.line(judge.as_json(assessment, value.get("id")))
    return Exit.LOOK if bad else Exit.FINE


def group_command(ctx: typer.Context, file: FileArgument = "-") -> int:
    """Group texts that tell the same story: near-duplicates, and the same incident in other words.

    In: one object per line with id, text, and optionally title and published. Out: id and story.

    Example: earlyword group mentions.jsonl > stories.jsonl
    """
    terminal: Terminal = ctx.obj
    now, bad = terminal.now(), 0
    items: list[stories.Item] = []
    ids, known = list[object](), set[str]()
    with open_lines(file, terminal) as stream:
        for line in read(stream):
            if isinstance(line, BadLine):
                bad += _refused(terminal, line.line, line.reason)
                continue
            number, value = line
            try:
                mention = judge.item(value, entity="", now=now)
            except judge.BadItem as wrong:
                bad += _refused(terminal, number, str(wrong))
                continue
            given = value.get("id", number)
            own = str(given) if str(given) not in known else f"{given} (line {number})"  # ids of strangers may repeat
            known.add(own)
            items.append(stories.Item(own, mention.title, mention.text, mention.published))
            ids.append(given)
    placed = stories.group(items)
    for item, given in zip(items, ids, strict=True):
        terminal.line({"id": given, "story": placed[item.id]})
    return Exit.LOOK if bad else Exit.FINE


def _refused(terminal: Terminal, line: int, reason: str) -> int:
    terminal.note(f"line {line} was passed over: {reason}")
    return 1
