"""`earlyword up`, `init` and `check`: from nothing to a running service."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines import check, config, init
from pipelines.check import Checked
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.door import door
from pipelines.terminal import Terminal

Answer = Annotated[str | None, typer.Option(help="Asked when left out.")]


def up_command(
    ctx: typer.Context,
    port: Annotated[int | None, typer.Option(help="Port of the page; 0 takes any free one.", min=0, max=65535)] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    config_path: ConfigOption = None,
) -> int:
    """Start everything: the clock, the first round, and the page. Stop it with Ctrl-C.

    Example: earlyword up --port 8080 --no-browser
    """
    from pipelines import serve  # brings the whole page along, and few commands need it

    return serve.up(config_path, ctx.obj, port=port, open_browser=browser)


def init_command(
    ctx: typer.Context,
    name: Answer = None,
    town: Answer = None,
    website: Answer = None,
    trade: Answer = None,
    languages: Annotated[str | None, typer.Option(help="Two-letter codes, the main one first: en, de")] = None,
    timezone: Annotated[str | None, typer.Option(help="Europe/London, America/New_York ...")] = None,
    hours: Annotated[str | None, typer.Option(help="mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00")] = None,
    person: Annotated[str | None, typer.Option(help="The owner's name.")] = None,
    email: Annotated[str | None, typer.Option(help="The owner's e-mail address.")] = None,
    subreddits: Annotated[str | None, typer.Option(help="Where the town talks on Reddit: leeds, yorkshire")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a config.yaml that names a business.")] = False,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a commented config.yaml with the sources that need no key, and try each of them once.

    Example: earlyword init --name "Mossop & Mace" --town Leeds --email owner@example.com
    """
    terminal: Terminal = ctx.obj
    answers = init.Answers(name, town, website, trade, languages, timezone, hours, person, email, subreddits)
    settings = init.run(answers, config_path, terminal, force=force)
    return _try(settings, terminal, as_json)


def check_command(
    ctx: typer.Context,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check config.yaml, and try every source: ok, nothing new, blocked or broken. Keeps nothing.

    Example: earlyword check --source google-news
    """
    terminal: Terminal = ctx.obj
    return _try(config.load(config_path, terminal.env), terminal, as_json, source or ())


def _try(settings: config.Config, terminal: Terminal, as_json: bool, only: list[str] | tuple[str, ...] = ()) -> int:
    with terminal.progress() as bar:
        trying = bar.add_task("trying", total=len(only) or len(settings.sources))

        def tried(_: Checked) -> None:
            bar.advance(trying)

        checked = check.run(settings, door(settings, terminal.now), terminal.env, only=only, tell=tried)
    return check.show(checked, terminal, as_json=as_json)
