"""What config.yaml counts on and nobody has set yet: variables with secrets, and passwords of the page."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines import keyrings
from pipelines.access.visitors import locked_out
from pipelines.config import Config

_PUT = "Put it into the environment, or into .env beside config.yaml."


@dataclass(frozen=True, slots=True)
class Unset:
    """`what` does not work, as `says` explains; `todo` is what to type."""

    what: str
    says: str
    todo: str


def unset(config: Config, env: Mapping[str, str]) -> list[Unset]:
    """Everything besides the sources, which say it themselves when they are tried. Never a value."""
    found = [
        Unset(what, f"{variable} is not set", keyrings.advice(variable) if keyrings.is_kept_there(variable) else _PUT)
        for what, variable in _variables(config)
        if config.secret(variable, env) is None
    ]
    out = locked_out(config) if config.dashboard.sign_in == "password" else []
    if out and len(out) == len(config.people):
        says = "nobody has a password, so nobody can sign in"
        found.append(Unset("sign-in", says, f"Set one: earlyword password {shlex.quote(out[0])}"))
    return found


def _variables(config: Config) -> Iterator[tuple[str, str]]:
    if config.mail.smtp is not None and config.mail.smtp.password_env:
        yield "mail", config.mail.smtp.password_env
    if config.heartbeat.url_env:
        yield "heartbeat", config.heartbeat.url_env
    if config.dashboard.sign_in == "oidc" and config.dashboard.oidc is not None:
        yield "sign-in", config.dashboard.oidc.client_secret_env
    for person in config.people:
        for variable in person.notify_env:
            yield f"messages to {person.name}", variable
