from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage import mentions, stories
from storage.db import Record
from storage.model import Mention


def test_a_mention_tells_one_story_and_may_move_to_another(
    record: Record, said: Callable[..., Mention], now: datetime
) -> None:
    one, two, three = (said(number).id for number in (1, 2, 3))
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2), said(3)], at=now)
        assert stories.save(con, {one: "fire", two: "fire", "unknown": "fire"}) == 2
        assert stories.save(con, {two: "flood", three: "flood"}) == 2
        assert stories.of(con, [one, two, three, "unknown"]) == {one: "fire", two: "flood", three: "flood"}
        assert stories.members(con, ["fire", "flood", "famine"]) == {"fire": [one], "flood": [two, three]}
        assert stories.members(con, []) == {}
        assert stories.save(con, {}) == 0
