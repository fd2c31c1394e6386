"""The doctor says what is wrong and what to do, and sends nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import doctor, heartbeat
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import audit, forgotten, polls
from storage.check import Finding
from storage.model import Poll
from tests.pipelines.mail_server import PASSWORD, USER, Post, free_port, post_office

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
Opened = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def build(more: str = "", env: dict[str, str] | None = None) -> Desk:
        (tmp_path / "config.yaml").write_text(
            "business: {name: Pepperwick}\npeople: [{name: Ada, email: ada@example.org}]\n"
            f"sources: [{{name: s, kind: feed, url: 'https://example.com/'}}]\n{more}",
            "utf-8",
        )
        desk = open_desk(load(tmp_path / "config.yaml", env or {}), env or {})
        with desk.record.session("test"):
            return desk

    return build


def about(desk: Desk, what: str, now: datetime = NOW) -> Finding:
    (found,) = [each for each in doctor.findings(desk, now) if each.what == what]
    assert found.well or found.todo  # trouble always comes with a next step
    return found


def beat(desk: Desk, at: datetime) -> None:
    (desk.config.data / heartbeat.FILE).write_text(json.dumps({"last_round": at.isoformat()}), "utf-8")


def test_a_round_that_is_long_ago(opened: Opened) -> None:
    desk = opened()
    assert about(desk, "last round").well
    beat(desk, NOW - timedelta(minutes=59))
    assert about(desk, "last round").well
    beat(desk, NOW - timedelta(minutes=61))
    assert "earlyword up" in about(desk, "last round").todo


def test_a_clock_that_was_set_back(opened: Opened) -> None:
    desk = opened()
    with desk.record.session("test") as con:
        polls.save(con, Poll("s", NOW + timedelta(hours=3), "ok"))
    assert "3 hours" in about(desk, "clock").says
    assert about(desk, "clock", NOW + timedelta(hours=3)).well


def test_a_source_that_does_not_answer(opened: Opened) -> None:
    desk = opened()
    with desk.record.session("test") as con:
        polls.save(con, Poll("s", NOW, "blocked", error="It wants a key.", next_step="Get one.", failures=4))
    found = about(desk, "source")
    assert "s is blocked, 4 times in a row: It wants a key." in found.says
    assert found.todo == "Get one."
    assert about(desk, "sources").says.startswith("0 of 1")


def test_the_mail_server_is_asked_and_gets_no_letter(opened: Opened) -> None:
    assert about(opened(), "mail").well
    post = Post()
    smtp = "mail: {{from: a@b.org, smtp: {{host: 127.0.0.1, port: {}, security: none, user: {}, password_env: P}}}}\n"
    with post_office(post, sign_in=True) as port:
        asked = smtp.format(port, USER)
        assert about(opened(asked, {"P": PASSWORD}), "mail").well
        wrong = about(opened(asked, {"P": "canary-0815"}), "mail")
        assert "refuses the sign-in" in wrong.says
        assert "canary" not in repr(wrong)
        assert "P is not set" in about(opened(asked), "mail").says
    assert post.taken == []
    assert "cannot be reached" in about(opened(smtp.format(free_port(), USER), {"P": "x"}), "mail").says


def test_a_secret_that_is_not_set(opened: Opened) -> None:
    assert about(opened(), "secrets").well
    asked = "heartbeat: {url_env: PULSE}\n"
    assert about(opened(asked), "heartbeat").says == "PULSE is not set"
    assert about(opened(asked, {"PULSE": "https://canary.example"}), "secrets").well


def test_somebody_who_tries_to_get_in(opened: Opened) -> None:
    desk = opened()
    for minute in range(doctor.MANY_REFUSED + 1):
        assert about(desk, "door").well
        audit.note(desk.config.data, audit.Entry(NOW - timedelta(minutes=minute), "", "refused", "from 6.6.6.6"))
    assert "earlyword audit" in about(desk, "door").todo
    assert about(desk, "door", NOW + timedelta(days=2)).well


def test_an_erasure_that_was_interrupted(opened: Opened) -> None:
    desk = opened()
    assert about(desk, "erasure").well
    known = forgotten.load(desk.record.path)
    forgotten.save(desk.record.path, known.adding([("s", "Jane Doe")], []))
    assert "earlyword run" in about(desk, "erasure").todo
    forgotten.file_of(desk.record.path).write_text("junk")
    assert "would come back" in about(desk, "erasure").says


def test_a_data_folder_that_is_open_to_everybody(opened: Opened) -> None:
    desk = opened()
    desk.config.data.chmod(0o700)
    assert about(desk, "data folder").todo == ""
    desk.config.data.chmod(0o777)
    assert "chmod 700" in about(desk, "data folder").todo
    assert not about(desk, "data folder").well
