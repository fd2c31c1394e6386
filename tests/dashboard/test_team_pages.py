"""Promises and the team's page: what is due first, the books, suggestions and their answers, changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines import recover
from pipelines.desk import Desk
from tests.dashboard.casework_shop import at, fill_in, fresh, labels, press, read, shop

Fill = Callable[..., Path]


@pytest.fixture
def desk(home: Path, fill: Fill, now: datetime) -> Desk:
    desk = shop(home, fill, now)
    recover.promise(desk, "1", "Cy", now - timedelta(hours=1), what="a new tin", due=now - timedelta(minutes=5))
    recover.promise(desk, "2", "Ben", now, what="the saffron", due=now + timedelta(days=1))
    recover.suggest(desk, "Cy", now, words="two bags for jars", topic="parcels")
    fresh(desk)
    return desk


def test_promises_stand_by_date_and_are_settled_where_they_stand(desk: Desk) -> None:
    test = at("promises", "Cy")
    seen = read(test)
    assert "Two promises to customers are open, 1 is overdue." in seen
    assert seen.index("a new tin · Rosa Vane") < seen.index("the saffron · Maureen Tulley")
    assert [each.proto.label for each in test.get("download_button")] == ["As a calendar (.ics)"]
    assert "the saffron ·" not in read(at("promises", "Cy", promised="mine"))
    test.button(key="keep-1-3").click().run()
    seen = read(test)
    assert "Kept. Thank you." in seen
    assert "One promise to a customer is open." in seen
    assert "a new tin · Rosa Vane" in read(at("promises", promised="kept"))
    assert "kept late" in read(at("promises", promised="kept"))


def test_the_team_s_page_counts_praises_and_answers(desk: Desk, now: datetime) -> None:
    recover.answer(desk, "1", "Cy", now, words="sorry")
    fresh(desk)
    test = at("team", "Ada")
    seen = read(test)
    for expected in ("in time (95 % interval", "two bags for jars", "No answer yet", "No change was noted yet"):
        assert expected in seen, expected
    test.radio[0].set_value("not now")
    refused = press(test, "Tell them")
    assert "Say why not now: whoever suggested it should know." in read(refused)
    key = next(each.key for each in refused.text_input if each.key and each.key.startswith("reply-"))
    fill_in(refused, key, "after Christmas")
    assert "after Christmas" in read(press(refused, "Tell them"))
    fill_in(refused, "change-words", "new courier")
    noted = press(refused, "Note it")
    assert "new courier" in read(noted)
    assert "Too early" in read(noted)


def test_staff_suggest_and_do_not_answer(desk: Desk) -> None:
    test = at("team", "Cy")
    assert {"Tell them", "Note it"}.isdisjoint(labels(test))
    fill_in(test, "suggest-words", "a bell at the door")
    assert "a bell at the door" in read(press(test, "Suggest it"))
