"""Who is behind a request: the cookie, the session it stands for, and the person of config.yaml as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from pipelines.access.passwords import Passwords
from pipelines.access.sessions import Sessions, sessions_of
from pipelines.config import Config
from pipelines.config_model import Person


@cache
def passwords_of(folder: Path) -> Passwords:
    return Passwords(folder)


def cookie_name(config: Config) -> str:
    """`__Host-` makes browsers refuse the cookie from a neighbouring host, from a path, and without encryption."""
    return "__Host-earlyword" if encrypted(config) else "earlyword"


def encrypted(config: Config) -> bool:
    """Do people reach the page through https?"""
    return config.dashboard.url.startswith("https://")


def person_behind(config: Config, cookies: Mapping[str, str], now: datetime) -> Person | None:
    """The person who is signed in with these cookies; None for anybody else.

    A person who left config.yaml, a new password and another way of signing in end a session; a new role holds at once.
    """
    token = cookies.get(cookie_name(config), "")
    found = sessions_of(config.data).find(token, now, config.dashboard.signed_out_after)
    if found is None:
        return None
    person = next((each for each in config.people if each.name == found.name), None)
    if person is None or not found.rests_on or rests_on(config, person) != found.rests_on:
        return None
    return person


def rests_on(config: Config, person: Person) -> str:
    """What a session of this person rests on now; "" when nothing would let them in."""
    dashboard = config.dashboard
    if dashboard.sign_in == "password":
        return passwords_of(config.data).mark(person.name)
    if dashboard.sign_in == "oidc" and dashboard.oidc is not None:
        said = f"oidc\0{dashboard.oidc.issuer}\0{dashboard.oidc.client_id}\0{person.email.casefold()}"
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
    return ""


def locked_out(config: Config) -> list[str]:
    """People who cannot sign in yet."""
    return [person.name for person in config.people if not rests_on(config, person)]


@dataclass(frozen=True)
class Visitors:
    """The same for the service, which has a clock and hears of a changed config.yaml."""

    current: Callable[[], Config]
    now: Callable[[], datetime]

    @property
    def sessions(self) -> Sessions:
        return sessions_of(self.current().data)

    def behind(self, cookies: Mapping[str, str]) -> Person | None:
        return person_behind(self.current(), cookies, self.now())

    def let_in(self, person: Person) -> str:
        """A session for this person; returns the token for the cookie."""
        return self.sessions.begin(person.name, rests_on(self.current(), person), self.now())

    def token(self, cookies: Mapping[str, str]) -> str:
        return cookies.get(cookie_name(self.current()), "")
