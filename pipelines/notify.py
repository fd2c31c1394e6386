"""Notify: letters from the outbox to the mail server, one at a time, at least once each.

A letter is claimed for a while, sent, and only then marked as sent. Whoever dies in between leaves it claimed; the next
round sends it again with the same Message-ID, so that a duplicate can be recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines import channels, schedule
from pipelines.desk import Desk
from pipelines.links import Links, secret_of
from pipelines.mail import message
from pipelines.transports import Transport, TransportError
from storage import outbox
from storage.model import Notification

LEASE = timedelta(minutes=10)  # longer than a mail server may take for one letter
MOST = 500  # letters a round sends; the rest wait for the next one


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters that were due: handed over, to be tried again, refused for good."""

    sent: int = 0
    later: int = 0
    refused: int = 0


def notify(desk: Desk, transport: Transport, *, now: Callable[[], datetime]) -> Delivered:
    """Hand over every letter that is due. `now` is asked for each, because a slow server makes a round long."""
    sent = later = refused = 0
    try:
        for _ in range(MOST):
            with desk.record.session("claim a letter") as con:
                letter = outbox.claim(con, now(), LEASE)
            if letter is None:
                break
            try:
                _hand_over(desk, transport, letter)
            except TransportError as wrong:
                _failed(desk, letter, wrong, now())
                refused, later = refused + wrong.permanent, later + (not wrong.permanent)
                continue
            with desk.record.session("note a letter as sent") as con:
                outbox.sent(con, letter, now())
            sent += 1
    finally:
        transport.close()
    return Delivered(sent, later, refused)


def _hand_over(desk: Desk, transport: Transport, letter: Notification) -> None:
    """Returns once the other side has it. Raises `TransportError`."""
    links = Links(secret_of(desk.config.data), "")
    letter = replace(letter, text=links.ripen(letter.text), html=links.ripen(letter.html))
    if letter.channel == "apprise":
        channels.send(letter, desk.config, desk.env)
    else:
        transport.send(message(letter, desk.config), letter.recipient)


def _failed(desk: Desk, letter: Notification, wrong: TransportError, at: datetime) -> None:
    retry_at = None if wrong.permanent else schedule.retry_letter(letter.attempts, at)
    with desk.record.session("note a letter as not delivered") as con:
        outbox.failed(con, letter, str(wrong), retry_at)
