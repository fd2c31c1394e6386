from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from storage import alerts
from storage.db import Record
from storage.model import Alert


@pytest.fixture
def alert(now: datetime) -> Callable[..., Alert]:
    def make(key: str, hours: int = 0) -> Alert:
        return Alert(
            key, "spike", "Spice", now + timedelta(hours=hours), "Unusually many complaints", ("a", "b"), ("3 in 1 h",),
            "1 a day", True, 0.1,
        )  # fmt: skip

    return make


def test_each_key_rings_once_for_ever(record: Record, alert: Callable[..., Alert]) -> None:
    with record.session("test") as con:
        assert alerts.keep_new(con, [alert("a"), alert("b", 1), alert("a", 2)]) == [alert("a"), alert("b", 1)]
    with record.session("test") as con:
        assert alerts.keep_new(con, [alert("c", 3), alert("b", 9)]) == [alert("c", 3)]
        assert alerts.keep_new(con, []) == []


def test_recent_and_open_ones_newest_first(record: Record, alert: Callable[..., Alert], now: datetime) -> None:
    with record.session("test") as con:
        alerts.keep_new(con, [alert("a"), alert("b", 1), alert("c", 2)])
        assert alerts.recent(con, now + timedelta(hours=1)) == [alert("c", 2), alert("b", 1)]
        assert alerts.close(con, ["c", "a", "unknown"], now + timedelta(days=1)) == 2
        assert alerts.close(con, ["c"], now + timedelta(days=1)) == 0
        assert alerts.open_(con) == [alert("b", 1)]


def test_what_was_told_again_belongs_to_the_alert_told_first(record: Record, alert: Callable[..., Alert]) -> None:
    with record.session("test") as con:
        alerts.keep_new(con, [alert("a", 1), alert("a:again2", 2), alert("ab", 3), alert("a:again2x", 4)])
        assert sorted(alerts.telling(con, ["a", "nothing"])) == ["a", "a:again2"]
