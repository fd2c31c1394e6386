"""Search: the index, the texts it does not know yet, and the pure rule of `analysis.query` say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis import query
from storage import assessments, dropped, mentions, word_index, word_parts
from storage import search as looking
from storage.db import Record
from storage.model import Assessment, Mention, TopicHit
from storage.publish import publish, read
from storage.search import Choice, moments, search

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEXTS = [
    "There were WEEVILS in the café paprika.",
    "Weevil-free, at last!",
    "cold   food,\nand nobody cared",
    "The food was cold; they don’t care",
    "in der Straße zu laut",
    "50% off_or 100 %",
    "袋の中に虫がいた",
    "'; DROP TABLE mention; --",
    "",
    "no refund, late again",
]
ASKED = ["weevil", "weevils", "evil", '"cold food"', "cold food", '"food, and nobody"', "don't", "cafe", "strasse",
         "50%", "100 _", "虫", '"中に虫"', "drop table", "'; DROP", "late -refund", "food -cold", '-"cold food" food',
         "nothing at all"]  # fmt: skip


def mention(number: int, text: str) -> Mention:
    return Mention(
        f"{number:024x}", "Shop", ("forum", "news")[number % 2], "post", "", f"Ann O’Neil {number}", f"title {number}",
        text, NOW - timedelta(days=number), NOW, (number % 5) / 4, "1-5",
    )  # fmt: skip


def thought(each: Mention, *, relevant: bool = True) -> Assessment:
    return Assessment(each.id, "1", NOW, relevant, "en", 0, 0.5, "negative", "flag",
                      (TopicHit("food", -0.5, ""),) if "food" in each.text else (), "", "none", ())  # fmt: skip


def keep(folder: Path, said: Sequence[Mention], *, irrelevant: Sequence[Mention] = ()) -> Path:
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("test") as con:
        mentions.keep(con, [*said, *irrelevant], [], at=NOW)
        assessments.save(con, [*map(thought, said), *(thought(each, relevant=False) for each in irrelevant)])
    return publish(record, folder / "published.duckdb").path


@pytest.fixture(scope="module")
def said() -> list[Mention]:
    return [mention(number, text) for number, text in enumerate(TEXTS, 1)]


@pytest.mark.parametrize("indexed", [0, 6, 10])
def test_index_texts_and_rule_agree(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch, indexed: int
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    if indexed:
        assert word_index.extend(keep(tmp_path, said[:indexed])) == indexed
    copy = keep(tmp_path, said)
    for asked in ASKED:
        wanted = query.terms(asked)
        expected = [each.id for each in said if query.holds(wanted, each.title, each.text)]
        found = search(copy, Choice(wanted), limit=20)
        assert (asked, list(found.ids), found.total) == (asked, expected, len(expected))


def test_every_choice_narrows(tmp_path: Path, said: list[Mention]) -> None:
    copy = keep(tmp_path, said, irrelevant=[mention(99, "weevils, but about somebody else")])

    def total(**choice: object) -> int:
        return search(copy, Choice(**choice), limit=5).total  # type: ignore[arg-type]

    assert total() == 10
    assert total(author=query.terms("o'neil 7")) == 1
    assert total(source="news") == 5
    assert total(entity="Shop") == 10
    assert total(entity="Other") == 0
    assert total(topic="food") == 2
    assert total(label="positive") == 0
    assert total(stars=1) == sum(each.rating == 0 for each in said)
    assert total(since=NOW - timedelta(days=3)) == 3
    assert total(until=NOW - timedelta(days=3)) == 7
    assert total(wanted=query.terms("weevil")) == 2


def test_pages_follow_each_other_newest_first(tmp_path: Path, said: list[Mention]) -> None:
    copy = keep(tmp_path, said)
    pages = [search(copy, Choice(), limit=4, skip=skip) for skip in (0, 4, 8)]
    assert [each for page in pages for each in page.ids] == [each.id for each in said]
    assert {page.total for page in pages} == {10}


def test_small_files_become_one_and_another_record_is_not_believed(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 2)
    copy = keep(tmp_path, said[:4])
    assert word_index.extend(copy) == 4
    copy = keep(tmp_path, said[:5])
    assert word_index.extend(copy) == 0  # one more is not worth a file
    copy = keep(tmp_path, said[:8])
    assert word_index.extend(copy) == 4
    assert [(part.first, part.last) for part in word_parts.parts(copy)] == [(1, 8)]
    (tmp_path / "other").mkdir()
    keep(tmp_path / "other", list(reversed(said))).replace(copy)
    assert word_index.extend(copy) == 10
    wanted = query.terms("weevil")
    assert search(copy, Choice(wanted), limit=5).total == 2


def test_a_damaged_file_costs_time_and_no_answer(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    copy = keep(tmp_path, said)
    word_index.extend(copy)
    (part,) = word_parts.parts(copy)
    part.path.write_bytes(b"not a database" * 300)
    assert search(copy, Choice(query.terms("weevil")), limit=5).total == 2
    assert word_index.extend(copy) == 10
    word_index.forget(copy)
    assert list(word_parts.folder(copy).glob("*")) == []


def test_the_index_of_another_record_is_not_believed_even_before_a_round_has_seen_it(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    copy = keep(tmp_path, said)
    word_index.extend(copy)
    (tmp_path / "other").mkdir()
    keep(tmp_path / "other", list(reversed(said))).replace(copy)
    assert search(copy, Choice(query.terms("weevils")), limit=5).ids == (said[0].id,)
    assert [search(copy, Choice(query.terms(each)), limit=5).total for each in ("weevil", "refund")] == [2, 1]


def test_a_record_that_was_set_back_does_not_find_what_it_never_heard(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    copy = keep(tmp_path, said[:4])
    older = copy.read_bytes()
    word_index.extend(keep(tmp_path, said))
    copy.write_bytes(older)
    assert [search(copy, Choice(query.terms(each)), limit=5).total for each in ("weevil", "refund")] == [2, 0]


def test_what_was_edited_is_found_by_its_words_of_today(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    word_index.extend(keep(tmp_path, said))
    copy = edit(tmp_path, said[0], "The owner came and was lovely.")

    def totals() -> list[int]:
        return [search(copy, Choice(query.terms(each)), limit=5).total for each in
                ("lovely", "weevils", '"was lovely"', "owner -weevils", "weevil")]  # fmt: skip

    assert totals() == [1, 0, 1, 1, 1]
    assert search(copy, Choice(stars=1), limit=20).total == sum(each.rating == 0 for each in said[1:]) + 1
    word_index.forget(copy)
    assert totals() == [1, 0, 1, 1, 1]  # with no index
    word_index.extend(copy)
    assert totals() == [1, 0, 1, 1, 1]  # with one that knows of it
    copy = edit(tmp_path, said[0], "Weevils after all.", NOW + timedelta(days=2))
    assert totals() == [0, 1, 0, 0, 2]
    assert word_index.extend(copy) == 10  # so much was edited (FEWEST is 1) that the file is made again
    assert totals() == [0, 1, 0, 0, 2]


def edit(folder: Path, mention: Mention, text: str, at: datetime = NOW + timedelta(days=1)) -> Path:
    record = Record(folder / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("edit") as con:
        mentions.keep(con, [replace(mention, text=text, rating=0.0)], at=at)
    return publish(record, folder / "published.duckdb").path


def test_words_that_are_not_kept_leave_the_index_and_the_rest_stays(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    monkeypatch.setattr(word_index, "LARGEST", 5)
    copy = keep(tmp_path, said)
    assert word_index.extend(copy) == 10
    before = {part.first: part.path.stat().st_mtime_ns for part in word_parts.parts(copy)}
    record = Record(tmp_path / "earlyword.duckdb", timedelta(seconds=10))
    with record.session("drop") as con:
        dropped.drop(con, dropped.due(con, "news", "source", 1), "source", NOW)
    publish(record, copy)
    assert word_index.extend(copy, seconds=0) == 0  # no time to make it again, but the words go at once
    assert [part.first for part in word_parts.parts(copy)] == [6]
    assert b"weevils" not in b"".join(part.path.read_bytes() for part in word_parts.parts(copy))
    assert search(copy, Choice(query.terms("weevils")), limit=5).total == 0
    assert search(copy, Choice(query.terms("food")), limit=5).total == 2
    assert word_index.extend(copy) == 5
    after = {part.first: part.path.stat().st_mtime_ns for part in word_parts.parts(copy)}
    assert after[6] == before[6]
    assert after[1] != before[1]


def test_a_large_import_is_indexed_to_its_end(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "FEWEST", 1)
    monkeypatch.setattr(word_index, "LARGEST", 3)
    copy = keep(tmp_path, said)
    assert word_index.extend(copy, seconds=60) == 10
    assert [(part.first, part.last) for part in word_parts.parts(copy)] == [(1, 1), (2, 4), (5, 7), (8, 10)]
    with read(copy, word_parts.names(word_parts.parts(copy))) as con:
        known = word_parts.blocks(con, word_parts.parts(copy), word_parts.trusted(con, word_parts.parts(copy)))
    assert [block.part for block in known] == [0, 1, 2, 3]
    assert [block.newest for block in known] == sorted((block.newest for block in known), reverse=True)


def test_what_everybody_says_is_not_counted_to_the_end(
    tmp_path: Path, said: list[Mention], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of one mention each, read one by one: the newest come first although they arrived last."""
    monkeypatch.setattr(word_index, "FEWEST", 1)
    monkeypatch.setattr(word_index, "BLOCK", 2)
    monkeypatch.setattr(looking, "FIRST_LOOK", 1)
    monkeypatch.setattr(looking, "COUNTED", 2)
    copy = keep(tmp_path, list(reversed(said)))
    word_index.extend(copy)
    found = search(copy, Choice(query.terms("title")), limit=2)
    assert (found.ids, found.more) == ((said[0].id, said[1].id), True)
    assert 2 <= found.total < 10
    everything = search(copy, Choice(query.terms("title")), limit=20)
    assert (everything.ids, everything.total, everything.more) == (tuple(each.id for each in said), 10, False)
    assert search(copy, Choice(query.terms("title")), limit=2, skip=8).ids == (said[8].id, said[9].id)
    assert len(moments(copy, Choice(query.terms("title")))) == 10


def test_moments_are_of_every_hit(tmp_path: Path, said: list[Mention]) -> None:
    copy = keep(tmp_path, said)
    since = NOW - timedelta(days=4)
    assert sorted(moments(copy, Choice(query.terms("cold"), since=since))) == [
        ("Shop", NOW - timedelta(days=4)), ("Shop", NOW - timedelta(days=3)),
    ]  # fmt: skip
    assert moments(copy, Choice(query.terms("hovercraft"))) == []
