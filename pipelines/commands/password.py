"""`earlyword password`: who may sign in at the page, where it asks for a password."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pipelines import config
from pipelines.access.passwords import Passwords, Weak
from pipelines.commands.options import ConfigOption
from pipelines.exits import Exit
from pipelines.terminal import Complaint, Terminal
from storage import audit


def password_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="One of the people in config.yaml.")],
    remove: Annotated[
        bool, typer.Option("--remove", help="Take it back: no sign-in until there is a new one.")
    ] = False,
    config_path: ConfigOption = None,
) -> int:
    """Set a person's password: asked twice, never shown, kept as a hash. Whoever is signed in with the old one is out.

    From a pipe it reads one line. Example: earlyword password Tom
    """
    terminal: Terminal = ctx.obj
    settings = config.load(config_path, terminal.env)
    wanted = " ".join(name.split()).casefold()
    found = next((p.name for p in settings.people if wanted in (p.name.casefold(), p.email.casefold())), None)
    passwords = Passwords(settings.data)
    if remove:
        had = passwords.drop(found or name)
        if had:
            audit.note(
                settings.data, audit.Entry(terminal.now(), found or "", "password", "taken back, on this machine")
            )
        terminal.say(f"{found or name} cannot sign in any more." if had else f"{name} had no password.")
        return Exit.FINE
    if found is None:
        known = ", ".join(person.name for person in settings.people) or "there are none yet"
        raise Complaint(f"{name} is none of the people in config.yaml: {known}.")
    try:
        passwords.put(found, _asked(terminal, found))
    except Weak as weak:
        raise Complaint(str(weak)) from weak
    except OSError as wrong:
        said = f"The password could not be kept in {passwords.path}: {wrong.strerror}."
        raise Complaint(said, Exit.LOOK) from wrong
    audit.note(settings.data, audit.Entry(terminal.now(), found, "password", "set, on this machine"))
    terminal.say(f"{found} can sign in with the new password.")
    if settings.dashboard.sign_in != "password":
        terminal.note("The page does not ask for it yet: set dashboard.sign_in to password in config.yaml.")
    return Exit.FINE


def _asked(terminal: Terminal, name: str) -> str:
    if not terminal.stdin.isatty():
        return terminal.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"New password for {name} (not shown): ")
    if getpass.getpass("Once more: ") != first:
        raise Complaint("The two differ; nothing was changed.")
    return first
