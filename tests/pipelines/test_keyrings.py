"""Secrets from a keyring: found, missing with the next step, and never shown."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from collectors.source import Broken
from pipelines import config_show, keyrings
from pipelines.config_sources import ready
from tests.pipelines.conftest import SHOP, Configured


class Drawer(KeyringBackend):
    """A keyring in memory, spoken to through the library's own door."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.locked = False
        self.kept = {("earlyword", "FEED"): "https://example.com/canary-feed", ("earlyword", "MAIL"): "canary-mail"}

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("no")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before = keyring.get_keyring()
    mine = Drawer()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


CONFIG = SHOP + (
    "sources: [{name: s, kind: feed, url_env: 'keyring:FEED'}]\n"
    "mail: {from: a@b.org, smtp: {host: localhost, user: u, password_env: 'keyring:MAIL'}}\n"
)


def test_a_secret_is_read_from_the_keyring_and_shown_nowhere(drawer: Drawer, configured: Configured) -> None:
    config = configured(CONFIG)
    (source,) = config.source_objects({})
    ready(source)
    assert source.secrets["url_env"].reveal() == "https://example.com/canary-feed"
    password = config.secret("keyring:MAIL", {})
    assert password is not None
    assert password.reveal() == "canary-mail"
    shown = config_show.shown(config, {})
    assert "canary" not in shown
    assert "keyring:FEED" in shown


def test_a_secret_that_is_not_there_is_named_with_the_next_step(drawer: Drawer, configured: Configured) -> None:
    drawer.kept.clear()
    (source,) = configured(CONFIG).source_objects({})
    with pytest.raises(Broken, match="keyring:FEED") as caught:
        ready(source)
    assert "keyring set earlyword FEED" in caught.value.next_step


def test_a_locked_keyring_is_a_secret_that_is_not_there(drawer: Drawer) -> None:
    drawer.locked = True
    assert keyrings.read("keyring:FEED") is None
