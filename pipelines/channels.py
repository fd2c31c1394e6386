"""Other ways to reach a person: Slack, Teams, Telegram, ntfy and whatever else the apprise library knows.

The address of a channel is a secret: config.yaml holds the name of the environment variable it stands in, and so does
everything we keep or say about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from pipelines.config import Config
from pipelines.config_model import Person
from pipelines.letters.card import shortened
from pipelines.mail import body_text, header_text
from pipelines.transports import TransportError
from storage.model import Notification

LONGEST = 1500  # characters; chats cut what is longer, some in the middle of a word


def elsewhere(letter: Notification, person: Person) -> list[Notification]:
    """The same news for each of the person's other channels."""
    text = shortened(body_text(letter.text).strip(), LONGEST)
    return [
        replace(letter, recipient=variable, channel="apprise", text=text, html="")
        for variable in dict.fromkeys(person.notify_env)
        if variable
    ]


def send(letter: Notification, config: Config, env: Mapping[str, str]) -> None:
    """Hand one message over; returns when the channel took it. Raises `TransportError`, which names no address."""
    import apprise  # half a second: only for those who use it

    variable = letter.recipient
    secret = config.secret(variable, env)
    if secret is None:
        raise TransportError(f"{variable} is not set; put the channel's address there, in the environment or in .env.")
    asset = apprise.AppriseAsset(
        app_id="Earlyword", app_desc=config.business.name, async_mode=False, secure_logging=True
    )
    channel = apprise.Apprise(asset=asset)
    if not channel.add(secret.reveal()):
        raise TransportError(
            f"{variable} holds no address of a channel; it should look like ntfy://topic or slack://...: "
            "the list is at github.com/caronc/apprise."
        )
    if not channel.notify(title=header_text(letter.subject), body=letter.text, body_format=apprise.NotifyFormat.TEXT):
        raise TransportError(f"The channel of {variable} ({_kind(secret.reveal())}) did not take the message.")


def _kind(address: str) -> str:
    try:
        return urlsplit(address).scheme or "unknown"
    except ValueError:
        return "unknown"
