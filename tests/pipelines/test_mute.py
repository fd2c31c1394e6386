"""Silence that a person asked for: whom it obeys, what it covers, how long, and that it follows its story."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from analysis.recovery import NotAllowed
from pipelines import mute
from pipelines.alarm import warn_now
from pipelines.desk import Desk
from storage import alerts, stories
from storage.model import Assessment, Mention
from tests.pipelines.team_desk import NOW, arrive, said, shop, thought

DAY = timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return shop(tmp_path)


def calm(number: int, hours_ago: float = 2, **changes: str) -> tuple[Mention, Assessment]:
    """A complaint that no rule calls urgent, told where complaints are rare."""
    mention = said(number, at=NOW - timedelta(hours=hours_ago), **changes)
    return mention, thought(mention, urgency="today", reasons=(), story=mention.id)


def tell(desk: Desk, *pairs: tuple[Mention, Assessment], story: str = "") -> None:
    arrive(desk, *pairs)
    with desk.record.session("test") as con:
        stories.save(con, {mention.id: story or mention.id for mention, _ in pairs})


def holding(desk: Desk, after: timedelta = timedelta()) -> list[str]:
    with desk.record.session("test") as con:
        return [each.about for each in mute.holding(con, NOW + after)]


def test_a_muted_story_is_silent_until_its_time_and_says_who_muted_it(desk: Desk) -> None:
    pair = calm(1)
    tell(desk, pair)
    mute.mute(desk, pair[0].id, until=NOW + DAY, who="Ben", now=NOW)
    decision = warn_now(desk, now=NOW)
    assert [each.why for each in decision.silenced] == ["muted by Ben until 2026-05-06 09:00 UTC"]
    assert decision.interrupt == decision.digest == ()
    assert (holding(desk), holding(desk, DAY)) == ([pair[0].id], [])


def test_what_hurts_somebody_rings_although_its_story_is_muted(desk: Desk) -> None:
    hurt = said(2, at=NOW - timedelta(hours=1), text="Broken glass in the tin. My daughter cut her mouth, hospital.")
    pair = (hurt, thought(hurt, story=hurt.id))
    tell(desk, pair)
    mute.mute(desk, hurt.id, until=NOW + DAY, who="Ada", now=NOW)
    assert [each.candidate.always for each in warn_now(desk, now=NOW).interrupt] == ["safety"]


def test_an_alert_is_muted_by_its_key_and_then_even_a_safety_matter_is_silent(desk: Desk) -> None:
    hurt = said(2, at=NOW - timedelta(hours=1), text="Broken glass in the tin. My daughter cut her mouth, hospital.")
    tell(desk, (hurt, thought(hurt, story=hurt.id)))
    (first,) = warn_now(desk, now=NOW).interrupt
    mute.mute(desk, first.alert.key, until=NOW + DAY, who="Ada", now=NOW)
    with desk.record.session("test") as con:
        (rule,) = [each.rule() for each in mute.holding(con, NOW)]
    assert rule.covers(first.candidate, NOW)
    assert not rule.covers(first.candidate, NOW + DAY)


def test_unmuted_it_may_ring_and_the_record_keeps_who_ended_it(desk: Desk) -> None:
    pair = calm(1)
    tell(desk, pair)
    mute.mute(desk, pair[0].id, until=NOW + DAY, who="Ben", now=NOW)
    assert mute.unmute(desk, pair[0].id, who="Ada", now=NOW).by == "Ben"
    assert holding(desk) == []
    assert len(warn_now(desk, now=NOW).interrupt) == 1
    with desk.record.session("test") as con:
        assert [(each.by, each.ended, each.until) for each in mute.everything(con)] == [("Ben", "Ada", NOW)]
    with pytest.raises(mute.Unknown, match=r"Nothing about .* is muted"):
        mute.unmute(desk, pair[0].id, who="Ada", now=NOW)


def test_a_later_word_replaces_the_earlier_one(desk: Desk) -> None:
    pair = calm(1)
    tell(desk, pair)
    mute.mute(desk, pair[0].id, until=NOW + 9 * DAY, who="Ben", now=NOW)
    mute.mute(desk, pair[0].id, until=NOW + DAY, who="Ada", now=NOW)
    assert (len(holding(desk)), holding(desk, 2 * DAY)) == (1, [])


def test_a_mute_follows_its_story_when_two_become_one(desk: Desk) -> None:
    one, two = calm(1), calm(2)
    tell(desk, one, two)
    mute.mute(desk, two[0].id, until=NOW + DAY, who="Ada", now=NOW)
    with desk.record.session("test") as con:
        stories.save(con, {two[0].id: one[0].id})
    assert holding(desk) == [one[0].id]
    mute.unmute(desk, one[0].id, who="Ada", now=NOW)


@pytest.mark.parametrize(
    ("who", "about", "days", "wrong", "words"),
    [
        ("Cy Lee", "known", 1, NotAllowed, "may not mute"),
        ("Mallory", "known", 1, NotAllowed, "Mallory"),
        ("Ada", "nothing", 1, mute.Unknown, "Neither a story nor an alert"),
        ("Ada", "known", 0, mute.NotNow, "Quiet until when"),
        ("Ada", "known", 400, mute.NotNow, "Quiet until when"),
    ],
)
def test_who_may_not_and_what_makes_no_sense_is_said(
    desk: Desk, who: str, about: str, days: int, wrong: type[Exception], words: str
) -> None:
    pair = calm(1)
    tell(desk, pair)
    with pytest.raises(wrong, match=words):
        mute.mute(desk, pair[0].id if about == "known" else about, until=NOW + timedelta(days=days), who=who, now=NOW)
    assert holding(desk) == []


def test_a_quiet_day_closes_an_alert_in_the_record_too(desk: Desk) -> None:
    tell(desk, calm(1))
    warn_now(desk, now=NOW)
    warn_now(desk, now=NOW + timedelta(hours=23))
    with desk.record.session("test") as con:
        assert len(alerts.open_(con)) == 1
    warn_now(desk, now=NOW + timedelta(hours=24))
    with desk.record.session("test") as con:
        assert alerts.open_(con) == []
