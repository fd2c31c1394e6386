"""Other channels, delivered for real to a server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines import notify
from pipelines.channels import LONGEST, elsewhere, send
from pipelines.desk import open_desk
from pipelines.transports import TransportError, transport
from storage import outbox
from storage.model import Notification
from tests.pipelines.conftest import NOW, Configured

# one of the many services the library knows brings a module that Python retires
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
SHOP = """
business: {name: Test Shop}
people: [{name: Ines, email: ines@example.com, notify_env: [INES_CHAT, INES_CHAT]}]
"""
WORDS = ("Cold food\r\nBcc: x", "It was <b>cold</b>.", "<p>")
LETTER = Notification("k1", "ines@example.com", "email", "alert", *WORDS, NOW)


@dataclass
class Chat:
    port: int = 0
    answers: list[int] = field(default_factory=list)
    taken: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def chat() -> Iterator[Chat]:
    said = Chat()

    class Room(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = said.answers.pop(0) if said.answers else 200
            if code == 200:
                said.taken.append(json.loads(body))
            self.send_response(code)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Room)
    said.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield said
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_same_news_goes_to_each_other_channel_once(configured: Configured) -> None:
    (person,) = configured(SHOP).people
    (other,) = elsewhere(LETTER, person)
    assert (other.key, other.recipient, other.channel, other.html) == ("k1", "INES_CHAT", "apprise", "")
    assert len(other.text) <= LONGEST


def test_a_message_arrives_as_the_words_it_was(configured: Configured, chat: Chat) -> None:
    config = configured(SHOP)
    (other,) = elsewhere(LETTER, config.people[0])
    send(other, config, {"INES_CHAT": f"json://127.0.0.1:{chat.port}/canary-4711"})
    (taken,) = chat.taken
    assert (taken["title"], taken["message"]) == ("Cold food Bcc: x", "It was <b>cold</b>.")


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({}, "INES_CHAT is not set"),
        ({"INES_CHAT": "canary-4711"}, "no address of a channel"),
        ({"INES_CHAT": "json://127.0.0.1:9/canary-4711"}, r"INES_CHAT \(json\) did not take"),
    ],
)
def test_what_goes_wrong_is_said_without_the_address(configured: Configured, env: dict[str, str], says: str) -> None:
    config = configured(SHOP)
    (other,) = elsewhere(LETTER, config.people[0])
    with pytest.raises(TransportError, match=says) as wrong:
        send(other, config, env)
    assert "canary" not in str(wrong.value)
    assert not wrong.value.permanent


def test_a_channel_that_was_down_gets_its_message_later_and_the_mail_is_not_held_up(
    configured: Configured, chat: Chat, tmp_path: Path
) -> None:
    config = configured(SHOP)
    env = {"INES_CHAT": f"json://127.0.0.1:{chat.port}/"}
    desk = open_desk(config, env)
    chat.answers = [500]
    with desk.record.session("set up") as con:
        outbox.put(con, [LETTER, *elsewhere(LETTER, config.people[0])])
    first = notify.notify(desk, transport(config, env), now=lambda: NOW)
    assert (first.sent, first.later, chat.taken) == (1, 1, [])
    second = notify.notify(desk, transport(config, env), now=lambda: NOW + timedelta(hours=2))
    assert (second.sent, len(chat.taken)) == (1, 1)
    assert len(list(config.outbox.glob("*.eml"))) == 1
