from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from storage import assessments, damage, mentions, outbox, polls, publish, stories
from storage.db import Record, RecordError
from storage.model import Assessment, Mention, Notification, Poll, Snapshot, TopicHit

Said = Callable[..., Mention]
Thought = Callable[..., Assessment]
Start = Callable[..., Any]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "published" / "earlyword.duckdb"


def left(target: Path) -> list[str]:
    """What lies beside the copy, without the file of the waiting line."""
    return [path.name for path in target.parent.iterdir() if path.suffix != ".lock"]


def test_the_copy_is_the_record_as_it_stood(record: Record, said: Said, now: datetime, target: Path) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2)], at=now)
    done = publish.publish(record, target)
    assert done.batch == 1
    assert done.size == target.stat().st_size
    with record.session("test") as con:
        mentions.keep(con, [said(3)], at=now)
    assert publish.ask(target, "SELECT count(*) AS n FROM mentions") == (["n"], [(2,)])
    assert left(target) == ["earlyword.duckdb"]


def test_an_analysts_numbers_stand_still_and_never_stop_a_round(
    record: Record, said: Said, now: datetime, target: Path, child: Start
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
    publish.publish(record, target)
    analyst = child("hold", target, True)
    assert analyst.hear() == "open"
    for number in range(2, 5):
        with record.session("test") as con:
            mentions.keep(con, [said(number)], at=now)
        publish.publish(record, target)
    assert analyst.ask() == 1
    assert publish.ask(target, "SELECT count(*) FROM mentions")[1] == [(4,)]
    assert child("hold", target, True).hear() == "open"


def test_readers_in_another_process_see_no_lock_error_and_no_half_state(
    record: Record, said: Said, now: datetime, target: Path, child: Start
) -> None:
    """Forty looks while rounds run; a thousand are in benchmarks/kill.py."""
    with record.session("test") as con:
        mentions.keep(con, [said(0)], at=now)
    publish.publish(record, target)
    reader, number = child("read_often", target, 40), 1
    while not reader.line.poll() or number < 4:
        with record.session("test") as con:
            mentions.keep(con, [said(number)], at=now)
        publish.publish(record, target)
        number += 1
    seen = [reader.hear() for _ in range(40)]
    assert None not in seen
    assert seen == sorted(seen)
    assert set(seen) <= set(range(1, number + 1))


def test_two_looks_at_once_each_see_their_own_state(record: Record, said: Said, now: datetime, target: Path) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
    publish.publish(record, target)
    with publish.read(target) as old:
        with record.session("test") as con:
            mentions.keep(con, [said(2)], at=now)
        publish.publish(record, target)
        with publish.read(target) as new:
            counts = [con.execute("SELECT count(*) FROM mention").fetchall() for con in (old, new)]
    assert counts == [[(1,)], [(2,)]]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM mention", "CREATE TABLE x (y INT)", "COPY mention TO '/tmp/earlyword-test.csv'", "DROP VIEW mentions",
     "SELECT * FROM read_text('/etc/hostname')", "ATTACH '/tmp/earlyword-test.db' AS x", "nonsense"],
)  # fmt: skip
def test_a_question_changes_nothing_and_reaches_nothing_else(record: Record, target: Path, query: str) -> None:
    publish.publish(record, target)
    before = target.read_bytes()
    with pytest.raises(publish.QueryError) as wrong:
        publish.ask(target, query)
    assert "\n" not in str(wrong.value)
    assert target.read_bytes() == before


def test_a_copy_that_is_not_there_or_broken_is_said_in_a_sentence(target: Path) -> None:
    with pytest.raises(RecordError, match="no published copy"):
        publish.ask(target, "SELECT 1")
    target.parent.mkdir()
    target.write_bytes(b"not a database")
    with pytest.raises(RecordError, match="cannot be read"):
        publish.ask(target, "SELECT 1")


