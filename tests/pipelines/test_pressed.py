"""The buttons of a letter, over real HTTP on loopback, as a mail scanner and as a person press them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from pipelines import pressed
from pipelines.desk import Desk
from pipelines.links import LIFETIME, Links, secret_of
from pipelines.verdicts import load
from storage import alerts, cases, mentions
from storage.model import Alert
from tests.pipelines.team_desk import NOW, said, shop

KEY = "mention:<b>&"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = shop(tmp_path)
    one = said(1)
    alert = Alert(KEY, "mention", one.entity, NOW, "Cold & <script>alert(1)</script>", (one.id,), ("why",))
    with desk.record.session("set up") as con:
        mentions.keep(con, [one], at=NOW)
        alerts.keep_new(con, [alert])
    return desk


class Served:
    """The routes on a port of this machine, with a clock that can be set."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.at = desk, NOW
        app = Starlette(routes=pressed.routes(lambda: self.desk.config, {}, self.now))
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            self.thread.join(0.01)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def now(self) -> datetime:
        return self.at

    def ask(self, method: str, path: str) -> tuple[int, str, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}

    def path(self, action: str, who: str = "ada@example.com", key: str = KEY) -> str:
        assert action in ("case", "calm")
        links = Links(secret_of(self.desk.config.data), "")
        return links.ripen(links.link(action, key, who, NOW))  # type: ignore[arg-type]  # asserted above

    def cases(self) -> list[str]:
        with self.desk.record.session("look") as con:
            return cases.open_(con)


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    running = Served(desk)
    yield running
    running.server.should_exit = True
    running.thread.join(10)


def test_opening_a_link_ten_times_changes_nothing(served: Served) -> None:
    for method in ["GET", "HEAD"] * 5:
        status, _, headers = served.ask(method, served.path("case"))
        assert status == 200
    assert served.cases() == []
    assert "no-store" in headers["cache-control"]
    assert "default-src 'none'" in headers["content-security-policy"]


def test_the_page_asks_first_and_shows_hostile_words_as_letters(served: Served) -> None:
    _, body, _ = served.ask("GET", served.path("case"))
    assert '<form method="post"' in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script" not in body


def test_pressing_opens_one_case_in_the_name_of_the_person(served: Served) -> None:
    status, body, _ = served.ask("POST", served.path("case"))
    assert (status, "Case 1 is open" in body, "/cases?case=1" in body) == (200, True, True)
    again, body, _ = served.ask("POST", served.path("case"))
    assert (again, "works once" in body) == (410, True)
    other, body, _ = served.ask("POST", served.path("case", "ben@example.com"))
    assert (other, "case 1 already" in body, "/cases?case=1" in body) == (200, True, True)
    with served.desk.record.session("look") as con:
        (opened,) = cases.of(con, "1")
    assert (opened.kind, opened.who) == ("open", "Ada")


def test_not_worth_it_is_kept_and_closes_the_alert(served: Served) -> None:
    status, _, _ = served.ask("POST", served.path("calm"))
    assert status == 200
    with served.desk.record.session("look") as con:
        assert (alerts.open_(con), load(con).useful, load(con).who) == ([], {said(1).id: False}, {said(1).id: "Ada"})


@pytest.mark.parametrize("who", ["stranger@example.com", "vi@example.com"])
def test_somebody_who_left_and_a_viewer_change_nothing(served: Served, who: str) -> None:
    assert served.ask("POST", served.path("case", who))[0] == 410
    assert served.cases() == []


def test_an_old_link_a_bent_one_and_one_about_nothing_do_nothing(served: Served) -> None:
    assert served.ask("POST", served.path("case") + "x")[0] == 410
    assert served.ask("POST", "/act/nonsense")[0] == 410
    assert served.ask("POST", served.path("case", key="mention:gone"))[0] == 410
    served.at = NOW + LIFETIME + timedelta(hours=1)
    assert served.ask("POST", served.path("case"))[0] == 410
    assert served.cases() == []
