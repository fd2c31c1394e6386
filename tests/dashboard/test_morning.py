"""The moves of the morning's cards, pressed over a real record; and what the one sentence counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.app import settings
from pipelines import recover
from storage import alerts
from storage.publish import publish
from tests.dashboard.test_inbox import press, record
from tests.dashboard.test_views import page, words

Fill = Callable[..., Path]


def test_not_worth_it_leaves_the_page_and_comes_back(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = press(page("morning"), "calm-safety:allergy")
    read = words(test)
    assert "Two things need you" in read
    assert "lips swelled" not in read
    press(test, "notice-undo")
    assert "Three things need you" in words(test)
    with record(home).session("test") as con:
        assert "safety:allergy" in {alert.key for alert in alerts.open_(con)}


def test_a_case_made_of_a_card_is_on_it_until_it_is_answered(home: Path, fill: Fill, now: datetime) -> None:
    fill(home / "data" / "sample", now)
    test = press(page("morning"), "case-safety:allergy")
    assert "Case 1 is open for" in words(test)
    assert "Three things need you" in words(test)
    assert test.button(key="to-1").label == "Open case 1"
    desk = recover.open_desk(settings(), {})
    recover.answer(desk, "1", "Ines Mossop", now, words="I am so sorry. I am looking into it today.")
    publish(desk.record, desk.published)
    assert "Two things need you" in words(page("morning"))


def test_a_promise_due_today_is_in_the_sentence_and_a_late_case_is_a_card(
    home: Path, fill: Fill, now: datetime
) -> None:
    fill(home / "data" / "sample", now, alarm=False)
    desk = recover.open_desk(settings(), {})
    before = now - timedelta(days=9)
    case = recover.open_case(desk, "Ines Mossop", before, customer="R. Quill", words="No tin in the parcel.").id
    publish(desk.record, desk.published)
    read = words(page("morning"))
    assert "One thing needs you" in read
    assert "R. Quill" in read
    recover.answer(desk, case, "Ines Mossop", now, words="I am sorry; the tin is on its way.")
    recover.promise(desk, case, "Ines Mossop", now, what="a new tin", due=now + timedelta(seconds=1))
    publish(desk.record, desk.published)
    read = words(page("morning"))
    assert "a promise to R. Quill is" in read
