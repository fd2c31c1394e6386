"""Who could come in by which way, and what would shut the door on whoever is about to change it. Never a secret."""

from __future__ import annotations

import importlib.util
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines.access.visitors import passwords_of
from pipelines.config import Config


@dataclass(frozen=True, slots=True)
class Key:
    """One of the people, and whether they have a password; `command` sets one, typed where Earlyword runs."""

    person: str
    has_password: bool
    command: str


def keys(config: Config) -> Iterator[Key]:
    """Everybody of config.yaml, in its order."""
    passwords = passwords_of(config.data)
    for person in config.people:
        yield Key(person.name, passwords.known(person.name), f"earlyword password {shlex.quote(person.name)}")


def obstacle(config: Config, who: str, way: str, secret_env: str, env: Mapping[str, str]) -> str:
    """What must be done before `who` may switch to this way without being shut out; "" when nothing is in it."""
    if way == "password":
        mine = next((key for key in keys(config) if key.person == who), None)
        if mine is None:
            return "Only people of config.yaml are let in; add yourself to the people first."
        if not mine.has_password:
            return f"You would be shut out: set a password for yourself first, where Earlyword runs: {mine.command}"
    if way == "oidc":
        if importlib.util.find_spec("authlib") is None:
            return "This needs one more package, where Earlyword runs: uv sync --extra oidc"
        if secret_env and not config.secret(secret_env, env):
            return f"{secret_env} is not set; put the client's secret there, in the environment or in .env."
    return ""
