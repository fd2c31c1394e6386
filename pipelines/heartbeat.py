"""Signs of life: a file and an address after every round, and a letter when no round has come through for too long.

The letter does not go through the record, which may be what is broken. It is kept from going twice by a file, and by
its Message-ID, which is made from the time of the last good round.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from collectors.source import SourceError
from pipelines.config import Config
from pipelines.desk import Desk
from pipelines.door import door
from pipelines.letters.card import clock, line, shortened, span
from pipelines.letters.frame import form, frame, subject
from pipelines.mail import message
from pipelines.transports import Transport, TransportError
from storage.model import Notification

FILE, TOLD = "heartbeat.json", "heartbeat.told"
DEADLINE = 15.0  # seconds the address may take


def beat(desk: Desk, now: Callable[[], datetime]) -> str:
    """A round has come through: note it, and ask the address. Returns what was wrong; "" when nothing was."""
    _write(desk.config.data / FILE, json.dumps({"last_round": now().isoformat()}))
    variable = desk.config.heartbeat.url_env
    if not variable:
        return ""
    address = desk.config.secret(variable, desk.env)
    if address is None:
        return f"{variable} is not set; put the heartbeat's address there, in the environment or in .env."
    try:
        with door(desk.config, now) as web:
            web.get(address.reveal(), deadline=DEADLINE)
    except SourceError as wrong:  # its words may name the address
        return f"The heartbeat's address in {variable} could not be asked ({type(wrong).__name__.lower()})."
    return ""


def last(folder: Path) -> datetime | None:
    """When a round last came through; None when none ever did."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        moment = datetime.fromisoformat(json.loads((folder / FILE).read_text("utf-8"))["last_round"])
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def patience(config: Config) -> timedelta:
    """Silence after which the letter is written: it must be there within twice the period."""
    return config.heartbeat.every * 1.5


def tell(config: Config, transport: Transport, since: datetime, said: str, now: datetime) -> str:
    """Write to the owner that no round came through since then, once. Returns what went wrong; "" when it is told."""
    owner = config.owner()
    if owner is None or _told(config.data) == since.isoformat():
        return ""
    try:
        transport.send(message(letter(config, owner.email, since, said, now), config), owner.email)
    except TransportError as wrong:
        return str(wrong)
    finally:
        transport.close()
    _write(config.data / TOLD, since.isoformat())
    return ""


def letter(config: Config, recipient: str, since: datetime, said: str, now: datetime) -> Notification:
    """What the owner reads when the monitor has stopped."""
    headline = f"Earlyword has stopped watching {config.business.name}"
    lines = (
        f"No round has come through for {span(now - since)}, since {clock(since, config.zone)}.",
        "Most of what is said about you meanwhile is not lost: it is fetched once a round comes through again.",
        f"The last words of the round: {shortened(line(said), 300)}" if said else "Rounds start and do not end.",
        "What helps most often, on the computer it runs on: earlyword doctor. It says what is wrong.",
    )
    told = [{"words": each, "link": ""} for each in lines]
    values = {"headline": headline, "lines": told, "link": "", "case": "", **frame(config)}
    return Notification(
        key=f"stopped:{since.isoformat()}",
        recipient=recipient,
        channel="email",
        kind="source",
        subject=subject(headline, config),
        text=form("reminder.txt").render(values),
        html=form("reminder.html").render(values),
        created=now,
        thread="stopped",
    )


def _told(folder: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return (folder / TOLD).read_text("utf-8").strip()
    return ""


def _write(path: Path, words: str) -> None:
    """Whole or not at all. A full disk must not stop what came before, so a failure is left to the next round."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        fresh.write_text(words, "utf-8")
        fresh.replace(path)
