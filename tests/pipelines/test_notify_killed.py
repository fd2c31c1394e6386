"""A round that dies, really killed, between the mail server's yes and our own mark."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.soaking.machine import Process
from pipelines.config import load
from pipelines.desk import open_desk
from storage import outbox
from storage.model import Notification
from tests.pipelines.mail_server import post_office
from tests.pipelines.team_desk import NOW


@dataclass
class Deadly:
    """Takes every letter; whoever hands in the first one is killed before it hears of that."""

    victim: int = 0
    taken: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append(envelope.content)
        if len(self.taken) == 1:
            os.kill(self.victim, signal.SIGKILL)
        return "250 taken"


def test_it_comes_once_more_word_for_word_under_the_same_id_and_then_never_again(tmp_path: Path) -> None:
    post = Deadly()
    with post_office(post) as port:  # type: ignore[arg-type]  # takes and remembers, as a Post does
        config = tmp_path / "config.yaml"
        config.write_text(
            "business: {name: Shop, timezone: Europe/London}\n"
            "people: [{name: Ada, email: ada@example.com, role: owner}]\n"
            f"mail: {{from: m@example.com, smtp: {{host: 127.0.0.1, port: {port}, security: none}}}}\n",
            encoding="utf-8",
        )
        desk = open_desk(load(config, {}), {})
        letter = Notification("fire", "ada@example.com", "email", "alert", "Fire", "words", "<p>words</p>", NOW)
        with desk.record.session("set up") as con:
            outbox.put(con, [letter])
        dying = Process(config)
        post.victim = dying.process.pid
        dying.tell(NOW)
        dying.process.communicate(timeout=90)
        assert dying.process.returncode == -signal.SIGKILL
        assert len(post.taken) == 1
        next_one = Process(config)
        sent = [next_one.round(NOW + timedelta(minutes=n))["letters"]["sent"] for n in (2, 12, 30)]
        next_one.leave()
    assert sent == [0, 1, 0]  # not while the dead one's lease holds
    assert post.taken[0] == post.taken[1]
    with desk.record.session("look") as con:
        assert outbox.counts(con) == {"sent": 1}
