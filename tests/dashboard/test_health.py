"""The proof that somebody listened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dashboard import health, signs, words
from dashboard.nouns import Health

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)


def look(ago: float, period: float = 10, status: str = "ok", **more: str) -> Health:
    """A source last looked at `ago` minutes ago and due every `period` minutes."""
    at = NOW - timedelta(minutes=ago)
    return Health(
        more.get("source", "news"), status, at, more.get("error", ""), more.get("next_step", ""),
        at + timedelta(minutes=period), None, 3, int(status in ("blocked", "broken")),
    )  # fmt: skip


def test_the_banner_comes_within_twice_the_period_and_not_before() -> None:
    assert health.nobody_collects([look(19)], NOW) is None
    assert health.nobody_collects([look(21)], NOW) == NOW - timedelta(minutes=21)


def test_one_source_that_is_looked_at_is_somebody() -> None:
    assert health.nobody_collects([look(500), look(3, source="feed")], NOW) is None


def test_a_source_told_to_wait_for_a_day_is_not_forgotten() -> None:
    assert health.nobody_collects([look(600, period=24 * 60, status="blocked")], NOW) is None
    assert health.nobody_collects([], NOW) is None


def test_trouble_is_named_with_its_next_step() -> None:
    said = health.troubles(
        [look(1), look(1, source="<b>forum", status="blocked", error="they said 403", next_step="Ask them for a key.")]
    )
    assert "&lt;b&gt;forum" in said
    assert "they said 403" in said
    assert "Ask them for a key." in said
    assert words.table("health.states")["blocked"] in said
    assert health.troubles([look(1)]) == ""


def test_nothing_new_blocked_broken_and_not_yet_are_four_things() -> None:
    names = {
        (signs.STATES[status], words.table("health.states")[status])
        for status in ("nothing_new", "blocked", "broken", "waiting")
    }
    assert len({sign for sign, _ in names}) == 4
    assert len({name for _, name in names}) == 4
    table = health.table([look(1, status="broken"), look(1, source="b", status="blocked")], ["new one"], NOW)
    assert table.count("<tr>") == 4
    assert "not looked at yet" in table
