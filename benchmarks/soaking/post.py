"""A real mail server that goes away for hours, refuses, and hangs up in the middle of a letter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.soaking.world import START, World

NOBODY = "nobody@example.com"  # a mailbox that does not exist: 550, for good
SPELLS, MONTH = 15, timedelta(days=37)
MOODS = ("yes_unheard", "away", "busy", "full", "cut")


@dataclass
class Taken:
    """One letter that was accepted, as often as it came."""

    bodies: set[bytes] = field(default_factory=set)
    times: int = 0


class PostOffice:
    """Listens on one port whenever it is not away. `follow` must be told the time."""

    def __init__(self, world: World, port: int) -> None:
        self.world, self.port = world, port
        self.taken: dict[tuple[str, str], Taken] = {}  # (Message-ID, recipient)
        self.said: Counter[str] = Counter()
        self._server: Controller | None = None
        count = max(1, int(SPELLS * (world.end - START) / MONTH))
        spells = [START + (world.end - START) * (n + 0.5) / count for n in range(count)]
        self.spells = [(at, at + (1, 2, 4)[n % 3] * world.step, MOODS[n % len(MOODS)]) for n, at in enumerate(spells)]

    def mood(self, now: datetime) -> str:
        return next((mood for since, until, mood in self.spells if since <= now < until), "")

    def follow(self) -> None:
        """Come or go, as the time is."""
        away = self.mood(self.world.now) == "away"
        if away and self._server is not None:
            self.close()
        elif not away and self._server is None:
            self._server = Controller(self, hostname="127.0.0.1", port=self.port)
            self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        mood = self.mood(self.world.now)
        if address == NOBODY or mood == "busy":
            self.said["550" if address == NOBODY else "451"] += 1
            return "550 no such mailbox" if address == NOBODY else "451 greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mood = self.mood(self.world.now)
        if mood == "full":
            self.said["452"] += 1
            return "452 the disk is full"
        if mood != "cut":
            letter = message_from_bytes(envelope.content)
            taken = self.taken.setdefault((str(letter["Message-ID"]), envelope.rcpt_tos[0]), Taken())
            taken.bodies.add(envelope.content)
            taken.times += 1
        if mood in ("cut", "yes_unheard"):
            self.said[mood] += 1
            server.transport.abort()
        return "250 taken"
