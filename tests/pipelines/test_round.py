from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import round as one_round
from pipelines.config import load
from pipelines.desk import Desk, open_desk
from storage import mentions, polls
from storage.model import Poll

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def sample_desk(folder: Path) -> Desk:
    (folder / "config.yaml").write_text("business: {name: ''}\n", encoding="utf-8")
    return open_desk(load(folder / "config.yaml", {}), {})


def count(desk: Desk) -> int:
    with desk.record.session("count") as con:
        return mentions.count(con)


def test_a_round_of_the_sample_brings_mentions_alerts_letters_and_a_copy(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    first = one_round.run(desk, now=lambda: NOW)
    assert {poll.status for poll in first.polls} == {"ok"}
    assert first.judged == count(desk) > 100
    kinds = {each.alert.kind for each in first.decision.interrupt}
    assert {"second_complaint", "mention", "story"} <= kinds
    assert first.letters.sent == len(list(desk.config.outbox.glob("*.eml"))) > 0
    assert desk.published.exists()
    again = one_round.run(desk, now=lambda: NOW + timedelta(minutes=1))
    assert (again.polls, again.decision.interrupt, again.letters.sent) == ([], (), 0)


def test_a_round_forgets_old_looks_once_a_day(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("business: {name: Pepperwick}\nsources: []\n", encoding="utf-8")
    desk = open_desk(load(tmp_path / "config.yaml", {}), {})
    with desk.record.session("test") as con:
        polls.save_all(con, [Poll("s", NOW - timedelta(days=days), "ok") for days in (900, 500, 450, 399.5, 30)])

    def kept_after_a_round(at: datetime) -> list[int]:
        one_round.run(desk, now=lambda: at)
        with desk.record.session("test") as con:
            return [(NOW - poll.at).days for poll in polls.since(con, NOW - timedelta(days=999))]

    assert kept_after_a_round(NOW) == [900, 399, 30]  # the first good look stays: since then the source is watched
    assert kept_after_a_round(NOW + timedelta(hours=23)) == [900, 399, 30]  # due, but looked through today
    assert kept_after_a_round(NOW + timedelta(hours=24)) == [900, 30]