def test_a_failed_publish_leaves_the_old_copy_and_no_rest(
    record: Record, said: Said, now: datetime, target: Path, child: Start
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
    publish.publish(record, target)
    stranger = child("hold", record.path, False)
    assert stranger.hear() == "open"
    with pytest.raises(RecordError, match="held open"):
        publish.publish(Record(record.path, timedelta(seconds=0.2)), target)
    assert left(target) == ["earlyword.duckdb"]
    assert publish.ask(target, "SELECT count(*) FROM mentions")[1] == [(1,)]


def test_a_round_and_clicks_publish_at_once_and_nobody_fails(
    record: Record, said: Said, now: datetime, target: Path
) -> None:
    def write(number: int) -> int:
        with record.session("test") as con:
            mentions.keep(con, [said(number)], at=now)
        publish.publish(record, target)
        return len(publish.ask(target, f"SELECT 1 FROM mentions WHERE id = '{said(number).id}'")[1])

    with ThreadPoolExecutor(4) as crew:
        assert list(crew.map(write, range(12))) == [1] * 12
    assert left(target) == ["earlyword.duckdb"]


def test_copying_in_a_child_keeps_a_second_writer_out(record: Record, tmp_path: Path, child: Start) -> None:
    """Closing any handle on the live file in the writing process would let the second one in."""
    from storage.files import copy_file

    with record.session("write"):
        before = child("try_to_open", record.path).hear()
        copy_file(record.path, tmp_path / "copy.duckdb")
        after = child("try_to_open", record.path).hear()
    assert "Conflicting lock" in before
    assert "Conflicting lock" in after
    assert not damage.log_path(record.path).exists()


@pytest.fixture
def filled(record: Record, said: Said, thought: Thought, now: datetime, target: Path) -> Path:
    """A published record with a little of everything."""
    day = now.replace(hour=1)
    rude = (TopicHit("service", -0.6, "The waiter was rude."), TopicHit("food", 0.4, "Soup was fine."))
    heard = [said(number, published=day, author=f"Guest {number % 2}") for number in range(4)]
    with record.session("fill") as con:
        looks = [Snapshot(heard[0].id, now + timedelta(hours=hour), likes=hour * 10) for hour in range(3)]
        mentions.keep(con, heard, looks, at=now)
        mentions.keep(con, [said(9, text="elsewhere")], gone=[heard[3].id], at=now)
        labels = ["negative", "positive", "neutral", "unscored"]
        assessments.save(con, [thought(m, label=label, topics=rude) for m, label in zip(heard, labels, strict=True)])
        assessments.save(con, [thought(said(9), relevant=False)])
        stories.save(con, {heard[0].id: "story", heard[1].id: "story"})
        polls.save(con, Poll("reviews", now - timedelta(hours=1), "ok", 4, 4, newest=day))
        polls.save(con, Poll("reviews", now, "broken", error="It answers with a login page.", failures=1, next_due=now))
        letter = Notification("key", "ana@example.org", "email", "alert", "Subject", "words", "<p>words</p>", now)
        outbox.put(con, [letter])
    publish.publish(record, target)
    return target


def rows(target: Path, query: str) -> list[dict[str, Any]]:
    columns, found = publish.ask(target, query)
    return [dict(zip(columns, row, strict=True)) for row in found]


def test_analysts_read_mentions_with_judgement_and_latest_counts(filled: Path, said: Said) -> None:
    found = {row["id"]: row for row in rows(filled, "SELECT * FROM mentions")}
    assert len(found) == 5
    first = found[said(0).id]
    assert (first["likes"], first["label"], first["topics"], first["story"]) == (
        20, "negative", ["service", "food"], "story"
    )  # fmt: skip
    assert found[said(3).id]["deleted"] is True
    assert found[said(9).id]["relevant"] is False


def test_analysts_read_days_topics_sources_letters_and_stories(filled: Path, now: datetime) -> None:
    assert rows(filled, "SELECT * FROM mentions_daily") == [
        {"day": now.date(), "entity": "Spice", "source": "reviews", "mentions": 4, "negative": 1, "share": 1 / 3}
    ]
    topics = rows(filled, "SELECT topic, mentions, negative FROM negative_by_topic ORDER BY topic")
    assert topics == [
        {"topic": "food", "mentions": 4, "negative": 0},
        {"topic": "service", "mentions": 4, "negative": 4},
    ]
    [health] = rows(filled, "SELECT * FROM source_health")
    assert (health["checks"], health["failures"], health["failures_in_a_row"], health["status"]) == (2, 1, 1, "broken")
    assert health["last_good"] == (now - timedelta(hours=1)).replace(tzinfo=None)
    [letter] = rows(filled, "SELECT * FROM notifications")
    assert letter["status"] == "waiting"
    assert not {"text", "html"} & set(letter)
    [story] = rows(filled, "SELECT story, mentions, authors, negative FROM stories")
    assert story == {"story": "story", "mentions": 2, "authors": 2, "negative": 1}


def test_every_table_and_view_is_documented_in_the_file(filled: Path) -> None:
    with duckdb.connect(str(filled), read_only=True) as con:
        undocumented = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        listed = {name for (name,) in con.execute("SELECT DISTINCT name FROM documentation").fetchall()}
    assert undocumented == []
    assert {"mentions", "mentions_daily", "negative_by_topic", "source_health", "notifications", "stories"} <= listed
