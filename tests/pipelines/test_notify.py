from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from pipelines.config import load
from pipelines.desk import Desk, open_desk
from pipelines.links import BadLink, Links, secret_of
from pipelines.mail import message
from pipelines.notify import LEASE, Delivered, notify
from pipelines.transports import transport
from storage import outbox
from storage.model import Notification
from storage.publish import ask, publish

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class Server:
    """A real SMTP server that answers DATA with the next of `answers`, then with 250."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content)
        self.ids.append(str(letter["Message-ID"]))
        for part in letter.walk():
            payload = part.get_payload(decode=True)
            self.bodies += [payload.decode()] if isinstance(payload, bytes) else []
        return self.answers.pop(0) if self.answers else "250 taken"


@pytest.fixture
def server(free_port: Callable[[], int]) -> Iterator[Server]:
    found = Server(free_port())
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Desk:
    (tmp_path / "config.yaml").write_text(
        "business: {name: Pepperwick}\nmail: {from: a@example.com, smtp: {host: 127.0.0.1, security: none, "
        f"port: {server.port}}}}}\n",
        encoding="utf-8",
    )
    return open_desk(load(tmp_path / "config.yaml", {}), {})


def put(desk: Desk, *keys: str) -> None:
    with desk.record.session("test") as con:
        outbox.put(
            con,
            [
                Notification(key, "ada@example.com", "email", "alert", "Subject", "Text", "<p>Text</p>", NOW)
                for key in keys
            ],
        )


def deliver(desk: Desk, at: datetime = NOW) -> Delivered:
    return notify(desk, transport(desk.config, {}), now=lambda: at)


def statuses(desk: Desk) -> dict[str, str]:
    with desk.record.session("test") as con:
        return {letter.notification.key: letter.status for letter in outbox.list_(con)}


def test_whoever_reads_the_record_cannot_press_what_stands_in_its_letters(desk: Desk, server: Server) -> None:
    links = Links(secret_of(desk.config.data), "http://127.0.0.1:8501")
    draft = links.link("case", "mention:1", "ada@example.com", NOW)
    letter = Notification("a", "ada@example.com", "email", "alert", "S", draft, f'<a href="{draft}">x</a>', NOW)
    with desk.record.session("test") as con:
        outbox.put(con, [letter])
    assert deliver(desk) == Delivered(sent=1)
    for body in server.bodies:
        (found,) = re.findall(r"/act/([\w.-]+)", body)
        assert links.read(found, NOW).alert == "mention:1"
    publish(desk.record, desk.published)
    _, rows = ask(desk.published, "SELECT text || html FROM notification")
    kept = re.findall(r"/act/([\w.-]+)", rows[0][0])
    assert len(kept) == 2
    for each in kept:
        with pytest.raises(BadLink):
            links.read(each, NOW)
    assert secret_of(desk.config.data).hex().encode() not in desk.published.read_bytes()


def test_every_letter_goes_once(desk: Desk, server: Server) -> None:
    put(desk, "a", "b")
    put(desk, "a")
    assert deliver(desk) == Delivered(sent=2)
    assert deliver(desk) == Delivered()
    assert len(set(server.ids)) == len(server.ids) == 2


def test_a_busy_server_gets_the_letter_later_under_the_same_id(desk: Desk, server: Server) -> None:
    server.answers = ["451 busy"]
    put(desk, "a")
    assert deliver(desk) == Delivered(later=1)
    assert deliver(desk) == Delivered()  # not at once
    assert deliver(desk, NOW + timedelta(minutes=5)) == Delivered(sent=1)
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1


def test_a_refused_letter_is_visible_and_holds_up_no_other(desk: Desk, server: Server) -> None:
    server.answers = ["554 no"]
    put(desk, "a", "b")
    assert deliver(desk) == Delivered(sent=1, refused=1)
    assert sorted(statuses(desk).values()) == ["refused", "sent"]


def test_a_letter_whose_round_died_after_the_servers_yes_comes_once_more_under_the_same_id(
    desk: Desk, server: Server
) -> None:
    put(desk, "a")
    with desk.record.session("a round that dies") as con:
        letter = outbox.claim(con, NOW, LEASE)
    assert letter is not None
    way = transport(desk.config, {})
    way.send(message(letter, desk.config), letter.recipient)  # and here it was killed
    way.close()
    assert deliver(desk) == Delivered()  # the lease still runs
    assert deliver(desk, NOW + LEASE + timedelta(seconds=1)) == Delivered(sent=1)
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1
