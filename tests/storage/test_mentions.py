from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import assessments, check, keys, mentions, sequence
from storage.db import Connection, Record
from storage.model import Assessment, Mention, Snapshot, mention_id

Said = Callable[..., Mention]
Thought = Callable[..., Assessment]


@pytest.fixture(scope="module")
def one_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """For many examples in one transaction; sound at its end."""
    record = Record(Path(tmp_path_factory.mktemp("shared")) / "earlyword.duckdb", timedelta(seconds=5))
    with record.session("test") as con:
        yield con
        assert check.integrity(con) == []


def test_a_mention_comes_back_as_it_went_in(record: Record, said: Said, now: datetime) -> None:
    full = said(1, parent="thread", language="de", rating_scale="1-5", text="Nie wieder! \U0001f644", url="")
    bare = said(2, published=None, rating=None, author="", title="", text="")
    with record.session("test") as con:
        mentions.keep(con, [full, bare], at=now)
    with record.session("test") as con:
        assert mentions.by_ids(con, [full.id, bare.id, "unknown"]) == {full.id: full, bare.id: bare}


def test_new_known_and_repeated_are_told_apart(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        first = mentions.keep(con, [said(1), said(2), said(1)], at=now)
        second = mentions.keep(con, [said(2), said(3)], at=now)
    assert first == mentions.Kept((said(1).id, said(2).id), 0, ())
    assert second == mentions.Kept((said(3).id,), 1, ())


def test_a_batch_that_brings_nothing_new_changes_nothing(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
    before = sequence.beside(record.path)
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now + timedelta(hours=1))
    assert sequence.beside(record.path) == before


orders = count()


@given(batches=st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4), chance=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_any_order_and_repetition_of_batches_leaves_the_same_mentions(
    batches: list[list[int]], chance: Random, one_session: Connection, said: Said, now: datetime
) -> None:
    """Batches as drawn, and again shuffled and doubled: the same set, each once."""
    again = [chance.sample(batch, len(batch)) for batch in [*batches, *batches]]
    chance.shuffle(again)
    for order in (batches, again):
        entity = f"order {next(orders)}"
        made = {n: said(n, id=mention_id("test", entity, str(n)), entity=entity) for n in range(10)}
        new: list[str] = []
        for batch in order:
            new += mentions.keep(one_session, [made[number] for number in batch], at=now).new
        stored = one_session.execute("SELECT id FROM mention WHERE entity = ?", [entity]).fetchall()
        wanted = sorted(made[number].id for number in {number for batch in batches for number in batch})
        assert sorted(name for (name,) in stored) == wanted
        assert sorted(new) == wanted


def test_changed_words_and_stars_become_a_snapshot(record: Record, said: Said, now: datetime) -> None:
    later = now + timedelta(hours=1)
    changed = said(1, text="They called me and it is fine now.", rating=1.0)
    with record.session("test") as con:
        mentions.keep(con, [said(1), said(2)], at=now)
        kept = mentions.keep(con, [changed, said(2)], at=later)
        again = mentions.keep(con, [changed], at=later + timedelta(hours=1))
        assert kept.edited == (said(1).id,)
        assert again.edited == ()
        assert mentions.snapshots(con, [said(1).id], now) == {
            said(1).id: [Snapshot(said(1).id, later, text=changed.text, rating=1.0)]
        }
        assert mentions.by_ids(con, [said(1).id])[said(1).id] == changed


def test_going_back_to_the_first_words_is_an_edit_too(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        for hour, text in enumerate(["first", "second", "first"]):
            mentions.keep(con, [said(1, text=text)], at=now + timedelta(hours=hour))
        assert mentions.by_ids(con, [said(1).id])[said(1).id].text == "first"


def test_two_sources_that_show_one_mention_in_different_words_settle_down(
    record: Record, said: Said, now: datetime
) -> None:
    whole, snippet = said(1), said(1, source="search", text="The soup was ...")
    edited = []
    with record.session("test") as con:
        for hour in range(8):
            mentions.keep(con, [whole], at=now + timedelta(hours=hour))
            kept = mentions.keep(con, [snippet], at=now + timedelta(hours=hour, minutes=1))
            edited.append(kept.edited)
        assert edited == [(whole.id,)] + [()] * 7
        assert len(mentions.snapshots(con, [whole.id], now)[whole.id]) == 2
        assert mentions.by_ids(con, [whole.id])[whole.id] == whole
        assert mentions.keep(con, [said(1, source="search", text="new")], at=now + timedelta(hours=9)).edited


def test_a_mention_edited_before_it_was_judged_stands_in_line_once(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
        mentions.keep(con, [said(1, text="edited")], at=now + timedelta(hours=1))
        assert [each.text for each in mentions.unassessed(con, "v1", 10)] == ["edited"]
        assert con.execute("SELECT count(*) FROM waiting").fetchall() == [(1,)]


def test_an_edit_puts_a_mention_in_line_to_be_judged_again(
    record: Record, said: Said, thought: Thought, now: datetime
) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
        assert mentions.unassessed(con, "v1", 10) == [said(1)]
        assessments.save(con, [thought(said(1))])
        assert mentions.unassessed(con, "v1", 10) == []
        mentions.keep(con, [said(1, text="worse")], at=now + timedelta(hours=1))
        assert [each.text for each in mentions.unassessed(con, "v1", 10)] == ["worse"]


def test_a_removed_mention_is_noted_once_and_may_come_back(record: Record, said: Said, now: datetime) -> None:
    hours = [now + timedelta(hours=hour) for hour in range(4)]
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=hours[0])
        mentions.keep(con, [], gone=[said(1).id, "unknown"], at=hours[1])
        mentions.keep(con, [], gone=[said(1).id], at=hours[2])
        mentions.keep(con, [said(1)], at=hours[3])
        looks = mentions.snapshots(con, [said(1).id], now)[said(1).id]
    assert [(look.at, look.deleted) for look in looks] == [(hours[1], True), (hours[3], False)]


def test_snapshots_that_say_nothing_new_are_not_stored(record: Record, said: Said, now: datetime) -> None:
    looks = [
        Snapshot(said(1).id, now + timedelta(hours=hour), likes=likes, replies=2)
        for hour, likes in enumerate([3, 3, 5, 5])
    ]
    with record.session("test") as con:
        mentions.keep(con, [said(1)], looks, at=now)
        mentions.keep(con, [said(1)], looks[2:], at=now + timedelta(hours=3))
        mentions.keep(con, [], [Snapshot("unknown", now, likes=1)], at=now)
        stored = mentions.snapshots(con, [said(1).id], now)
    assert stored == {said(1).id: [looks[0], looks[2]]}


def test_bringing_an_old_fetch_again_changes_nothing(record: Record, said: Said, now: datetime) -> None:
    """What a recovery from the spool does: the same looks, with their own times, after newer ones."""
    fetches = [
        ([said(1)], [Snapshot(said(1).id, now, likes=1)], now),
        ([said(1, text="edited")], [Snapshot(said(1).id, now + timedelta(hours=1), likes=9)], now + timedelta(hours=1)),
    ]
    with record.session("test") as con:
        for batch, looks, at in fetches:
            mentions.keep(con, batch, looks, at=at)
        before = con.execute("SELECT * FROM snapshot ORDER BY ALL").fetchall()
    noted = sequence.beside(record.path)
    with record.session("test") as con:
        for batch, looks, at in fetches:
            mentions.keep(con, batch, looks, at=at)
        assert con.execute("SELECT * FROM snapshot ORDER BY ALL").fetchall() == before
    assert sequence.beside(record.path) == noted


def test_the_newest_unassessed_come_first_and_a_new_version_asks_for_all(
    record: Record, said: Said, thought: Thought, now: datetime
) -> None:
    everything = [said(number) for number in range(5)]
    with record.session("test") as con:
        mentions.keep(con, everything, at=now)
        assert mentions.unassessed(con, "v1", 2) == everything[:2]
        assessments.save(con, [thought(each) for each in everything])
        assert mentions.unassessed(con, "v1", 10) == []
        assert mentions.unassessed(con, "v2", 10) == everything


def test_ids_are_found_before_and_after_the_sorted_table_is_made(
    record: Record, said: Said, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "TAIL", 3)
    everything = [said(number) for number in range(20)]
    with record.session("test") as con:
        for each in everything:
            mentions.keep(con, [each], at=now)
        assert keys.sorted_until(con) > 0
        assert mentions.keep(con, everything, at=now) == mentions.Kept((), 20, ())
        assert mentions.by_ids(con, [each.id for each in everything]) == {each.id: each for each in everything}
        assert check.integrity(con) == []


def test_ids_whose_keys_are_equal_are_told_apart(
    record: Record, said: Said, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "key", lambda _: 7)
    with record.session("test") as con:
        mentions.keep(con, [said(1)], at=now)
        assert mentions.keep(con, [said(1), said(2)], at=now) == mentions.Kept((said(2).id,), 1, ())
        assert set(keys.find(con, [said(1).id, said(2).id, said(3).id])) == {said(1).id, said(2).id}


def test_words_that_no_text_format_can_carry_are_kept_without_them(record: Record, said: Said, now: datetime) -> None:
    hostile = said(1, text="lone \ud800 surrogate, NUL \x00, '; DROP TABLE mention; --", author="=cmd|'/c calc'!A1")
    with record.session("test") as con:
        assert mentions.keep(con, [hostile], at=now).new == (hostile.id,)
        assert mentions.keep(con, [hostile], at=now).edited == ()
        [kept] = mentions.by_ids(con, [hostile.id]).values()
    assert kept.text == "lone ? surrogate, NUL \x00, '; DROP TABLE mention; --"
    assert kept.author == hostile.author


def test_a_person_is_found_whatever_the_case_of_the_name(record: Record, said: Said, now: datetime) -> None:
    with record.session("test") as con:
        mentions.keep(con, [said(1, author=" Ana Lima "), said(2, author="ANA LIMA"), said(3, author="")], at=now)
        found = mentions.by_person(con, ["ana lima", ""], now)
        assert [each.id for each in found] == [said(1).id, said(2).id]
        assert mentions.by_person(con, ["ana lima"], now + timedelta(seconds=1)) == []


def test_young_mentions_of_one_source(record: Record, said: Said, now: datetime) -> None:
    early = said(1, seen=now - timedelta(days=3))
    with record.session("test") as con:
        mentions.keep(con, [early, said(2), said(3, source="other")], at=now)
        assert mentions.young(con, "reviews", now - timedelta(days=1)) == [said(2)]


def test_a_time_without_a_zone_is_refused(record: Record, said: Said, now: datetime) -> None:
    with pytest.raises(ValueError, match="without a zone"), record.session("test") as con:
        mentions.keep(con, [said(1, published=datetime(2026, 3, 1))], at=now)  # noqa: DTZ001
    with record.session("test") as con:
        assert mentions.count(con) == 0
