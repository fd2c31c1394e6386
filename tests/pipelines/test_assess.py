"""Judging that goes on for long beside the rounds, as after a change of the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pipelines import assess, learn
from pipelines.alarm import warn_now
from storage import mentions
from tests.pipelines.team_desk import NOW, letters, said, shop

GLASS = "There was broken glass in the tin. My daughter cut her mouth and we spent the night in hospital."


def test_what_is_judged_while_a_round_looks_for_news_is_told_by_the_next_one(tmp_path: Path) -> None:
    desk = shop(tmp_path)
    glass = said(1, text=GLASS)
    with desk.record.session("test") as con:
        mentions.keep(con, [glass], at=NOW)
        known = learn.taught(con)
    clock = NOW

    def now() -> datetime:  # judging takes its time, and meanwhile a round begins and ends
        nonlocal clock
        if clock == NOW:
            warn_now(desk, now=NOW + timedelta(minutes=10))
            clock = NOW + timedelta(minutes=20)
            return NOW
        return clock

    assess.judge_these(desk, [glass], known, (), None, now)
    assert letters(desk) == []
    warn_now(desk, now=NOW + timedelta(minutes=30))
    assert any("broken glass in the tin" in each.text for each in letters(desk))
