"""`earlyword init`, `check`, `up` and `config show`: from nothing to a running watch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from pipelines import check, config, config_show, init, sample
from pipelines.commands.options import ConfigOption, JsonOption
from pipelines.config import Config
from pipelines.door import door
from pipelines.exits import Exit
from pipelines.init import Answers
from pipelines.terminal import Terminal


def init_command(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", help="Name of the business.")] = None,
    town: Annotated[str | None, typer.Option("--town")] = None,
    website: Annotated[str | None, typer.Option("--website")] = None,
    trade: Annotated[str | None, typer.Option("--trade", help="restaurant, shop, software ...")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, or several: en,de")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="Europe/London")] = None,
    hours: Annotated[str | None, typer.Option("--hours", help="mon-fri 09:00-18:00; sat 10:00-16:00")] = None,
    person: Annotated[str | None, typer.Option("--person", help="Name of the owner.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Where letters go.")] = None,
    subreddits: Annotated[str | None, typer.Option("--subreddits", help="Comma-separated.")] = None,
    config_path: ConfigOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a config.yaml that names a business.")] = False,
    try_sources: Annotated[bool, typer.Option("--try/--no-try", help="Try each source once afterwards.")] = True,
) -> int:
    """Ask a few questions (or take the answers as options) and write config.yaml.

    Example: earlyword init --name "Mossop & Mace" --town Ollerford --email ines@example.com
    """
    terminal: Terminal = ctx.obj
    given = Answers(name, town, website, trade, language, timezone, hours, person, email, subreddits)
    settings = init.run(given, config_path, terminal, force=force)
    if not try_sources:
        return Exit.FINE
    check.show(_tried(settings, terminal, ()), terminal)
    terminal.say("Next: earlyword up")
    return Exit.FINE  # a source that does not answer today is no fault of what was written


def check_command(
    ctx: typer.Context,
    source: Annotated[list[str] | None, typer.Option("--source", help="Try only this source.")] = None,
    config_path: ConfigOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check config.yaml and try every source once: ok, nothing new, blocked or broken; name secrets that are not set.

    Keeps nothing.

    Example: earlyword check --source google-news
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    found = _tried(settings, terminal, source or ())
    if not source:
        found += check.counted_on(settings, terminal.env)
    return check.show(found, terminal, as_json=as_json)


def up_command(
    ctx: typer.Context,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: the configured one.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    config_path: ConfigOption = None,
) -> int:
    """Start everything: the clock, the first round and the page.

    Example: earlyword up --port 8600 --no-browser
    """
    from pipelines import serve  # brings a web server, which no other command needs

    return serve.up(config_path, ctx.obj, port=port, open_browser=browser)


def show_command(ctx: typer.Context, config_path: ConfigOption = None) -> int:
    """Show the configuration as it is understood, defaults included and secrets as stars.

    Example: earlyword config show
    """
    terminal: Terminal = ctx.obj
    terminal.out.file.write(config_show.shown(config.load(config_path, terminal.env), terminal.env))
    return Exit.FINE


def _tried(settings: Config, terminal: Terminal, only: Sequence[str]) -> list[check.Checked]:
    if settings.sample:
        sample.write(settings.data, terminal.now())
    with terminal.progress() as bar, door(settings, terminal.now) as web:
        trying = bar.add_task("trying the sources", total=len(only or settings.sources))
        return check.run(settings, web, terminal.env, only=only, tell=lambda _: bar.advance(trying))
