"""From what was said to the letters in the outbox: who this is, how to begin, buttons, quiet hours, other channels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import recover
from pipelines.alarm import WAITING, warn_now
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import outbox, states
from storage.outbox import Letter
from tests.pipelines.team_desk import NOW, arrive, said, shop, thought

GLASS = "There was broken glass in the tin. My daughter cut her mouth and we spent the night in hospital."
MORE = """
playbooks: {parcels: "Dear {name}, about the {topic}: “{quote}”."}
digest: {quiet: "22:00-07:00"}
"""
NIGHT = datetime(2026, 5, 5, 22, 30, tzinfo=UTC)  # 23:30 in London
MORNING = datetime(2026, 5, 6, 6, 0, tzinfo=UTC)


def letters(desk: Desk) -> list[Letter]:
    with desk.record.session("look") as con:
        return outbox.list_(con)


def test_a_second_complaint_tells_who_this_is_and_what_was_promised(tmp_path: Path) -> None:
    desk = shop(tmp_path, MORE)
    first = said(1, author="Brenda Kaye", source="posts", kind="post", at=NOW - timedelta(days=40))
    arrive(desk, (first, thought(first)))
    case = recover.open_case(desk, "Ben", NOW - timedelta(days=40), mention=first.id)
    recover.answer(desk, case.id, "Ben", NOW - timedelta(days=39), words="We will send the money.")
    recover.promise(desk, case.id, "Ben", NOW - timedelta(days=39), what="the money back", due=NOW - timedelta(days=36))
    recover.break_(desk, case.id, "Ben", NOW - timedelta(days=35), number=3)
    again = said(2, author="Brenda Kaye")
    arrive(desk, (again, thought(again)))
    warn_now(desk, now=NOW)
    (owner,) = (each.notification for each in letters(desk) if each.notification.recipient == "ada@example.com")
    assert "Brenda Kaye has spoken 2 times, at posts, reviews" in owner.text
    assert "Ben promised “the money back” by 30 March 2026: it was not kept." in owner.text
    assert "Dear Brenda, about the parcels: “The parcel came late”." in owner.text
    assert 'href="http://127.0.0.1:8501/cases?case=1"' in owner.html  # it belongs to a case already
    assert owner.html.count("/act/") == 1
    assert owner.text.count("http://127.0.0.1:8501/act/") == 1


def test_at_night_only_what_cannot_wait_goes(tmp_path: Path) -> None:
    desk = shop(tmp_path, MORE)
    glass = said(1, text=GLASS, at=NIGHT - timedelta(minutes=5))
    arrive(desk, (glass, thought(glass)))
    calm = said(2, at=NIGHT - timedelta(minutes=5))
    arrive(desk, (calm, thought(calm, urgency="today", reasons=())))
    decision = warn_now(desk, now=NIGHT)
    due = {each.notification.key: each.due for each in letters(desk) if each.notification.channel == "email"}
    urgent = {each.alert.key for each in decision.interrupt if each.candidate.always}
    assert urgent
    assert {due[key] for key in urgent} == {NIGHT}
    assert {at for key, at in due.items() if key not in urgent} <= {MORNING}
    assert len(due) == len(decision.interrupt)
    with desk.record.session("look") as con:
        assert states.load(con, WAITING) == [each.alert.key for each in decision.digest]


def test_a_clock_that_was_ahead_swallows_no_alarm(tmp_path: Path) -> None:
    desk = shop(tmp_path, MORE)
    warn_now(desk, now=NOW + timedelta(hours=3))  # and then somebody put the clock right
    glass = said(1, text=GLASS, at=NOW)
    arrive(desk, (glass, thought(glass)))
    warn_now(desk, now=NOW + timedelta(minutes=1))
    assert any("broken glass in the tin" in each.notification.text for each in letters(desk))
    before = len(letters(desk))
    warn_now(desk, now=NOW + timedelta(minutes=20))
    assert len(letters(desk)) == before


def test_another_channel_gets_the_news_without_the_buttons(tmp_path: Path) -> None:
    desk = shop(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(path.read_text("utf-8").replace("role: owner}", "role: owner, notify_env: [ADA_CHAT]}"), "utf-8")
    desk = open_desk(load(path, {}), {})
    glass = said(1, text=GLASS)
    arrive(desk, (glass, thought(glass)))
    warn_now(desk, now=NOW)
    (chat,) = (each.notification for each in letters(desk) if each.notification.channel == "apprise")
    assert chat.recipient == "ADA_CHAT"
    assert "broken glass in the tin" in chat.text
    assert "/act/" not in chat.text
