"""A letter to whoever asks for one, to see whether letters arrive: past the outbox, so that the answer is known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analysis.recovery import NotAllowed
from pipelines import roles
from pipelines.config import Config
from pipelines.letters.reminder import Reminder, letter
from pipelines.mail import message
from pipelines.transports import TransportError, transport

__all__ = ["NotAllowed", "Sent", "TransportError", "send"]


@dataclass(frozen=True, slots=True)
class Sent:
    """Handed over to the mail server `server`, or written into the folder `folder`; the other one is ""."""

    recipient: str
    server: str = ""
    folder: str = ""


def send(config: Config, who: str, env: Mapping[str, str], now: datetime) -> Sent:
    """Write to whoever asks, by the way all letters go. Raises NotAllowed and `TransportError`, each a sentence.

    Takes as long as the mail server does, at most half a minute for each of its answers.
    """
    asking = roles.allow(config, who, "settings")
    person = next((each for each in config.people if each.name == asking.name), config.owner())
    if person is None:
        raise TransportError("Nobody in config.yaml has an address yet; add yourself to the people first.")
    way = transport(config, env)
    try:
        way.send(message(letter(_words(config, person.email, now), config, now), config), person.email)
    finally:
        way.close()
    smtp = config.mail.smtp
    if smtp is None:
        return Sent(person.email, folder=str(config.outbox))
    return Sent(person.email, server=f"{smtp.host}:{smtp.port}")


def _words(config: Config, recipient: str, now: datetime) -> Reminder:
    return Reminder(
        key=f"trial:{now.isoformat()}",
        recipient=recipient,
        subject="Letters from Earlyword arrive",
        lines=(
            f"Somebody asked for this letter on the page of {config.business.name}, to see whether it comes.",
            "If it lay among the junk, tell your mail program that it is none: the next one may be urgent.",
        ),
        page="settings",
    )
